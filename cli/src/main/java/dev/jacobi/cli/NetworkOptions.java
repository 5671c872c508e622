package dev.jacobi.cli;

import dev.jacobi.data.Encoding;
import dev.jacobi.data.ImageEncoding;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.Task;
import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Convolution;
import dev.jacobi.nn.Dense;
import dev.jacobi.nn.Dropout;
import dev.jacobi.nn.Flatten;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.MaxPool;
import dev.jacobi.nn.Sequential;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.train.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a network looks like.
final class NetworkOptions {
    @Option(names = "--hidden", paramLabel = "N,N,...",
        description = "Sizes of the hidden layers, or 0 for none; the last layer follows from the data. Default: 32 for a table, 128 for images.")
    private @Nullable String hidden;

    @Option(names = "--layers", paramLabel = "N,N,...", description = "Sizes of all dense layers; the last must fit the data.")
    private @Nullable String layers;

    @Option(names = "--convolution", paramLabel = "N,N,...",
        description = "For images: channels of convolutions of 3×3, each followed by the activation and a maximum over 2×2, before the dense layers.")
    private @Nullable String convolution;

    @Option(names = "--activation", paramLabel = "NAME", defaultValue = "relu",
        description = "relu, tanh, sigmoid or identity: what follows the hidden layers, and with --loss squared also"
            + " the last that names a class. Default: ${DEFAULT-VALUE}.")
    private Activation activation = Activation.RELU;

    @Option(names = "--dropout", paramLabel = "SHARE", defaultValue = "0",
        description = "While learning, this share of what each hidden dense layer gives is silenced at random. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(names = "--loss", paramLabel = "NAME",
        description = "cross-entropy, or squared: half the squared distance. Default: cross-entropy for classes, squared for numbers.")
    private @Nullable Objective objective;

    @Option(names = "--init", paramLabel = "NAME",
        description = "he, xavier, or normal for weights and biases from N(0, 1). Default: he for relu, normal for"
            + " sigmoid with --loss squared, xavier for the others.")
    private @Nullable Initialization initialization;

    Objective objective(Encoding encoding) {
        if (objective == null) return encoding.task() == Task.CLASSIFY ? Objective.CROSS_ENTROPY : Objective.SQUARED;
        if (objective == Objective.CROSS_ENTROPY && encoding.task() == Task.REGRESS) {
            throw new WrongInput("--loss cross-entropy is for classes, but \"" + encoding.target().name() + "\" is a number; leave it out, or type --task classify");
        }
        return objective;
    }

    private Initialization initialization(Objective loss) {
        if (initialization != null) return initialization;
        return switch (activation) {
            case RELU -> Initialization.HE;
            case SIGMOID -> loss == Objective.SQUARED ? Initialization.NORMAL : Initialization.XAVIER;
            default -> Initialization.XAVIER;
        };
    }

    /// A fresh network.
    Layer network(Encoding encoding, long seed) {
        Objective loss = objective(encoding);
        Initialization init = initialization(loss);
        RandomKey key = RandomKey.of(seed);
        List<Layer> parts = new ArrayList<>();
        int inputs = encoding.shape().size();
        if (encoding instanceof ImageEncoding image) {
            int channels = 1;
            int rows = image.rows();
            int columns = image.columns();
            for (int out : convolution == null ? List.<Integer>of() : sizes("--convolution", convolution)) {
                parts.add(Convolution.of(channels, out, 3, 1, init, key.fold(1000 + parts.size())));
                parts.add(activation);
                parts.add(MaxPool.of(2));
                channels = out;
                rows /= 2;
                columns /= 2;
                if (rows < 1 || columns < 1) throw new WrongInput("--convolution " + convolution + " halves the images too often; name fewer");
            }
            parts.add(new Flatten());
            inputs = channels * rows * columns;
        } else if (convolution != null) {
            throw new WrongInput("--convolution is for images, but the data is a table; leave it out");
        }
        boolean squashed = loss == Objective.SQUARED && encoding.task() == Task.CLASSIFY;
        Sequential dense = Sequential.dense(inputs, sizes(encoding), activation, squashed ? activation : Activation.IDENTITY, init, key);
        if (!(dropout >= 0 && dropout < 1)) throw new WrongInput("--dropout needs a share from 0 to below 1, but got " + dropout);
        List<Layer> layers = dense.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (dropout > 0 && i > 0 && layers.get(i) instanceof Dense) parts.add(new Dropout(dropout));
            parts.add(layers.get(i));
        }
        return new Sequential(parts);
    }

    /// Of the dense layers.
    private List<Integer> sizes(Encoding encoding) {
        int width = encoding.target().width();
        if (layers != null) {
            if (hidden != null) throw new WrongInput("--hidden and --layers say the same thing twice; give one of them");
            List<Integer> all = sizes("--layers", layers);
            if (all.getLast() != width) {
                throw new WrongInput("--layers " + layers + " ends with " + all.getLast() + ", but the data needs " + width + " outputs"
                    + (encoding.target() instanceof ClassTarget ? ", one for each class" : "") + "; or name the hidden layers only, with --hidden");
            }
            return all;
        }
        String text = hidden != null ? hidden : encoding instanceof ImageEncoding ? "128" : "32";
        List<Integer> all = new ArrayList<>(text.strip().equals("0") ? List.of() : sizes("--hidden", text));
        all.add(width);
        return all;
    }

    private static List<Integer> sizes(String option, String text) {
        List<Integer> sizes = new ArrayList<>();
        for (String size : text.split(",", -1)) {
            if (!size.strip().matches("[1-9][0-9]{0,5}")) {
                throw new WrongInput(option + " needs sizes from 1 to 999999, as in 30,10, but got '" + text + "'");
            }
            sizes.add(Integer.valueOf(size.strip()));
        }
        return sizes;
    }

    /// In a few words.
    String summary(Encoding encoding) {
        Stream<Integer> inputs = convolution == null ? Stream.of(encoding.shape().size()) : Stream.of();
        String sizes = Stream.concat(inputs, sizes(encoding).stream()).map(String::valueOf).collect(Collectors.joining("-"));
        Objective loss = objective(encoding);
        return ((convolution == null ? "" : "convolutions " + convolution + ", then ") + sizes + " " + activation + (dropout == 0 ? "" : ", dropout " + dropout) + ", init " + initialization(loss) + ", "
            + loss + " loss").toLowerCase(Locale.ROOT);
    }
}
