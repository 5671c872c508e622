package dev.jacobi.cli;

import dev.jacobi.data.Csv;
import dev.jacobi.data.Encoding;
import dev.jacobi.data.ImageEncoding;
import dev.jacobi.data.ImageSamples;
import dev.jacobi.data.Samples;
import dev.jacobi.data.Shuffle;
import dev.jacobi.data.Subset;
import dev.jacobi.data.Table;
import dev.jacobi.data.TableEncoding;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableSamples;
import dev.jacobi.data.Task;
import dev.jacobi.io.MnistFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Samples to learn from, others to choose by, and others to test with.
///
/// @param validation decides when to stop; null if nothing does
/// @param test null if none are held out
/// @param unit what a sample is called
/// @param description what was found, a line each
record LearningData(Encoding encoding, Samples train, @Nullable Samples validation, @Nullable Samples test, String unit,
        List<String> description) {
    /// Of the samples to learn from, this share decides when to stop.
    private static final double VALIDATION = 0.1;

    /// Images of a folder.
    static LearningData images(Path folder, boolean early, long seed) throws IOException {
        MnistFolder all = MnistFolder.read(folder, 256);
        int classes = Math.max(largest(all.train()), largest(all.test())) + 1;
        List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        if (all.train().count() == 0 || all.test().count() == 0) throw new WrongInput("there are no images in " + folder);
        ImageEncoding encoding = new ImageEncoding(all.train().rows(), all.train().columns(), new ClassTarget("label", names));
        Samples train = new ImageSamples(all.train(), encoding);
        Samples validation = null;
        if (early) {
            Shuffle order = new Shuffle(train.count(), seed);
            int[] places = IntStream.range(0, train.count()).map(order::at).toArray();
            int cut = (int) (places.length * VALIDATION);
            validation = new Subset(train, Arrays.copyOf(places, cut));
            train = new Subset(train, Arrays.copyOfRange(places, cut, places.length));
        }
        String line = String.format(Locale.ROOT, "%d images of %d×%d to learn, %d to test", all.train().count(), encoding.rows(), encoding.columns(),
            all.test().count());
        return new LearningData(encoding, train, validation, new ImageSamples(all.test(), encoding), "images",
            List.of(line));
    }

    private static int largest(MnistFolder.Part part) { return Arrays.stream(part.classes()).max().orElse(0); }

    /// Rows of a table.
    ///
    /// @param test another table to test with, or null
    static LearningData table(Csv csv, String target, @Nullable Path test, double holdout, boolean early, long seed) throws IOException {
        Table all = csv.target(target);
        Table.Split split = test != null || holdout == 0 ? new Table.Split(all, all) : all.split(holdout, seed);
        LearningData learned = of(split, early, seed);
        if (test == null) return holdout > 0 ? learned : new LearningData(learned.encoding, learned.train, learned.validation, null, "rows", describe(all, learned));
        Table other = csv.file(test).like((TableEncoding) learned.encoding);
        return new LearningData(learned.encoding, learned.train, learned.validation, new TableSamples(other, (TableEncoding) learned.encoding), "rows",
            describe(all, learned));
    }

    /// One way to cut a table in two.
    static LearningData of(Table.Split split, boolean early, long seed) {
        Table.Split cut = early ? split.train().split(VALIDATION, seed) : new Table.Split(split.train(), split.train());
        TableEncoding encoding = cut.train().fit();
        LearningData r = new LearningData(encoding, new TableSamples(cut.train(), encoding), early ? new TableSamples(cut.test(), encoding) : null,
            new TableSamples(split.test(), encoding), "rows", List.of());
        return new LearningData(encoding, r.train, r.validation, r.test, "rows", describe(split.train(), r));
    }

    private static List<String> describe(Table table, LearningData data) {
        String rows = data.train.count() + " rows to learn" + (data.validation == null ? "" : ", " + data.validation.count() + " to choose by")
            + (data.test == null ? "" : ", " + data.test.count() + " to test");
        String what = table.task() == Task.CLASSIFY
            ? "\"" + table.target() + "\" is one of " + table.classes().size() + " classes" + (table.classes().size() <= 10 ? ": " + String.join(", ", table.classes()) : "")
            : "\"" + table.target() + "\" is a number (--task classify would take its values for classes)";
        return List.of(rows + "; " + data.encoding.shape().size() + " inputs from " + table.names().size() + " columns", what);
    }
}
