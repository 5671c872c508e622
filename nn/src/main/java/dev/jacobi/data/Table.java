package dev.jacobi.data;

import dev.jacobi.data.TableEncoding.CategoryInput;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableEncoding.Input;
import dev.jacobi.data.TableEncoding.NumberInput;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.data.TableEncoding.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// A table that was read from a file, or some of its rows: columns to learn from and a column to learn.
///
/// ```java
/// Table table = Csv.read(Path.of("iris.csv")).target("species");
/// Table.Split split = table.split(0.2, 1);
/// ```
public final class Table {
    /// A column: numbers, or one of several texts.
    ///
    /// @param categories the texts, empty for a column of numbers
    record Column(String name, List<String> categories) {
        boolean isNumber() { return categories.isEmpty(); }
    }

    /// Rows to learn from and others to test with.
    public record Split(Table train, Table test) {}

    private final List<Column> inputs;
    private final Column target;
    private final Task task;
    private final Rows rows;
    private final ClassCodes codes;
    private final int[] chosen;

    /// @param rows a number for each input, then the target; categories as places among those of the column
    /// @param codes how rows hold the classes
    Table(List<Column> inputs, Column target, Task task, Rows rows, ClassCodes codes) {
        this(inputs, target, task, rows, codes, IntStream.range(0, rows.count()).toArray());
    }

    private Table(List<Column> inputs, Column target, Task task, Rows rows, ClassCodes codes, int[] chosen) {
        this.inputs = inputs;
        this.target = target;
        this.task = task;
        this.rows = rows;
        this.codes = codes;
        this.chosen = chosen;
    }

    private Table with(int[] others) { return new Table(inputs, target, task, rows, codes, others); }

    /// Number of rows.
    public int count() { return chosen.length; }

    /// What is asked about a row: which class, or what number.
    public Task task() { return task; }

    /// The names of the columns to learn from.
    public List<String> names() { return inputs.stream().map(Column::name).toList(); }

    /// The name of the column to learn.
    public String target() { return target.name(); }

    /// The classes in their order, none for a table of numbers to learn.
    public List<String> classes() { return target.categories(); }

    /// Whether the rows lie in a temporary file because they would fill too much of the heap.
    public boolean isSpilled() { return rows.isSpilled(); }

    /// Reads a row; what is to be learned stands last, a class by its place.
    double[] read(int place, double[] into) {
        rows.read(chosen[place], into);
        if (task == Task.CLASSIFY) into[into.length - 1] = codes.place(into[into.length - 1]);
        return into;
    }

    int width() { return rows.width(); }

    List<Column> inputs() { return inputs; }

    /// Cuts the table in two at random; every class is cut at the same share.
    ///
    /// @param testShare the share to test with, between 0 and 1
    /// @param seed decides which rows
    /// @throws IllegalArgumentException if a part would be empty
    public Split split(double testShare, long seed) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("a table is cut at a share between 0 and 1, but got " + testShare);
        }
        BitSet test = new BitSet(count());
        int done = 0;
        for (int[] group : groups(seed)) {
            // rounded over all groups together, so that many small classes don't add up to another share
            int from = (int) Math.round((long) done * testShare);
            int to = (int) Math.round(((long) done + group.length) * testShare);
            for (int i = 0; i < to - from; i++) test.set(group[i]);
            done += group.length;
        }
        return split(test, "a share of " + testShare + " of");
    }

    /// Cuts the table into parts of equal size; each of them tests once what was learned from the others.
    ///
    /// @throws IllegalArgumentException if there are fewer than two parts, or fewer rows than parts
    public List<Split> folds(int parts, long seed) {
        if (parts < 2 || parts > count()) {
            throw new IllegalArgumentException("a table of " + count() + " rows can have from 2 to " + count() + " folds, but got " + parts);
        }
        int[] part = new int[count()];
        int next = 0;
        for (int[] group : groups(seed)) for (int place : group) part[place] = next++ % parts;
        return IntStream.range(0, parts).mapToObj(k -> {
            BitSet test = new BitSet(count());
            for (int i = 0; i < count(); i++) if (part[i] == k) test.set(i);
            return split(test, "one of " + parts + " parts of");
        }).toList();
    }

    private Split split(BitSet test, String what) {
        int tests = test.cardinality();
        if (tests == 0 || tests == count()) {
            throw new IllegalArgumentException("a table of " + count() + " rows can't be cut: " + what + " it leaves nothing to "
                    + (tests == 0 ? "test with" : "learn from"));
        }
        int[] learned = new int[count() - tests];
        int[] tested = new int[tests];
        int l = 0;
        int t = 0;
        for (int i = 0; i < count(); i++) {
            if (test.get(i)) tested[t++] = chosen[i];
            else learned[l++] = chosen[i];
        }
        return new Split(with(learned), with(tested));
    }

    /// The places of each class, or of all rows, each in a random order.
    private List<int[]> groups(long seed) {
        int[][] groups = new int[Math.max(1, classes().size())][];
        int[] sizes = new int[groups.length];
        double[] row = new double[width()];
        for (int pass = 0; pass < 2; pass++) {
            if (pass == 1) for (int k = 0; k < groups.length; k++) groups[k] = new int[sizes[k]];
            Arrays.fill(sizes, 0);
            for (int i = 0; i < count(); i++) {
                int k = task == Task.CLASSIFY ? (int) read(i, row)[row.length - 1] : 0;
                if (pass == 1) groups[k][sizes[k]] = i;
                sizes[k]++;
            }
        }
        List<int[]> r = new ArrayList<>();
        for (int k = 0; k < groups.length; k++) {
            int[] group = groups[k];
            Shuffle order = new Shuffle(group.length, seed + k);
            int[] shuffled = new int[group.length];
            for (int i = 0; i < shuffled.length; i++) shuffled[i] = group[order.at(i)];
            r.add(shuffled);
        }
        return r;
    }

    /// Fits an encoding to these rows: means, deviations and the categories that occur.
    ///
    /// @throws IllegalArgumentException if there are no rows
    public TableEncoding fit() {
        if (count() == 0) throw new IllegalArgumentException("an encoding is fitted to rows, but the table has none");
        int width = width();
        double[] means = new double[width];
        double[] squares = new double[width];
        int[] counts = new int[width];
        BitSet[] met = new BitSet[width];
        Arrays.setAll(met, _ -> new BitSet());
        double[] row = new double[width];
        for (int i = 0; i < count(); i++) {
            read(i, row);
            for (int k = 0; k < width; k++) {
                double value = row[k];
                if (Double.isNaN(value)) continue;
                if (column(k).isNumber()) {
                    // the method of Welford 1962: no large sums that cancel
                    double before = value - means[k];
                    means[k] += before / ++counts[k];
                    squares[k] += before * (value - means[k]);
                } else if (value >= 0) {
                    met[k].set((int) value);
                }
            }
        }
        List<Input> fitted = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            Column column = inputs.get(k);
            fitted.add(column.isNumber()
                    ? new NumberInput(column.name(), means[k], Math.sqrt(squares[k] / Math.max(1, counts[k])))
                    : new CategoryInput(column.name(), met[k].stream().mapToObj(column.categories()::get).sorted().toList()));
        }
        int last = width - 1;
        Target learned = task == Task.CLASSIFY ? new ClassTarget(target.name(), target.categories())
                : new NumberTarget(target.name(), means[last], Math.sqrt(squares[last] / Math.max(1, counts[last])));
        return new TableEncoding(fitted, learned);
    }

    private Column column(int k) { return k < inputs.size() ? inputs.get(k) : target; }
}
