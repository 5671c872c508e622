package dev.jacobi.data;

import dev.jacobi.data.TableEncoding.CategoryInput;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableEncoding.Input;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.nn.Batch;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The rows of a table as a model sees them. Columns meet by name, texts by text, so the table can be
/// another than the one that the encoding was fitted to.
public final class TableSamples implements Samples {
    private final Table table;
    private final TableEncoding encoding;
    /// For each input of the encoding its column in the table.
    private final int[] columns;
    /// For each input that is a category: from the table's places to the encoding's.
    private final int[][] places;
    private final int[] classes;

    /// @throws IllegalArgumentException if the table lacks a column, or has a class that the encoding doesn't know
    public TableSamples(Table table, TableEncoding encoding) {
        this.table = table;
        this.encoding = encoding;
        List<String> names = table.names();
        columns = encoding.names().stream().mapToInt(names::indexOf).toArray();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0) {
                throw new IllegalArgumentException("the model needs the column \"" + encoding.names().get(i) + "\", but the table has " + names);
            }
        }
        places = new int[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            Input input = encoding.inputs().get(i);
            Table.Column column = table.inputs().get(columns[i]);
            if (input instanceof CategoryInput category != !column.isNumber()) {
                throw new IllegalArgumentException("the column \"" + input.name() + "\" should hold "
                        + (column.isNumber() ? "categories" : "numbers") + ", but this table has " + (column.isNumber() ? "numbers" : "categories"));
            }
            places[i] = input instanceof CategoryInput category ? translation(column.categories(), category.categories()) : new int[0];
        }
        if (table.task() != encoding.task()) {
            throw new IllegalArgumentException("the model answers with a " + (encoding.task() == Task.CLASSIFY ? "class" : "number")
                    + ", but the table's \"" + table.target() + "\" is a " + (table.task() == Task.CLASSIFY ? "class" : "number"));
        }
        classes = encoding.target() instanceof ClassTarget target ? translation(table.classes(), target.classes()) : new int[0];
        for (int k = 0; k < classes.length; k++) {
            if (classes[k] < 0) {
                throw new IllegalArgumentException("the model knows the classes " + ((ClassTarget) encoding.target()).classes()
                        + ", but the table has \"" + table.classes().get(k) + "\", too");
            }
        }
    }

    private static int[] translation(List<String> from, List<String> to) { return from.stream().mapToInt(to::indexOf).toArray(); }

    @Override public int count() { return table.count(); }

    @Override public Shape shape() { return Shape.of(encoding.width()); }

    /// Whole numbers for classes, (batch); for a number to learn, scaled, (batch, 1).
    @Override public Batch batch(int[] chosen) {
        int width = encoding.width();
        float[] x = new float[Math.multiplyExact(chosen.length, width)];
        int[] labels = new int[encoding.task() == Task.CLASSIFY ? chosen.length : 0];
        float[] numbers = new float[encoding.task() == Task.REGRESS ? chosen.length : 0];
        double[] row = new double[table.width()];
        double[] sorted = new double[columns.length];
        for (int i = 0; i < chosen.length; i++) {
            table.read(chosen[i], row);
            for (int k = 0; k < columns.length; k++) {
                double value = row[columns[k]];
                sorted[k] = places[k].length == 0 ? value : value < 0 || Double.isNaN(value) ? -1 : places[k][(int) value];
            }
            encoding.encode(sorted, x, i * width);
            double target = row[row.length - 1];
            switch (encoding.target()) {
                case ClassTarget _ -> labels[i] = classes[(int) target];
                case NumberTarget number -> numbers[i] = number.scaled(target);
            }
        }
        Tensor y = encoding.task() == Task.CLASSIFY ? Tensor.wrap(labels) : Tensor.wrap(numbers, Shape.of(chosen.length, 1));
        return new Batch(Tensor.wrap(x, Shape.of(chosen.length, width)), y);
    }
}
