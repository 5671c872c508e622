package dev.jacobi.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Which classes were taken for which: counted batch by batch, one thread at a time.
///
/// For one class, precision is the share of right answers among the samples that were given it, recall the share
/// that was found among those that have it, and F1 = 2·p·r/(p + r) their harmonic mean. A share of nothing counts as 0.
public final class Confusion {
    private static final int WIDTH = 80;
    private static final int NAME = 24;
    private static final int SHORT_NAME = 12;
    private static final int MISTAKES = 10;

    private final List<String> classes;
    private final long[][] counts;

    /// Nothing counted yet.
    ///
    /// @param classes their names, in the order of their numbers
    /// @throws IllegalArgumentException if there are none
    public Confusion(List<String> classes) {
        if (classes.isEmpty()) throw new IllegalArgumentException("a confusion matrix needs at least one class, but got none");
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size()][classes.size()];
    }

    /// Counts a batch.
    ///
    /// @param right the class of each sample, a number from 0
    /// @param predicted what it was taken for
    /// @throws IllegalArgumentException if the lengths differ or a class doesn't exist; then nothing is counted
    public void add(int[] right, int[] predicted) {
        if (right.length != predicted.length) {
            throw new IllegalArgumentException("each sample has a class and a predicted one, but got " + right.length + " and " + predicted.length);
        }
        for (int i = 0; i < right.length; i++) {
            requireClass(right[i]);
            requireClass(predicted[i]);
        }
        for (int i = 0; i < right.length; i++) counts[right[i]][predicted[i]]++;
    }

    private void requireClass(int number) {
        if (number < 0 || number >= counts.length) {
            throw new IllegalArgumentException("the classes are numbered from 0 to " + (counts.length - 1) + ", but got " + number);
        }
    }

    /// The names of the classes.
    public List<String> classes() { return classes; }

    /// How many samples of one class were taken for another, or for the same.
    public long count(int right, int predicted) {
        requireClass(right);
        requireClass(predicted);
        return counts[right][predicted];
    }

    /// How many samples were counted.
    public long count() { return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum(); }

    /// How many samples have a class.
    public long having(int number) {
        requireClass(number);
        return Arrays.stream(counts[number]).sum();
    }

    /// How many samples were given a class.
    public long given(int number) {
        requireClass(number);
        return Arrays.stream(counts).mapToLong(row -> row[number]).sum();
    }

    /// The share of samples whose class was predicted; NaN if there are none.
    public double accuracy() {
        long correct = 0;
        for (int i = 0; i < counts.length; i++) correct += counts[i][i];
        return (double) correct / count();
    }

    public double precision(int number) { return share(count(number, number), given(number)); }

    public double recall(int number) { return share(count(number, number), having(number)); }

    /// 2·p·r/(p + r), computed from the counts.
    public double f1(int number) { return share(2 * count(number, number), having(number) + given(number)); }

    private static double share(long part, long all) { return all == 0 ? 0 : (double) part / all; }

    /// The mean of the classes' precisions. As the other two it leaves out classes that no sample has or was given;
    /// NaN if all are.
    public double macroPrecision() { return macro(this::precision); }

    public double macroRecall() { return macro(this::recall); }

    public double macroF1() { return macro(this::f1); }

    private double macro(IntToDoubleFunction measure) {
        return IntStream.range(0, counts.length).filter(i -> having(i) + given(i) > 0).mapToDouble(measure).average().orElse(Double.NaN);
    }

    /// A table of all measures, and the matrix if it fits into 80 columns; if not, the most frequent mistakes.
    @Override public String toString() {
        StringBuilder text = new StringBuilder();
        int name = Math.max(7, classes.stream().mapToInt(c -> Math.min(NAME, length(c))).max().orElse(0));
        line(text, String.format(Locale.ROOT, "%s %9s %9s %9s %9s", padded("class", name), "precision", "recall", "F1", "samples"));
        for (int i = 0; i < counts.length; i++) measures(text, padded(classes.get(i), name), precision(i), recall(i), f1(i), having(i));
        measures(text, padded("mean", name), macroPrecision(), macroRecall(), macroF1(), count());
        line(text, String.format(Locale.ROOT, "accuracy %.4f", accuracy()));
        line(text, "");
        if (!matrix(text)) mistakes(text);
        return text.toString();
    }

    private static void measures(StringBuilder text, String name, double precision, double recall, double f1, long samples) {
        line(text, String.format(Locale.ROOT, "%s %9.4f %9.4f %9.4f %9d", name, precision, recall, f1, samples));
    }

    private boolean matrix(StringBuilder text) {
        int name = Math.max(7, classes.stream().mapToInt(c -> Math.min(SHORT_NAME, length(c))).max().orElse(0));
        int[] widths = new int[counts.length];
        for (int k = 0; k < widths.length; k++) {
            widths[k] = Math.min(SHORT_NAME, length(classes.get(k)));
            for (long[] row : counts) widths[k] = Math.max(widths[k], String.valueOf(row[k]).length());
        }
        if (name + Arrays.stream(widths).map(w -> w + 1).sum() > WIDTH) return false;
        line(text, "Rows: the class; columns: what it was taken for.");
        StringBuilder head = new StringBuilder(padded("", name));
        for (int k = 0; k < widths.length; k++) {
            String label = shortened(classes.get(k), widths[k]);
            head.append(" ".repeat(1 + widths[k] - length(label))).append(label);
        }
        line(text, head.toString());
        for (int i = 0; i < counts.length; i++) {
            StringBuilder row = new StringBuilder(padded(classes.get(i), name));
            for (int k = 0; k < widths.length; k++) {
                String count = String.valueOf(counts[i][k]);
                row.append(" ".repeat(1 + widths[k] - count.length())).append(count);
            }
            line(text, row.toString());
        }
        return true;
    }

    private record Mistake(int right, int predicted, long count) {}

    private void mistakes(StringBuilder text) {
        List<Mistake> all = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            for (int k = 0; k < counts.length; k++) if (i != k && counts[i][k] > 0) all.add(new Mistake(i, k, counts[i][k]));
        }
        all.sort(Comparator.comparingLong(Mistake::count).reversed());
        line(text, all.isEmpty() ? "No mistakes." : "The most frequent mistakes:");
        for (Mistake m : all.subList(0, Math.min(MISTAKES, all.size()))) {
            line(text, String.format(Locale.ROOT, "%9d  %s taken for %s", m.count(), shortened(classes.get(m.right()), NAME),
                    shortened(classes.get(m.predicted()), NAME)));
        }
    }

    private static void line(StringBuilder text, String line) { text.append(line.stripTrailing()).append('\n'); }

    private static String padded(String name, int width) {
        String s = shortened(name, width);
        return s + " ".repeat(width - length(s));
    }

    private static String shortened(String name, int width) {
        return length(name) <= width ? name : name.substring(0, name.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String s) { return s.codePointCount(0, s.length()); }
}
