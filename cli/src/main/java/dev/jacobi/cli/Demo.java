package dev.jacobi.cli;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.halfSquaredDistance;

import dev.jacobi.explain.Explanation;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Dense;
import dev.jacobi.nn.Initialization;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `jacobi demo`: a network learns digits that the program draws, its gradient is checked, and
/// one number of the gradient is taken apart.
@Command(
    name = "demo",
    description = "Learns digits that it draws itself, checks the gradient, and takes one number of it apart.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jacobi demo"})
final class Demo implements Callable<Integer> {
    private static final int LEARN = 10000;
    private static final int TEST = 1000;
    private static final int HIDDEN = 50;
    private static final int EPOCHS = 6;
    private static final int CHECK_SAMPLES = 20;
    private static final int CHECK_ENTRIES = 10;
    private static final double TOLERANCE = 1e-9;

    /// A network as a user would write it. The names are for the explanation.
    record Net(Dense hidden, Dense output) {
        Tensor apply(Tensor x) {
            Tensor ah = hidden.apply(x).named("h").sigmoid().named("ah");
            return output.apply(ah).named("o").sigmoid().named("ao");
        }

        Tensor loss(Batch batch) { return halfSquaredDistance(apply(batch.x()), batch.y()).named("L"); }
    }

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DrawnDigits drawn = DrawnDigits.draw(LEARN + TEST, 1);
        LabeledImages images = LabeledImages.of(drawn.pixels(), DrawnDigits.SIZE * DrawnDigits.SIZE, drawn.labels());
        LabeledImages test = images.slice(LEARN, LEARN + TEST);

        out.printf("A network %d-%d-10 learns %d digits that this program has drawn.%n", images.size(), HIDDEN, LEARN);
        Net net = learn(images.slice(0, LEARN).withOutputs(10));
        out.printf(Locale.ROOT, "It names %.1f %% of %d others rightly.%n%n", 100 * test.accuracy(net::apply), TEST);

        Net exact = Tree.map(net, t -> t.to(DType.F64));
        boolean right = check(exact, exact(test.slice(0, CHECK_SAMPLES)), out);
        explain(exact, hardest(net, test), out);
        return right ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Net learn(Batch samples) throws InterruptedException {
        Net net = new Net(Dense.of(samples.x().size(1), HIDDEN, Initialization.XAVIER, RandomKey.of(1)),
            Dense.of(HIDDEN, 10, Initialization.XAVIER, RandomKey.of(2)));
        Lesson<Net> lesson = new Lesson<>(net, new Adam(0.005), Net::loss, samples, 32, EPOCHS, 1);
        try (Progress progress = lesson.progress()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) lesson.epoch(progress);
        }
        return lesson.net();
    }

    private static Batch exact(LabeledImages images) { return Tree.map(images.withOutputs(10), t -> t.to(DType.F64)); }

    /// Compares some entries of each parameter's gradient with what the loss really does.
    private static boolean check(Net net, Batch batch, PrintWriter out) {
        CentralDifferences<Net> numeric = new CentralDifferences<>(n -> n.loss(batch), net);
        SplittableRandom random = new SplittableRandom(1);
        out.printf("Is the gradient right? %d entries each, against central differences in f64:%n", CHECK_ENTRIES);
        double worst = 0;
        for (Map.Entry<String, Tensor> parameter : Tree.named(grad(n -> n.loss(batch), net)).entrySet()) {
            double[] gradient = parameter.getValue().toDoubles();
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < CHECK_ENTRIES; i++) {
                int entry = random.nextInt(gradient.length);
                largest = Math.max(largest, Math.abs(gradient[entry]));
                difference = Math.max(difference, Math.abs(gradient[entry] - numeric.at(parameter.getKey(), entry)));
            }
            out.printf(Locale.ROOT, "  %-13s  %-9s  up to %.6f, differs by at most %.1e%n", parameter.getKey(),
                parameter.getValue().shape(), largest, difference);
            worst = Math.max(worst, difference);
        }
        boolean right = worst < TOLERANCE;
        out.printf(Locale.ROOT, "  largest difference %.1e: %s%n%n", worst, right ? "ok" : "NOT right");
        return right;
    }

    /// The first digit that the network gets wrong, or the last.
    private static LabeledImages hardest(Net net, LabeledImages test) {
        LabeledImages one = test.slice(0, 1);
        for (int i = 1; i < test.count() && one.accuracy(net::apply) == 1; i++) one = test.slice(i, i + 1);
        return one;
    }

    /// For one digit, the weight of the hidden layer that its loss depends on most.
    private static void explain(Net net, LabeledImages one, PrintWriter out) {
        Batch digit = new Batch(exact(one).x().named("x"), exact(one).y().named("y"));
        Tensor gradient = grad((Net n) -> n.loss(digit), net).hidden().weight();
        int entry = largest(gradient.abs());
        int pixel = entry / HIDDEN;
        int neuron = entry % HIDDEN;
        draw(one.pixels(), out);
        out.printf("This is a %d, and the network takes it for a %d. Its loss L depends most on the%n"
            + "weight from pixel %d to hidden neuron %d:%n%n",
            (int) one.labels().at(0), largest(net.apply(digit.x())), pixel, neuron);
        Explanation explanation = Explanation.of(n -> n.loss(digit), net);
        out.print(explanation.entry(explanation.quantity("hidden.weight"), entry, 1, 1e-4));
        out.flush();
    }

    private static int largest(Tensor values) {
        double[] all = values.toDoubles();
        int best = 0;
        for (int i = 1; i < all.length; i++) if (all[i] > all[best]) best = i;
        return best;
    }

    /// Two rows of pixels in a line.
    private static void draw(Tensor image, PrintWriter out) {
        for (int row = 0; row < DrawnDigits.SIZE; row += 2) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < DrawnDigits.SIZE; column++) {
                boolean upper = image.at(0, row * DrawnDigits.SIZE + column) > 0.5;
                boolean lower = image.at(0, (row + 1) * DrawnDigits.SIZE + column) > 0.5;
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            if (!line.toString().isBlank()) out.println(line.toString().stripTrailing());
        }
    }
}
