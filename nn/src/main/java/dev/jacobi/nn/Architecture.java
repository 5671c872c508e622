package dev.jacobi.nn;

import dev.jacobi.nn.ArchitectureText.Word;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/// Networks from text, as [Layer#specification] writes them: what a model file tells of a network besides its numbers.
///
/// Layers stand one after the other, separated by semicolons; brackets hold layers in place of one:
/// `conv2d 1 8 3x3 stride 1 padding 1; relu; maxpool 2x2 stride 2; flatten; residual [ dense 1568 1568; tanh ]; dense 1568 10`.
///
/// | text | layer |
/// |---|---|
/// | `dense IN OUT` | [Dense] |
/// | `conv1d CHANNELS FILTERS WINDOW`, `conv2d`, `conv3d`, and `groups GROUPS` after it | [Convolution] |
/// | `convtransposed1d CHANNELS FILTERS WINDOW`, …, and `outputpadding PADDING`, `groups GROUPS` | [TransposedConvolution] |
/// | `maxpool WINDOW`, `averagepool WINDOW`, and `counted` after it | [MaxPool], [AveragePool] |
/// | `adaptivemaxpool PARTS`, `adaptiveaveragepool PARTS` | [AdaptiveMaxPool], [AdaptiveAveragePool] |
/// | `batchnorm CHANNELS`, `layernorm SIZE`, `rmsnorm SIZE` | [BatchNorm], [LayerNorm], [RmsNorm] |
/// | `groupnorm CHANNELS groups GROUPS`, `instancenorm CHANNELS` | [GroupNorm], [InstanceNorm] |
/// | `attention SIZE heads HEADS`, and `causal` after it | [MultiHeadAttention] |
/// | `transformer SIZE heads HEADS hidden HIDDEN`, and `causal` after it | [TransformerBlock] |
/// | `rnn IN OUT`, `lstm IN OUT`, `gru IN OUT`, `lasttime` | [Rnn], [Lstm], [Gru], [LastTime] |
/// | `dropout PROBABILITY` | [Dropout] |
/// | `embedding COUNT SIZE`, and `padding THING` after it | [Embedding] |
/// | `flatten`, `unflatten SIZE …` | [Flatten], [Unflatten] |
/// | `residual LAYER` | [Residual] |
/// | `[ LAYERS ]` | [Sequential] |
/// | `identity`, `sigmoid`, …; `glu`, and `axis AXIS` after it | [Activation], [Glu] |
///
/// A window has a size for each axis and a stride: `3x3 stride 2`; then, if wanted, `padding 1`, or `padding 1 and 2` where
/// there is another behind an image than before it, `dilation 2`, and for pools `rounded up`. These settings are one number
/// for all axes or, as `2x1`, one for each.
///
/// A text may come from anywhere: what it asks for is checked before anything is made of it. Layers that share a tensor
/// are written as any others and share nothing when they are read.
public final class Architecture {
    /// Layers inside of layers.
    private static final int DEPTH = 32;

    private final ArchitectureText text;
    private int depth;

    private Architecture(ArchitectureText text) { this.text = text; }

    /// The network of a text, in `F32`, with zeros for weights, which take no memory.
    ///
    /// @throws IllegalArgumentException if the text isn't one of a network, asks for more than 2³¹ − 1 numbers in total, or
    ///     for layers more than 32 deep in others; the message says where
    public static Sequential parse(String text) {
        Architecture parser = new Architecture(new ArchitectureText(text));
        Sequential net = parser.layers("");
        parser.text.expect("", "a semicolon before the next layer");
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
            case Convolution c -> Convolution.of(c.weight().size(1) * c.groups(), c.bias().size(), c.window(), c.groups(), initialization, key);
            case TransposedConvolution c -> TransposedConvolution.of(c.weight().size(0), c.bias().size(), c.window(), c.groups(),
                    c.outputPadding(), initialization, key);
            case BatchNorm b -> BatchNorm.of(b.scale().size());
            case LayerNorm n -> LayerNorm.of(n.scale().size());
            case RmsNorm n -> RmsNorm.of(n.scale().size());
            case GroupNorm n -> GroupNorm.of(n.groups(), n.scale().size());
            case InstanceNorm n -> InstanceNorm.of(n.scale().size());
            case MultiHeadAttention a -> MultiHeadAttention.of(a.queries().in(), a.heads(), a.causal(), initialization, key);
            case TransformerBlock t -> TransformerBlock.of(t.up().in(), t.attention().heads(), t.up().out(), t.attention().causal(),
                    initialization, key);
            case Rnn r -> Rnn.of(r.in(), r.out(), initialization, key);
            case Lstm l -> Lstm.of(l.in(), l.out(), initialization, key);
            case Gru g -> Gru.of(g.in(), g.out(), initialization, key);
            case Embedding e -> {
                Embedding all = Embedding.of(e.table().size(0), e.table().size(1), key);
                yield e.padding().isPresent() ? all.withPadding(e.padding().getAsInt()) : all;
            }
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
        if (!text.sees(end)) {
            do layers.add(layer()); while (text.skip(";"));
        }
        return new Sequential(layers);
    }

    private Layer layer() {
        Word word = text.take();
        return switch (word.text()) {
            case "[" -> {
                deeper(word);
                Sequential inside = layers("]");
                text.expect("]", "a semicolon before the next layer, or ] after the last");
                depth--;
                yield inside;
            }
            case "residual" -> {
                deeper(word);
                Layer body = layer();
                depth--;
                yield new Residual(body);
            }
            case "dense" -> dense(word, text.size("inputs"), text.size("outputs"));
            case "conv1d" -> convolution(word, 1);
            case "conv2d" -> convolution(word, 2);
            case "conv3d" -> convolution(word, 3);
            case "convtransposed1d" -> transposed(word, 1);
            case "convtransposed2d" -> transposed(word, 2);
            case "convtransposed3d" -> transposed(word, 3);
            case "maxpool" -> new MaxPool(WindowText.read(text, 0));
            case "averagepool" -> new AveragePool(WindowText.read(text, 0), text.skip("counted"));
            case "adaptivemaxpool" -> new AdaptiveMaxPool(parts());
            case "adaptiveaveragepool" -> new AdaptiveAveragePool(parts());
            case "batchnorm" -> {
                int n = text.size("channels");
                yield new BatchNorm(zeros(word, n), zeros(word, n), new Held(zeros(word, n)), new Held(zeros(word, n)));
            }
            case "layernorm" -> layerNorm(word, text.size("numbers"));
            case "rmsnorm" -> new RmsNorm(zeros(word, text.size("numbers")));
            case "groupnorm" -> {
                int n = text.size("channels");
                yield new GroupNorm(text.divisor("groups", n), zeros(word, n), zeros(word, n));
            }
            case "instancenorm" -> {
                int n = text.size("channels");
                yield new InstanceNorm(zeros(word, n), zeros(word, n));
            }
            case "attention" -> {
                int n = text.size("numbers");
                int heads = text.divisor("heads", n);
                yield attention(word, n, heads, text.skip("causal"));
            }
            case "transformer" -> transformer(word);
            case "rnn" -> recurrent(word, 1, w -> new Rnn(w.get(0), w.get(1), w.get(2)));
            case "lstm" -> recurrent(word, 4, w -> new Lstm(w.get(0), w.get(1), w.get(2)));
            case "gru" -> recurrent(word, 3, w -> new Gru(w.get(0), w.get(1), w.get(2), zeros(word, w.get(1).size(0))));
            case "lasttime" -> new LastTime();
            case "dropout" -> new Dropout(text.probability());
            case "embedding" -> embedding(word);
            case "flatten" -> new Flatten();
            case "unflatten" -> unflatten(word);
            case "glu" -> new Glu(text.skip("axis") ? text.axis() : -1);
            default -> activation(word);
        };
    }

    private void deeper(Word word) {
        if (++depth > DEPTH) throw ArchitectureText.error("layers at most " + DEPTH + " deep in others", word);
    }

    private Dense dense(Word word, int in, int out) { return new Dense(zeros(word, in, out), zeros(word, out)); }

    private LayerNorm layerNorm(Word word, int n) { return new LayerNorm(zeros(word, n), zeros(word, n)); }

    // ---- windows

    private Convolution convolution(Word word, int axes) {
        int channels = text.size("channels");
        int filters = text.size("filters");
        Window window = window(axes);
        int groups = groups(channels, filters);
        return new Convolution(zeros(word, filterShape(filters, channels / groups, window)), zeros(word, filters), window, groups);
    }

    private TransposedConvolution transposed(Word word, int axes) {
        int channels = text.size("channels");
        int filters = text.size("filters");
        Window window = window(axes);
        int[] extra = text.skip("outputpadding") ? text.setting("output padding", 0, axes) : new int[axes];
        for (int i = 0; i < axes; i++) {
            if (extra[i] >= window.axes().get(i).stride()) throw ArchitectureText.error("an output padding less than the stride", text.last());
        }
        int groups = groups(channels, filters);
        return new TransposedConvolution(zeros(word, filterShape(channels, filters / groups, window)), zeros(word, filters), window, groups,
                Arrays.stream(extra).boxed().toList());
    }

    private Window window(int axes) {
        Window window = WindowText.read(text, axes);
        if (!Convolution.sees(window)) throw ArchitectureText.error("a padding smaller than the window", text.last());
        return window;
    }

    private int groups(int channels, int filters) {
        if (!text.sees("groups")) return 1;
        text.divisor("groups", channels);
        int groups = Integer.parseInt(text.last().text());
        if (filters % groups != 0) throw ArchitectureText.error("a number of groups that divides " + filters, text.last());
        return groups;
    }

    private static int[] filterShape(int first, int second, Window window) {
        int[] shape = new int[window.axes().size() + 2];
        shape[0] = first;
        shape[1] = second;
        for (int i = 2; i < shape.length; i++) shape[i] = window.axes().get(i - 2).size();
        return shape;
    }

    private List<Integer> parts() { return Arrays.stream(text.across("number of parts", 1, 0)).boxed().toList(); }

    // ---- sequences

    private MultiHeadAttention attention(Word word, int n, int heads, boolean causal) {
        return new MultiHeadAttention(dense(word, n, n), dense(word, n, n), dense(word, n, n), dense(word, n, n), heads, causal);
    }

    private TransformerBlock transformer(Word word) {
        int n = text.size("numbers");
        int heads = text.divisor("heads", n);
        int hidden = text.named("hidden", 1);
        return new TransformerBlock(layerNorm(word, n), attention(word, n, heads, text.skip("causal")), layerNorm(word, n),
                dense(word, n, hidden), dense(word, hidden, n));
    }

    /// @param layer of a weight, a recurrent weight and a bias
    private Layer recurrent(Word word, int gates, Function<List<Tensor>, Layer> layer) {
        int in = text.size("inputs");
        int out = text.size("outputs");
        if (out > Integer.MAX_VALUE / gates) throw ArchitectureText.error("a number of outputs up to " + Integer.MAX_VALUE / gates, text.last());
        return layer.apply(List.of(zeros(word, in, gates * out), zeros(word, out, gates * out), zeros(word, gates * out)));
    }

    private Embedding embedding(Word word) {
        Tensor table = zeros(word, text.size("rows"), text.size("columns"));
        if (!text.sees("padding")) return new Embedding(table);
        int thing = text.named("padding", 0);
        if (thing >= table.size(0)) throw ArchitectureText.error("a padding below " + table.size(0), text.last());
        return new Embedding(table, OptionalInt.of(thing));
    }

    // ---- others

    private Unflatten unflatten(Word word) {
        List<Integer> sizes = new ArrayList<>();
        long product = 1;
        do {
            sizes.add(text.size("numbers along an axis"));
            product *= sizes.getLast();
            if (product > Integer.MAX_VALUE) throw ArchitectureText.error("samples of at most 2147483647 numbers", word);
        } while (text.seesNumber());
        return new Unflatten(sizes);
    }

    private static Activation activation(Word word) {
        for (Activation a : Activation.values()) if (a.specification().equals(word.text())) return a;
        throw ArchitectureText.error("the name of a layer, such as dense, conv2d, maxpool, batchnorm, dropout, flatten or relu", word);
    }

    private Tensor zeros(Word word, int... sizes) { return text.zeros(word, sizes); }
}
