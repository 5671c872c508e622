package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Networks from text, as [Layer#specification] writes them: what a model file tells of a network besides its numbers.
///
/// Layers stand one after the other, separated by semicolons; brackets hold layers in place of one:
/// `conv2d 1 8 3x3 stride 1 padding 1; relu; maxpool 2x2 stride 2; flatten; residual [ dense 1568 1568; tanh ]; dense 1568 10`.
///
/// | text | layer |
/// |---|---|
/// | `dense IN OUT` | [Dense] |
/// | `conv2d CHANNELS FILTERS ROWSxCOLUMNS stride STRIDE padding PADDING` | [Convolution] |
/// | `maxpool WxW stride STRIDE`, `averagepool WxW stride STRIDE` | [MaxPool], [AveragePool] |
/// | `batchnorm CHANNELS`, `layernorm SIZE`, `rmsnorm SIZE` | [BatchNorm], [LayerNorm], [RmsNorm] |
/// | `groupnorm CHANNELS groups GROUPS`, `instancenorm CHANNELS` | [GroupNorm], [InstanceNorm] |
/// | `attention SIZE heads HEADS`, and `causal` after it | [MultiHeadAttention] |
/// | `dropout PROBABILITY` | [Dropout] |
/// | `embedding COUNT SIZE` | [Embedding] |
/// | `flatten`, `unflatten SIZE …` | [Flatten], [Unflatten] |
/// | `residual LAYER` | [Residual] |
/// | `[ LAYERS ]` | [Sequential] |
/// | `identity`, `sigmoid`, … | [Activation] |
///
/// A text may come from anywhere: what it asks for is checked before anything is made of it. Layers that share a tensor
/// are written as any others and share nothing when they are read.
public final class Architecture {
    /// Layers inside of layers.
    private static final int DEPTH = 32;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?(E-?[0-9]{1,3})?");

    /// A word or a sign of the text, and where it starts; the empty word is the end.
    private record Word(String text, int at) {}

    private final List<Word> words = new ArrayList<>();
    private int next;
    private int depth;
    private long elements;

    private Architecture(String text) {
        int at = 0;
        while (at < text.length()) {
            int start = at;
            char c = text.charAt(at++);
            if (c == ' ') continue;
            if (!isSign(c)) while (at < text.length() && text.charAt(at) != ' ' && !isSign(text.charAt(at))) at++;
            words.add(new Word(text.substring(start, at), start));
        }
        words.add(new Word("", text.length()));
    }

    private static boolean isSign(char c) { return c == ';' || c == '[' || c == ']'; }

    /// The network of a text, in `F32`, with zeros for weights, which take no memory.
    ///
    /// @throws IllegalArgumentException if the text isn't one of a network, asks for more than 2³¹ − 1 numbers in total, or
    ///     for layers more than 32 deep in others; the message says where
    public static Sequential parse(String text) {
        Architecture parser = new Architecture(text);
        Sequential net = parser.layers("");
        parser.expect("", "a semicolon before the next layer");
        return net;
    }

    /// The network of a text with fresh weights.
    ///
    /// @throws IllegalArgumentException as [#parse(String)]
    public static Sequential parse(String text, Initialization initialization, RandomKey key) {
        return (Sequential) fresh(parse(text), initialization, key);
    }

    private static Layer fresh(Layer layer, Initialization initialization, RandomKey key) {
        return switch (layer) {
            case Dense d -> Dense.of(d.in(), d.out(), initialization, key);
            case Convolution c -> Convolution.fresh(c.weight().shape(), c.stride(), c.padding(), initialization, key);
            case BatchNorm b -> BatchNorm.of(b.scale().size());
            case LayerNorm n -> LayerNorm.of(n.scale().size());
            case RmsNorm n -> RmsNorm.of(n.scale().size());
            case GroupNorm n -> GroupNorm.of(n.groups(), n.scale().size());
            case InstanceNorm n -> InstanceNorm.of(n.scale().size());
            case MultiHeadAttention a -> MultiHeadAttention.of(a.queries().in(), a.heads(), a.causal(), initialization, key);
            case Embedding e -> Embedding.of(e.table().size(0), e.table().size(1), key);
            case Residual r -> new Residual(fresh(r.body(), initialization, key));
            case Sequential s -> {
                List<Layer> layers = new ArrayList<>();
                for (Layer l : s.layers()) layers.add(fresh(l, initialization, key.fold(layers.size())));
                yield new Sequential(layers);
            }
            default -> layer;
        };
    }

    /// Layers up to a word that ends them.
    private Sequential layers(String end) {
        List<Layer> layers = new ArrayList<>();
        if (!peek().text.equals(end)) {
            layers.add(layer());
            while (peek().text.equals(";")) {
                next++;
                layers.add(layer());
            }
        }
        return new Sequential(layers);
    }

    private Layer layer() {
        Word word = take();
        return switch (word.text) {
            case "[" -> {
                deeper(word);
                Sequential inside = layers("]");
                expect("]", "a semicolon before the next layer, or ] after the last");
                depth--;
                yield inside;
            }
            case "residual" -> {
                deeper(word);
                Layer body = layer();
                depth--;
                yield new Residual(body);
            }
            case "dense" -> {
                int in = size("inputs");
                int out = size("outputs");
                yield new Dense(zeros(word, in, out), zeros(word, out));
            }
            case "conv2d" -> convolution(word);
            case "maxpool" -> new MaxPool(window(), named("stride", 1));
            case "averagepool" -> new AveragePool(window(), named("stride", 1));
            case "batchnorm" -> {
                int n = size("channels");
                yield new BatchNorm(zeros(word, n), zeros(word, n), new Held(zeros(word, n)), new Held(zeros(word, n)));
            }
            case "layernorm" -> {
                int n = size("numbers");
                yield new LayerNorm(zeros(word, n), zeros(word, n));
            }
            case "rmsnorm" -> new RmsNorm(zeros(word, size("numbers")));
            case "groupnorm" -> {
                int n = size("channels");
                yield new GroupNorm(parts("groups", n), zeros(word, n), zeros(word, n));
            }
            case "instancenorm" -> {
                int n = size("channels");
                yield new InstanceNorm(zeros(word, n), zeros(word, n));
            }
            case "attention" -> attention(word);
            case "dropout" -> new Dropout(probability());
            case "embedding" -> new Embedding(zeros(word, size("rows"), size("columns")));
            case "flatten" -> new Flatten();
            case "unflatten" -> unflatten(word);
            default -> activation(word);
        };
    }

    private void deeper(Word word) {
        if (++depth > DEPTH) throw error("layers at most " + DEPTH + " deep in others", word);
    }

    private Convolution convolution(Word word) {
        int channels = size("channels");
        int filters = size("filters");
        int[] window = across(take());
        int stride = named("stride", 1);
        int padding = named("padding", 0);
        if (padding >= Math.max(window[0], window[1])) throw error("a padding smaller than the window", words.get(next - 1));
        return new Convolution(zeros(word, filters, channels, window[0], window[1]), zeros(word, filters), stride, padding);
    }

    private MultiHeadAttention attention(Word word) {
        int n = size("numbers");
        int heads = parts("heads", n);
        boolean causal = peek().text.equals("causal");
        if (causal) next++;
        return new MultiHeadAttention(square(word, n), square(word, n), square(word, n), square(word, n), heads, causal);
    }

    private Dense square(Word word, int n) { return new Dense(zeros(word, n, n), zeros(word, n)); }

    private Unflatten unflatten(Word word) {
        List<Integer> sizes = new ArrayList<>();
        long product = 1;
        do {
            sizes.add(size("numbers along an axis"));
            product *= sizes.getLast();
            if (product > Integer.MAX_VALUE) throw error("samples of at most 2147483647 numbers", word);
        } while (WHOLE.matcher(peek().text).matches());
        return new Unflatten(sizes);
    }

    private Activation activation(Word word) {
        for (Activation a : Activation.values()) if (a.specification().equals(word.text)) return a;
        throw error("the name of a layer, such as dense, conv2d, maxpool, batchnorm, dropout, flatten or relu", word);
    }

    private Tensor zeros(Word word, int... sizes) {
        long size = 1;
        for (int s : sizes) size = size > Integer.MAX_VALUE ? size : size * s;      // below 2⁶², however many sizes
        elements += size;
        if (elements > Integer.MAX_VALUE) throw error("layers of at most 2147483647 numbers in total", word);
        return Tensor.zeros(Shape.of(sizes), DType.F32);
    }

    private int size(String of) { return whole(take(), "a number of " + of, 1); }

    private int named(String name, int least) {
        expect(name, "the word " + name);
        return whole(take(), "a " + name, least);
    }

    /// Into how many equal parts n is cut.
    private int parts(String name, int n) {
        int parts = named(name, 1);
        if (n % parts != 0) throw error("a number of " + name + " that divides " + n, words.get(next - 1));
        return parts;
    }

    private int whole(Word word, String what, int least) {
        long n = WHOLE.matcher(word.text).matches() ? Long.parseLong(word.text) : -1;
        if (n < least || n > Integer.MAX_VALUE) throw error(what + " from " + least + " to 2147483647", word);
        return (int) n;
    }

    /// Rows and columns.
    private int[] across(Word word) {
        int x = word.text.indexOf('x');
        if (x < 0) throw error("a window such as 3x3", word);
        return new int[] {whole(new Word(word.text.substring(0, x), word.at), "a number of rows", 1),
                whole(new Word(word.text.substring(x + 1), word.at + x + 1), "a number of columns", 1)};
    }

    private int window() {
        Word word = take();
        int[] sizes = across(word);
        if (sizes[0] != sizes[1]) throw error("a square window", word);
        return sizes[0];
    }

    private double probability() {
        Word word = take();
        double p = DECIMAL.matcher(word.text).matches() ? Double.parseDouble(word.text) : -1;
        if (!(p >= 0 && p <= 1)) throw error("a probability from 0 to 1", word);
        return p;
    }

    private Word peek() { return words.get(next); }

    /// The next word; the end stays where it is.
    private Word take() {
        Word word = peek();
        if (!word.text.isEmpty()) next++;
        return word;
    }

    private void expect(String text, String rule) {
        Word word = take();
        if (!word.text.equals(text)) throw error(rule, word);
    }

    private static IllegalArgumentException error(String rule, Word met) {
        StringBuilder shown = new StringBuilder();
        for (char c : met.text.substring(0, Math.min(40, met.text.length())).toCharArray()) {
            shown.append(c > ' ' && c < 127 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return new IllegalArgumentException("an architecture needs " + rule + ", but got "
                + (met.text.isEmpty() ? "the end" : "'" + shown + "'") + " at character " + (met.at + 1)
                + "; write layers as in conv2d 1 8 3x3 stride 1 padding 1; relu; flatten; dense 6272 10");
    }
}
