package dev.jacobi.cli;

import dev.jacobi.Jacobi;
import dev.jacobi.io.MnistFolder;
import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Mlp;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Sgd;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `jacobi train`: learns a folder of images and tells after each epoch how well.
@Command(
    name = "train",
    description = "Trains a network on a folder of labeled images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi train --data mnist",
        "  jacobi train --data mnist --layers 30,10 --loss squared \\",
        "    --activation sigmoid --optimizer sgd --rate 3 --batch 10 --epochs 30",
        "",
        "The second is the first network of Michael Nielsen's book."
    })
final class Train implements Callable<Integer> {
    private enum Loss {
        SQUARED, CROSS_ENTROPY;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
    }

    private enum Descent { ADAM, SGD }

    @Option(names = "--data", paramLabel = "FOLDER", required = true,
        description = "The folder with the four idx files of MNIST, or others of the same names, plain or .gz.")
    private Path data = Path.of("");

    @Option(names = "--layers", paramLabel = "N,N,...", defaultValue = "128,10",
        description = "Sizes of the layers; the last is the number of classes. Default: ${DEFAULT-VALUE}.")
    private String layerSizes = "";

    @Option(names = "--activation", paramLabel = "NAME", defaultValue = "relu",
        description = "relu, tanh, sigmoid or identity: what follows the hidden layers, and with --loss squared also"
            + " the last. Default: ${DEFAULT-VALUE}.")
    private Activation activation = Activation.RELU;

    @Option(names = "--loss", paramLabel = "NAME", defaultValue = "cross-entropy",
        description = "cross-entropy, or squared: half the squared distance. Default: ${DEFAULT-VALUE}.")
    private Loss loss = Loss.CROSS_ENTROPY;

    @Option(names = "--init", paramLabel = "NAME",
        description = "he, xavier, or normal for weights and biases from N(0, 1). Default: he for relu, normal for"
            + " sigmoid with --loss squared, xavier for the others.")
    private @Nullable Initialization initialization;

    @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam",
        description = "adam or sgd. Default: ${DEFAULT-VALUE}.")
    private Descent descent = Descent.ADAM;

    @Option(names = {"--rate", "--lr"}, paramLabel = "NUMBER",
        description = "The learning rate. Default: 0.001 for adam, 0.1 for sgd.")
    private @Nullable Double rate;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32",
        description = "Images in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10",
        description = "How many times all images are learned. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Decides the first weights and the order of the images. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Integer> layers = layers();
        atLeastOne("--batch", batch);
        atLeastOne("--epochs", epochs);
        Optimizer optimizer = optimizer();
        int classes = layers.getLast();
        MnistFolder folder = MnistFolder.read(data, classes);
        LabeledImages train = LabeledImages.of(folder.train());
        LabeledImages test = LabeledImages.of(folder.test());
        if (train.count() == 0 || test.count() == 0) throw new WrongInput("there are no images in " + data);
        out.printf(Locale.ROOT, "%d images of %d×%d to learn, %d to test%n", train.count(), folder.train().rows(),
            folder.train().columns(), test.count());
        out.println(summary(train.size(), layers, optimizer));

        boolean squared = loss == Loss.SQUARED;
        Mlp net = Mlp.of(train.size(), layers, activation, squared ? activation : Activation.IDENTITY, initialization(),
            RandomKey.of(seed));
        BinaryOperator<Tensor> function = squared ? Jacobi::halfSquaredDistance : Jacobi::crossEntropy;
        Lesson<Mlp> lesson = new Lesson<>(net, optimizer, (n, b) -> function.apply(n.apply(b.x()), b.y()),
            squared ? train.withOutputs(classes) : train.withLabels(), batch, epochs, seed);
        try (Progress progress = lesson.progress()) {
            out.println("epoch      loss  test accuracy  seconds");
            for (int epoch = 1; epoch <= epochs; epoch++) {
                long start = System.nanoTime();
                double mean = lesson.epoch(progress);
                double seconds = (System.nanoTime() - start) / 1e9;
                double accuracy = test.accuracy(lesson.net()::apply);
                progress.clear();
                out.printf(Locale.ROOT, "%5d  %8.4f  %11.2f %%  %7.2f%n", epoch, mean, 100 * accuracy, seconds);
            }
        }
        return ExitCode.DONE;
    }

    private List<Integer> layers() {
        List<Integer> layers = new ArrayList<>();
        for (String size : layerSizes.split(",", -1)) {
            if (!size.strip().matches("[1-9][0-9]{0,5}")) {
                throw new WrongInput("--layers needs sizes from 1 to 999999, as in 30,10, but got '" + layerSizes + "'");
            }
            layers.add(Integer.valueOf(size.strip()));
        }
        return layers;
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) throw new WrongInput(option + " needs a whole number from 1, but got " + value);
    }

    private Optimizer optimizer() {
        double r = rate != null ? rate : descent == Descent.ADAM ? 1e-3 : 0.1;
        if (!(r > 0) || Double.isInfinite(r)) throw new WrongInput("--rate needs a number above 0, but got " + r);
        return descent == Descent.ADAM ? new Adam(r) : new Sgd(r);
    }

    private Initialization initialization() {
        if (initialization != null) return initialization;
        return switch (activation) {
            case RELU, LEAKY_RELU, GELU, SILU -> Initialization.HE;
            case SIGMOID -> loss == Loss.SQUARED ? Initialization.NORMAL : Initialization.XAVIER;
            case TANH, IDENTITY -> Initialization.XAVIER;
        };
    }

    /// All settings in a line.
    private String summary(int pixels, List<Integer> layers, Optimizer optimizer) {
        String sizes = Stream.concat(Stream.of(pixels), layers.stream()).map(String::valueOf).collect(Collectors.joining("-"));
        return (sizes + " " + activation + ", init " + initialization() + ", " + loss + " loss, " + descent + " at rate "
            + optimizer.rate() + ", batch " + batch + ", seed " + seed).toLowerCase(Locale.ROOT);
    }
}
