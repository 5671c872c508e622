package dev.jacobi.cli;

import dev.jacobi.data.Csv;
import dev.jacobi.data.Table;
import dev.jacobi.data.Task;
import dev.jacobi.io.AtomicFile;
import dev.jacobi.io.Json;
import dev.jacobi.io.JsonObject;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.NonFiniteStep;
import dev.jacobi.nn.Training;
import dev.jacobi.train.Snapshot;
import dev.jacobi.train.EpochResult;
import dev.jacobi.train.Evaluation;
import dev.jacobi.train.Model;
import dev.jacobi.train.Objective;
import dev.jacobi.train.Position;
import dev.jacobi.train.RunFolder;
import dev.jacobi.train.RunPage;
import dev.jacobi.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `jacobi train`: learns a table or a folder of images, and keeps the model with all that it took to make it.
@Command(
    name = "train",
    description = "Trains a network on a table or on a folder of labeled images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi train --data houses.csv --target price",
        "  jacobi train --data iris.csv --skip 1 \\",
        "    --columns sepal_length,sepal_width,petal_length,petal_width,species \\",
        "    --target species",
        "  jacobi train --data mnist --convolution 16,32 --epochs 4",
        "  jacobi train --data mnist --layers 30,10 --loss squared \\",
        "    --activation sigmoid --optimizer sgd --rate 3 --batch 10 --epochs 30",
        "  jacobi train --resume runs/mnist-1",
        "",
        "The last but one is the first network of Michael Nielsen's book."
    })
final class Train implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE|FOLDER",
        description = "A table (.csv, .tsv, ...; plain or .gz), or a folder with the four idx files of MNIST, or others of the same names.")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn: its name, or its number from 1.")
    private @Nullable String target;

    @Option(names = "--task", paramLabel = "WHAT",
        description = "classify or regress. Default: classify if the target is text, or whole numbers of which at most 20 differ.")
    private @Nullable Task task;

    @Option(names = "--ignore", paramLabel = "COLUMN,...", split = ",", description = "Columns not to learn from.")
    private List<String> ignored = List.of();

    @Option(names = "--categories", paramLabel = "COLUMN,...", split = ",", description = "Columns whose numbers are names, such as postal codes.")
    private List<String> categories = List.of();

    @Mixin private final TableOptions table = new TableOptions();

    @Option(names = "--holdout", paramLabel = "SHARE", defaultValue = "0.2",
        description = "This share of the rows isn't learned but tests what was. Default: ${DEFAULT-VALUE}.")
    private double holdout;

    @Option(names = "--test", paramLabel = "FILE", description = "Another table to test with, in place of --holdout.")
    private @Nullable Path test;

    @Option(names = "--folds", paramLabel = "N",
        description = "Learns N times from all rows but an N-th, and tests with it; tells the mean. No model is kept.")
    private @Nullable Integer folds;

    @Mixin private final NetworkOptions network = new NetworkOptions();

    @Mixin private final OptimizerOptions optimizer = new OptimizerOptions();

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "Samples in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--epochs", paramLabel = "N",
        description = "How many times all samples are learned. Default: 10 for images; for a table as many as make 3000 steps, from 10 to 300.")
    private @Nullable Integer epochs;

    @Option(names = "--patience", paramLabel = "N", defaultValue = "0",
        description = "Holds out a tenth of what is learned, stops after N epochs without a lower loss on it, and keeps the best. Default: 0, which is never.")
    private int patience;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Decides the first weights, the order of the samples and which are held out. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run is kept. Default: runs/NAME-1, or the next number that is free.")
    private @Nullable Path out;

    @Option(names = "--save-every", paramLabel = "SECONDS", defaultValue = "10",
        description = "How often the training is saved, to go on from there. Default: ${DEFAULT-VALUE}.")
    private double saveEvery;

    @Option(names = "--resume", paramLabel = "FOLDER", description = "Goes on with a run that was interrupted; takes no other options.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "Prints a JSON object for each epoch, and nothing else.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    /// Where relative paths begin; for a run that goes on, where it was begun.
    private Path origin = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (resume != null) return resume(resume);
        if (data == null) throw new WrongInput("train needs --data FILE or --data FOLDER, but it was not given; see jacobi train --help");
        if (folds != null) return crossValidate(folds);
        LearningData learning = learning();
        Path folder = out != null ? out : free();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("kind", "run");
        config.put("arguments", spec.commandLine().getParseResult().originalArgs());
        config.put("folder", Path.of("").toAbsolutePath().toString());
        config.put("made", made(learning, false));
        network.network(learning.encoding(), seed);                         // what is wrong with it is told before the folder is there
        try (RunFolder run = RunFolder.create(folder, config)) {
            return learn(run, learning);
        }
    }

    /// The command again, with the settings of the run.
    private Integer resume(Path folder) throws IOException, InterruptedException {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        if (given.stream().filter(a -> a.startsWith("--")).anyMatch(a -> !a.startsWith("--resume"))) {
            throw new WrongInput("--resume goes on with the settings of the run and takes no other options; leave them out");
        }
        try (RunFolder run = RunFolder.open(folder)) {
            JsonObject config = run.config();
            ParseResult parsed = Main.commandLine().parseArgs(config.texts("arguments").toArray(new String[0])).subcommand();
            if (parsed == null || !(parsed.commandSpec().userObject() instanceof Train again)) {
                throw new WrongInput(folder + " was made by another command than train");
            }
            again.spec = spec;
            again.origin = Path.of(config.text("folder"));
            LearningData learning = again.learning();
            Map<String, String> made = again.made(learning, true);
            JsonObject before = config.object("made");
            for (Map.Entry<String, String> e : made.entrySet()) {
                String was = before.has(e.getKey()) ? before.text(e.getKey()) : "nothing";
                if (!was.equals(e.getValue())) {
                    throw new WrongInput("a run goes on with what it was begun with, but its \"" + e.getKey() + "\" was " + was + " and is "
                        + e.getValue() + "; begin another run");
                }
            }
            return again.learn(run, learning);
        } catch (IllegalArgumentException e) {
            throw new WrongInput(folder + " can't go on: " + e.getMessage());
        }
    }

    private LearningData learning() throws IOException {
        atLeastOne("--batch", batch);
        if (epochs != null) atLeastOne("--epochs", epochs);
        if (patience < 0) throw new WrongInput("--patience needs a whole number from 0, but got " + patience);
        if (!(holdout >= 0 && holdout < 1)) throw new WrongInput("--holdout needs a share from 0 to below 1, but got " + holdout);
        if (!(saveEvery >= 0)) throw new WrongInput("--save-every needs seconds from 0, but got " + saveEvery);
        Path from = origin.resolve(java.util.Objects.requireNonNull(data));
        if (Files.isDirectory(from)) {
            if (target != null) throw new WrongInput("--target names a column of a table, but " + data + " is a folder of images; leave it out");
            return LearningData.images(from, patience > 0, seed);
        }
        return LearningData.table(csv(), target(), test == null ? null : origin.resolve(test), holdout, patience > 0, seed);
    }

    private Csv csv() {
        return table.csv(java.util.Objects.requireNonNull(data), origin).ignore(ignored).categories(categories).task(task);
    }

    private String target() throws IOException {
        if (target != null) return target;
        if (csv().targetFile() != null) return "target";
        List<String> names = csv().names();
        throw new WrongInput("--target COLUMN is needed for a table, but was not given; its columns are "
            + (names.size() <= 20 ? String.join(", ", names) : names.getFirst() + " to " + names.getLast()));
    }

    private Path free() {
        String name = String.valueOf(java.util.Objects.requireNonNull(data).toAbsolutePath().normalize().getFileName()).replaceFirst("\\..*", "");
        for (int k = 1; ; k++) {
            Path folder = Path.of("runs", (name.isEmpty() ? "run" : name) + "-" + k);
            if (!Files.exists(folder)) return folder;
        }
    }

    /// What decides the bits of the model.
    private Map<String, String> made(LearningData learning, boolean again) throws IOException {
        Map<String, String> r = new LinkedHashMap<>();
        r.put("jacobi", Main.Version.number());
        if (!again) r.put("java", String.valueOf(Runtime.version()));
        r.put("data", Fingerprint.of(origin.resolve(java.util.Objects.requireNonNull(data))));
        if (test != null) r.put("test data", Fingerprint.of(origin.resolve(test)));
        r.put("samples", String.valueOf(learning.train().count()));
        r.put("network", network.network(learning.encoding(), seed).specification());
        r.put("objective", network.objective(learning.encoding()).toString());
        r.put("optimizer", optimizer.optimizer().toString());
        r.put("schedule", optimizer.schedule().specification());
        r.put("batch", String.valueOf(batch));
        r.put("epochs", String.valueOf(epochs(learning)));
        r.put("patience", String.valueOf(patience));
        r.put("seed", String.valueOf(seed));
        return r;
    }

    private int epochs(LearningData learning) {
        if (epochs != null) return epochs;
        if (learning.unit().equals("images")) return 10;
        int steps = (learning.train().count() + batch - 1) / batch;
        return Math.clamp((3000 + steps - 1) / steps, 10, 300);
    }

    private Trainer<Layer> trainer(Snapshot<Layer> start, LearningData learning) {
        Objective objective = network.objective(learning.encoding());
        var judged = learning.validation() != null ? learning.validation() : learning.test();
        return new Trainer<>(start, (net, b, pass) -> objective.loss(net.apply(b.x(), pass), b.y()), learning.train(),
            new Trainer.Settings(batch, epochs(learning), patience, seed),
            judged == null ? null : net -> Evaluation.of(net, learning.encoding(), objective, judged).measures());
    }

    private Integer learn(RunFolder run, LearningData learning) throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        Training<Layer> fresh = optimizer.optimizer().start(network.network(learning.encoding(), seed));
        Snapshot<Layer> found = run.latest(fresh, e -> spec.commandLine().getErr().println("jacobi: passed over a checkpoint: " + e.getMessage()));
        Snapshot<Layer> start = found != null ? found : new Snapshot<>(fresh, Position.start(optimizer.schedule()), null);
        Trainer<Layer> trainer = trainer(start, learning);
        run.rewind(start.position().history());
        if (!json) {
            learning.description().forEach(console::println);
            console.println(network.summary(learning.encoding()) + ", " + optimizer.summary() + ", batch " + batch + ", seed " + seed);
            if (found != null) console.println("going on in epoch " + start.position().epoch() + " after " + start.position().step() + " of its steps");
        }
        EpochLines lines = new EpochLines(console, json, epochs(learning), learning.validation() != null ? "chosen by" : "test");
        long samples = (long) epochs(learning) * learning.train().count();
        try (Progress progress = Progress.onStandardError(samples, learning.unit())) {
            trainer.train(new Trainer.Spectator() {
                private long saved = System.nanoTime();

                @Override public void afterEpoch(EpochResult result) throws IOException {
                    progress.clear();
                    lines.print(result);
                    run.add(result);
                }

                @Override public void afterStep(double loss) throws InterruptedException, IOException {
                    Position at = trainer.position();
                    if (System.nanoTime() - saved >= saveEvery * 1e9) {
                        run.save(trainer.checkpoint());
                        saved = System.nanoTime();
                    }
                    progress.update((at.epoch() - 1L) * learning.train().count() + Math.min((long) at.step() * batch, learning.train().count()),
                        "epoch " + Math.min(at.epoch(), epochs(learning)) + "/" + epochs(learning), loss);
                }
            });
        } catch (InterruptedException e) {
            run.save(trainer.checkpoint());
            spec.commandLine().getErr().println("jacobi: saved; go on with: jacobi train --resume " + run.path());
            throw e;
        } catch (NonFiniteStep e) {
            run.save(trainer.checkpoint());
            throw new WrongInput(NonFinite.report(e, trainer, network.objective(learning.encoding())));
        }
        run.save(trainer.checkpoint());
        Model model = new Model(trainer.model(), learning.encoding(), network.objective(learning.encoding()), made(learning, false));
        model.save(run.model());
        Evaluation evaluation = learning.test() == null ? null : model.evaluate(learning.test());
        String page = RunPage.of(run.path().toAbsolutePath().normalize().getFileName().toString(), (evaluation == null ? "Nothing was held out to test with"
            : "Test: " + EpochLines.measures(evaluation) + ", of " + evaluation.count()) + ". " + network.summary(learning.encoding()) + ", " + optimizer.summary() + ".",
            trainer.position().history(), evaluation, trainer.position().bestEpoch(), model.made());
        AtomicFile.write(run.path().resolve("report.html"), to -> to.write(page.getBytes(StandardCharsets.UTF_8)));
        lines.end(trainer.position(), evaluation, run);
        return ExitCode.DONE;
    }

    private Integer crossValidate(int parts) throws IOException, InterruptedException {
        if (Files.isDirectory(origin.resolve(java.util.Objects.requireNonNull(data)))) throw new WrongInput("--folds cuts a table, but " + data + " is a folder; leave it out");
        if (test != null || out != null) throw new WrongInput("--folds tests with the rows of --data and keeps no model; leave --test and --out away");
        learning();
        Table all = csv().target(target());
        PrintWriter console = spec.commandLine().getOut();
        List<Evaluation> results = new ArrayList<>();
        for (Table.Split split : all.folds(parts, seed)) {
            LearningData learning = LearningData.of(split, patience > 0, seed);
            if (results.isEmpty() && !json) learning.description().forEach(console::println);
            Trainer<Layer> trainer = trainer(new Snapshot<>(optimizer.optimizer().start(network.network(learning.encoding(), seed)), Position.start(optimizer.schedule()), null), learning);
            long total = (long) parts * epochs(learning) * learning.train().count();
            long done = (long) results.size() * epochs(learning) * learning.train().count();
            String stage = "part " + (results.size() + 1) + "/" + parts;
            try (Progress progress = Progress.onStandardError(total, "rows")) {
                trainer.train(loss -> progress.update(done + (trainer.position().epoch() - 1L) * learning.train().count(), stage, loss));
                progress.clear();
            } catch (NonFiniteStep e) {
                throw new WrongInput(NonFinite.report(e, trainer, network.objective(learning.encoding())));
            }
            Evaluation evaluation = Evaluation.of(trainer.model(), learning.encoding(), network.objective(learning.encoding()), java.util.Objects.requireNonNull(learning.test()));
            results.add(evaluation);
            console.println(json ? Json.write(evaluation.measures()) : stage + ": " + EpochLines.measures(evaluation));
        }
        Map<String, Double> means = new LinkedHashMap<>();
        for (Evaluation e : results) e.measures().forEach((name, value) -> means.merge(name, value / parts, Double::sum));
        console.println(json ? Json.write(Map.of("mean", means)) : "mean of " + parts + ": " + EpochLines.measures(means));
        return ExitCode.DONE;
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) throw new WrongInput(option + " needs a whole number from 1, but got " + value);
    }
}
