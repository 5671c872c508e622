package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final RandomKey KEY = RandomKey.of(1);
    private static final String NET = "conv2d 1 16 3x3 stride 1 padding 1; batchnorm 16; relu; maxpool 2x2 stride 2; flatten; "
            + "residual [ dense 8 8; layernorm 8; gelu ]; residual dense 8 8; [ dropout 0.5; [ ] ]; unflatten 2 4; embedding 9 3";
    private static final String WINDOWS = "conv1d 2 4 3 stride 2 groups 2; conv2d 1 2 5x3 stride 2x1 padding 1x0 and 2x1 dilation 1x2; conv3d 1 1 2x2x2 stride 1 padding 1; "
            + "convtransposed1d 4 2 3 stride 2 padding 1 outputpadding 1 groups 2; convtransposed2d 2 1 3x2 stride 2x3 outputpadding 0x2; "
            + "maxpool 3 stride 2 padding 1 rounded up; maxpool 3x2x1 stride 1x2x1; averagepool 3x3 stride 2 padding 1 dilation 2 rounded up counted; "
            + "adaptivemaxpool 2; adaptiveaveragepool 1x1; glu axis 1; glu";
    private static final String SEQUENCES = "embedding 9 4 padding 2; transformer 4 heads 2 hidden 7; transformer 4 heads 1 hidden 3 causal; "
            + "rnn 4 3; lstm 3 5; gru 5 2; lasttime; dense 2 1";
    private static final List<String> NETS = List.of(NET, "rmsnorm 4; groupnorm 6 groups 3; instancenorm 5; attention 6 heads 2; attention 6 heads 3 causal", WINDOWS, SEQUENCES);

    private static int size(Random random) { return 1 + random.nextInt(6); }

    private static Layer layer(Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 27 : 25)) {
            case 0 -> Dense.of(size(random), size(random), Initialization.LECUN, KEY);
            case 1 -> convolution(random);
            case 2 -> new MaxPool(window(random, true));
            case 3 -> new AveragePool(window(random, true), random.nextBoolean());
            case 4 -> BatchNorm.of(size(random));
            case 5 -> LayerNorm.of(size(random));
            case 6 -> new Dropout(random.nextInt(4) == 0 ? random.nextInt(2) : random.nextBoolean() ? random.nextDouble() : random.nextDouble() * 1e-9);
            case 7 -> {
                Embedding all = Embedding.of(size(random), size(random), KEY);
                yield random.nextBoolean() ? all : all.withPadding(random.nextInt(all.table().size(0)));
            }
            case 8 -> new Flatten();
            case 9 -> new Unflatten(random.ints(1 + random.nextInt(4), 1, 9).boxed().toList());
            case 10 -> Activation.values()[random.nextInt(Activation.values().length)];
            case 11 -> RmsNorm.of(size(random));
            case 12 -> GroupNorm.of(size(random), 60);
            case 13 -> InstanceNorm.of(size(random));
            case 14 -> MultiHeadAttention.of(60, size(random), random.nextBoolean(), Initialization.LECUN, KEY);
            case 15 -> transposed(random);
            case 16 -> TransformerBlock.of(60, size(random), size(random), random.nextBoolean(), Initialization.LECUN, KEY);
            case 17 -> Rnn.of(size(random), size(random), Initialization.LECUN, KEY);
            case 18 -> Lstm.of(size(random), size(random), Initialization.LECUN, KEY);
            case 19 -> Gru.of(size(random), size(random), Initialization.LECUN, KEY);
            case 20 -> new LastTime();
            case 21 -> new Glu(random.nextInt(5) - 3);
            case 22 -> new AdaptiveMaxPool(parts(random));
            case 23 -> new AdaptiveAveragePool(parts(random));
            case 24 -> new Convolution(Tensor.zeros(Shape.of(2, 1, 3, 3), DType.F32), Tensor.zeros(Shape.of(2), DType.F32), size(random), random.nextInt(3));
            case 25 -> new Residual(layer(random, depth + 1));
            default -> net(random, depth + 1);
        };
    }

    private static int[] sizes(Random random, int count, int least) { return random.ints(count, least, 7).toArray(); }

    private static Window window(Random random, boolean pool) {
        int axes = 1 + random.nextInt(3);
        Window window = Window.of(sizes(random, axes, 1));
        if (random.nextBoolean()) window = window.stride(sizes(random, random.nextBoolean() ? 1 : axes, 1));
        if (random.nextBoolean()) window = window.dilation(sizes(random, random.nextBoolean() ? 1 : axes, 1));
        if (random.nextBoolean()) window = window.pad(random.ints(axes, 0, 2).toArray(), random.ints(axes, 0, 2).toArray());
        if (random.nextInt(4) == 0) window = window.roundedUp();
        return pool || Convolution.sees(window) ? window : window(random, false);
    }

    private static Convolution convolution(Random random) {
        int groups = size(random);
        return Convolution.of(groups * size(random), groups * size(random), window(random, false), groups, Initialization.LECUN, KEY);
    }

    private static TransposedConvolution transposed(Random random) {
        int groups = size(random);
        Window window = window(random, false);
        List<Integer> extra = window.axes().stream().map(a -> random.nextInt(a.stride())).toList();
        return TransposedConvolution.of(groups * size(random), groups * size(random), window, groups, extra, Initialization.LECUN, KEY);
    }

    private static List<Integer> parts(Random random) { return random.ints(1 + random.nextInt(3), 1, 9).boxed().toList(); }

    private static Sequential net(Random random, int depth) {
        List<Layer> layers = new ArrayList<>();
        for (int n = random.nextInt(5); n > 0; n--) layers.add(layer(random, depth));
        return new Sequential(layers);
    }

    /// The structure of a tree, its settings, and the types of its tensors.
    private static List<String> described(Layer net) {
        List<String> all = new ArrayList<>();
        for (Tree.Leaf leaf : Tree.leaves(net)) all.add(leaf.path() + " " + leaf.tensor().type() + " " + leaf.role());
        for (Object o : Tree.structure(net)) all.add(o.toString());
        return all;
    }

    @Test
    void whatASpecificationTellsIsReadBack() {
        for (int seed = 0; seed < 2000; seed++) {
            Sequential net = net(new Random(seed), 0);
            Sequential read = Architecture.parse(net.specification());
            assertThat(read.specification()).as("seed %d", seed).isEqualTo(net.specification());
            assertThat(described(read)).as("seed %d", seed).isEqualTo(described(net));
        }
    }

    @Test
    void everyLayerCanBeWritten() {
        for (String net : NETS) assertThat(Architecture.parse(net).specification()).isEqualTo(net);
        assertThat(Architecture.parse("  [dense 2 3;relu ] ;tanh").specification()).isEqualTo("[ dense 2 3; relu ]; tanh");
        assertThat(Architecture.parse("conv2d 1 2 3x3 stride 1x1 padding 0 and 0 dilation 1 groups 1; averagepool 2x2 stride 2; glu axis -1").specification())
                .isEqualTo("conv2d 1 2 3x3 stride 1; averagepool 2x2 stride 2; glu");
        assertThat(Architecture.parse("").layers()).isEmpty();
    }

    @Test
    void freshWeightsFollowTheKeyAndTheInitialization() {
        Sequential net = Architecture.parse(NET, Initialization.HE, KEY);
        assertThat(described(net)).isEqualTo(described(Architecture.parse(NET)));
        for (String text : NETS) assertThat(described(Architecture.parse(text, Initialization.HE, KEY))).isEqualTo(described(Architecture.parse(text)));
        Embedding words = (Embedding) Architecture.parse(SEQUENCES, Initialization.HE, KEY).layers().getFirst();
        assertThat(words.table().get(2).toDoubles()).containsOnly(0);
        assertThat(words.table().get(1).toDoubles()).doesNotContain(0);
        Convolution first = (Convolution) net.layers().getFirst();
        assertThat(first.weight().variance().item()).isBetween(0.6 * 2 / 9, 1.5 * 2 / 9);
        Dense[] inner = {(Dense) ((Sequential) ((Residual) net.layers().get(5)).body()).layers().getFirst(), (Dense) ((Residual) net.layers().get(6)).body()};
        assertThat(inner[0].weight().toFloats()).isNotEqualTo(inner[1].weight().toFloats());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dense 2                                  | a number of outputs from 1 to 2147483647, but got the end at character 8",
        "dense 2 3 4                              | a semicolon before the next layer, but got '4' at character 11",
        "dense 0 3                                | a number of inputs from 1 to 2147483647, but got '0' at character 7",
        "dense 02 3                               | a number of inputs from 1 to 2147483647, but got '02' at character 7",
        "dense 2147483648 3                       | a number of inputs from 1 to 2147483647, but got '2147483648'",
        "dense 99999999999999999999 3             | but got '99999999999999999999'",
        "relu; dense -1 3                         | but got '-1' at character 13",
        "dense 65536 65536                        | layers of at most 2147483647 numbers in total, but got 'dense' at character 1",
        "dense 40000 40000; dense 40000 40000     | layers of at most 2147483647 numbers in total, but got 'dense' at character 20",
        "conv2d 2147483647 2147483647 2147483647x2147483647 stride 1 padding 0 | layers of at most 2147483647 numbers in total",
        "conv2d 1 2 3 stride 1 padding 1          | a size for each of 2 axes, such as 3x3, but got '3' at character 12",
        "conv2d 1 2 3x stride 1 padding 1         | a size from 1 to 2147483647, but got the end at character 14",
        "conv2d 1 2 3x3x3 stride 1                | a size for each of 2 axes, such as 3x3, but got '3x3x3' at character 12",
        "conv3d 1 2 3x3 stride 1                  | a size for each of 3 axes, such as 3x3x3, but got '3x3'",
        "conv1d 1 2 3x3 stride 1                  | a size for one axis, such as 3, but got '3x3' at character 12",
        "conv2d 1 2 3x3 stride 1x2x3              | a stride for each of 2 axes, such as 3x3, but got '1x2x3'",
        "conv2d 1 2 3x3 stride 2x0                | a stride from 1 to 2147483647, but got '0' at character 25",
        "conv2d 1 2 3x3 stride 1 padding 1 and    | a padding from 0 to 2147483647, but got the end",
        "conv2d 1 2 3x3 stride 1 dilation 0       | a dilation from 1 to 2147483647, but got '0'",
        "conv2d 1 2 3x3 stride 1 rounded          | the word up, but got the end",
        "conv2d 4 2 3x3 stride 1 groups 3         | a number of groups that divides 4, but got '3'",
        "conv2d 4 2 3x3 stride 1 groups 4         | a number of groups that divides 2, but got '4'",
        "convtransposed1d 4 2 3 stride 2 outputpadding 2 | an output padding less than the stride, but got '2' at character 47",
        "conv2d 1 2 3x3 padding 1                 | the word stride, but got 'padding' at character 16",
        "conv2d 1 2 3x3 stride 0 padding 1        | a stride from 1 to 2147483647, but got '0'",
        "conv2d 1 2 3x2 stride 1 padding 3        | a padding smaller than the window, but got '3' at character 33",
        "maxpool 2x3x4x5 stride 1                 | a size for 1 to 3 axes, such as 3x3, but got '2x3x4x5' at character 9",
        "adaptivemaxpool 0                        | a number of parts from 1 to 2147483647, but got '0'",
        "embedding 3 2 padding 3                  | a padding below 3, but got '3'",
        "lstm 3 536870912                         | a number of outputs up to 536870911, but got '536870912' at character 8",
        "gru 65536 65536                          | layers of at most 2147483647 numbers in total, but got 'gru'",
        "transformer 6 heads 2 causal             | the word hidden, but got 'causal'",
        "transformer 6 heads 4 hidden 2           | a number of heads that divides 6, but got '4'",
        "glu axis x                               | an axis, such as 1 or -1, but got 'x'",
        "groupnorm 6 groups 4                     | a number of groups that divides 6, but got '4' at character 20",
        "groupnorm 6 4                            | the word groups, but got '4'",
        "attention 6 heads 4 causal               | a number of heads that divides 6, but got '4' at character 19",
        "attention 65536 heads 2                  | layers of at most 2147483647 numbers in total",
        "attention 6 heads 2 causal causal        | a semicolon before the next layer, but got 'causal'",
        "dropout 1.5                              | a probability from 0 to 1, but got '1.5'",
        "dropout NaN                              | a probability from 0 to 1, but got 'NaN'",
        "unflatten                                | a number of numbers along an axis from 1 to 2147483647, but got the end",
        "unflatten 65536 65536                    | samples of at most 2147483647 numbers, but got 'unflatten'",
        "Relu                                     | the name of a layer, such as dense, conv2d, maxpool, batchnorm, dropout, flatten or relu, but got 'Relu'",
        "relu;                                    | but got the end at character 6",
        "; relu                                   | but got ';' at character 1",
        "[ relu                                   | a semicolon before the next layer, or ] after the last, but got the end at character 7",
        "relu ]                                   | a semicolon before the next layer, but got ']' at character 6",
        "residual                                 | but got the end at character 9"})
    void whatIsWrongIsSaidAndWhere(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Architecture.parse(text))
                .withMessageStartingWith("an architecture needs ").withMessageContaining(message)
                .withMessageEndingWith("; write layers as in conv2d 1 8 3x3 stride 1 padding 1; relu; flatten; dense 6272 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ ", "residual "})
    void layersAreOnlySoDeepInOthers(String outer) {
        String close = outer.equals("[ ") ? " ]" : "";
        assertThat(Architecture.parse(outer.repeat(32) + "relu" + close.repeat(32)).layers()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Architecture.parse(outer.repeat(1_000_000)))
                .withMessageContaining("layers at most 32 deep in others");
    }

    @Test
    void manyLayersAfterOneAnotherAreNotDeep() {
        assertThat(Architecture.parse("residual [ relu ]; ".repeat(100_000) + "tanh").layers()).hasSize(100_001);
    }

    @Test
    void strangeSignsAreShownAsNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> Architecture.parse("relu\n\u0007" + "x".repeat(1000)))
                .withMessageContaining("but got 'relu\\u000a\\u0007" + "x".repeat(34) + "' at character 1");
    }

    /// Whatever is done to a text, it is read or refused, and nothing else.
    @Test
    void damagedTextsAreReadOrRefused() {
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(NETS.get(seed % NETS.size()));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "0123456789 ;[]x.-Erelu".charAt(random.nextInt(22)));
                    default -> text.setCharAt(at, (char) random.nextInt(300));
                }
            }
            try {
                Sequential net = Architecture.parse(text.toString());
                assertThat(Architecture.parse(net.specification()).specification()).isEqualTo(net.specification());
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e).as("%s", text).hasMessageStartingWith("an architecture needs ");
            }
        }
        assertThat(refused).isBetween(5_000, 19_800);
    }
}
