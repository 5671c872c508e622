package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;

/// Tensors on one line: their numbers where they are few, else their size and extremes.
public final class TensorText {
    private static final int MOST = 4;

    private final Digits digits;

    /// @param digits of each number
    public TensorText(Digits digits) { this.digits = digits; }

    /// `(2,3)`, and nothing for a single number.
    public String shape(Shape shape) {
        return shape.rank() == 0 ? "" : Arrays.toString(shape.toArray()).replace(", ", ",").replace('[', '(').replace(']', ')');
    }

    /// All numbers where they are at most four, else the norm.
    public String shortly(Tensor t) {
        double[] v = t.toDoubles();
        if (t.rank() == 0) return digits.of(v[0]);
        if (v.length <= MOST && t.rank() <= 2) return nested(t, v, 0, 0);
        double squares = 0;
        for (double x : v) squares += x * x;
        return "norm " + digits.of(Math.sqrt(squares));
    }

    /// All numbers where they are few, a row of a matrix on a line; else, or where such a line would be too long, the shape,
    /// the norm and the largest entries. A matrix of one long row goes on in the next line.
    ///
    /// @param start what stands before the first line, and is as wide before the others
    public String block(String start, Tensor t) {
        double[] v = t.toDoubles();
        String indent = " ".repeat(Columns.length(start));
        if (v.length > 36 || t.rank() > 2) return Text.wrap(start + largest(t, v));
        if (t.rank() < 2) return Text.wrap(start + nested(t, v, 0, 0));
        StringBuilder out = new StringBuilder();
        int columns = t.size(1);
        int width = 0;
        for (double x : v) width = Math.max(width, digits.of(x).length());
        if (indent.length() + 2 + columns * (width + 2) > Columns.PAGE) {
            return Text.wrap(start + (t.size(0) == 1 ? nested(t, v, 0, 0) : largest(t, v)));
        }
        for (int i = 0; i < t.size(0); i++) {
            out.append(i == 0 ? start + "[[" : indent + " [");
            for (int k = 0; k < columns; k++) {
                String number = digits.of(v[i * columns + k]);
                out.append(" ".repeat(width - number.length())).append(number).append(k < columns - 1 ? ", " : "]");
            }
            out.append(i == t.size(0) - 1 ? "]\n" : ",\n");
        }
        return out.toString();
    }

    private String largest(Tensor t, double[] v) {
        Integer[] order = new Integer[v.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(Math.abs(v[b]), Math.abs(v[a])));
        StringBuilder out = new StringBuilder(shape(t.shape()) + " norm ");
        double squares = 0;
        for (double x : v) squares += x * x;
        out.append(digits.of(Math.sqrt(squares))).append(", largest");
        for (int i = 0; i < Math.min(2, v.length); i++) {
            StringBuilder index = new StringBuilder();
            int rest = order[i];
            for (int a = t.rank() - 1; a >= 0; a--) {
                index.insert(0, rest % t.size(a)).insert(0, a == 0 ? "[" : ",");
                rest /= t.size(a);
            }
            out.append(i == 0 ? " " : ", ").append(digits.of(v[order[i]])).append(" at ").append(index).append("]");
        }
        return out.toString();
    }

    private String nested(Tensor t, double[] v, int axis, int from) {
        if (axis == t.rank()) return digits.of(v[from]);
        int step = 1;
        for (int i = axis + 1; i < t.rank(); i++) step *= t.size(i);
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < t.size(axis); i++) out.append(i == 0 ? "" : ", ").append(nested(t, v, axis + 1, from + i * step));
        return out.append("]").toString();
    }
}
