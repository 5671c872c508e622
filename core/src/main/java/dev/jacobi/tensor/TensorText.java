package dev.jacobi.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Prints a tensor as NumPy does: nested brackets, numbers of equal width, long axes
/// cut in the middle. It differs in three points: NaN, infinities and truth values are written as Java writes them,
/// whole numbers below 10⁸ are never written with powers of ten, and a tensor without elements shows its shape.
final class TensorText {
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;
    private static final int WIDTH = 75;
    private static final int DIGITS = 8;

    private final Tensor tensor;
    private final boolean cut;
    private final List<String> numbers = new ArrayList<>();
    private int width;
    private int next;

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.cut = tensor.size() > THRESHOLD;
    }

    static String of(Tensor t) {
        if (!t.hasValue()) return "tensor " + t.type() + " without a value";
        return new TensorText(t).text();
    }

    private String text() {
        if (tensor.size() == 0) return "[] " + tensor.shape();
        List<Double> values = new ArrayList<>();
        List<String> exact = new ArrayList<>();
        collect(0, new int[tensor.rank()], values, exact);
        if (tensor.dtype().isFloating()) format(values);
        else numbers.addAll(exact);
        for (String s : numbers) width = Math.max(width, s.length());
        StringBuilder out = new StringBuilder();
        write(0, out);
        return out.toString();
    }

    /// The indexes of an axis that are shown; -1 stands for the dots.
    private int[] shown(int axis) {
        int n = tensor.size(axis);
        if (!cut || n <= 2 * EDGE) {
            int[] all = new int[n];
            Arrays.setAll(all, i -> i);
            return all;
        }
        return new int[] {0, 1, 2, -1, n - 3, n - 2, n - 1};
    }

    private void collect(int axis, int[] index, List<Double> values, List<String> exact) {
        if (axis == tensor.rank()) {
            if (tensor.dtype().isFloating()) values.add(tensor.at(index));
            else if (tensor.dtype() == DType.BOOL) exact.add(tensor.at(index) != 0 ? "true" : "false");
            else exact.add(String.valueOf(whole(index)));
            return;
        }
        for (int i : shown(axis)) {
            if (i < 0) continue;
            index[axis] = i;
            collect(axis + 1, index, values, exact);
        }
    }

    private long whole(int[] index) {
        Layout at = tensor.strides();
        int position = at.offset();
        for (int i = 0; i < index.length; i++) position += index[i] * at.strides()[i];
        return tensor.storage().whole(position);
    }

    /// One style for all numbers: fixed point with as many digits as each needs, up to eight, the points
    /// under each other; or powers of ten where the numbers are too large, too small or too far apart.
    private void format(List<Double> values) {
        double largest = 0;
        double smallest = Double.MAX_VALUE;
        boolean whole = true;
        for (double v : values) {
            if (!Double.isFinite(v)) continue;
            double m = Math.abs(v);
            largest = Math.max(largest, m);
            if (m > 0) smallest = Math.min(smallest, m);
            whole &= v == Math.rint(v);
        }
        double tooLarge = tensor.dtype() != DType.F64 && !whole ? 1e6 : 1e8;
        boolean powers = largest >= tooLarge || largest > 0 && (smallest < 1e-4 || largest / smallest > 1000 && !whole);
        int fraction = 0;
        int exponent = 2;
        for (double v : values) {
            if (!Double.isFinite(v)) continue;
            BigDecimal d = decimal(v, powers);
            fraction = Math.max(fraction, powers ? d.precision() - 1 : d.scale());
            exponent = Math.max(exponent, String.valueOf(Math.abs(power(d))).length());
        }
        for (double v : values) {
            if (Double.isNaN(v)) numbers.add("NaN");
            else if (Double.isInfinite(v)) numbers.add(v > 0 ? "Infinity" : "-Infinity");
            else numbers.add(sign(v) + (powers ? withPower(Math.abs(v), fraction, exponent) : withPoint(decimal(v, false), fraction)));
        }
    }

    /// The shortest decimal that gives the number again, without its sign; rounded where it has more than eight
    /// digits after the point.
    private BigDecimal decimal(double v, boolean powers) {
        double m = Math.abs(v);
        BigDecimal d = new BigDecimal(tensor.dtype() != DType.F64 ? Float.toString((float) m) : Double.toString(m)).stripTrailingZeros();
        if (powers && d.precision() > DIGITS + 1) d = new BigDecimal(m).round(new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN));
        if (!powers && d.scale() > DIGITS) d = new BigDecimal(m).setScale(DIGITS, RoundingMode.HALF_EVEN);
        return d.stripTrailingZeros();
    }

    /// The power of ten of the first digit.
    private static int power(BigDecimal d) { return d.precision() - 1 - d.scale(); }

    private static String sign(double v) { return Double.doubleToRawLongBits(v) < 0 ? "-" : ""; }

    /// As "12.5  ", filled up with spaces.
    private static String withPoint(BigDecimal d, int fraction) {
        String s = d.toPlainString();
        if (s.indexOf('.') < 0) s += ".";
        return s + " ".repeat(fraction - Math.max(0, d.scale()));
    }

    /// As "1.250e+01": all digits that are asked for, also those that a float of few digits doesn't need.
    private static String withPower(double m, int fraction, int exponent) {
        BigDecimal d = new BigDecimal(m).round(new MathContext(fraction + 1, RoundingMode.HALF_EVEN));
        String digits = d.unscaledValue().toString();
        String power = String.valueOf(Math.abs(power(d)));
        return digits.charAt(0) + "." + digits.substring(1) + "0".repeat(fraction + 1 - digits.length())
                + (power(d) < 0 ? "e-" : "e+") + "0".repeat(exponent - power.length()) + power;
    }

    private void write(int axis, StringBuilder out) {
        if (axis == tensor.rank()) {
            String s = numbers.get(next++);
            out.append(tensor.rank() == 0 ? s : " ".repeat(width - s.length()) + s);
            return;
        }
        out.append('[');
        boolean last = axis == tensor.rank() - 1;
        int column = axis + 1;
        boolean first = true;
        for (int i : shown(axis)) {
            if (last) {
                int length = i < 0 ? 3 : width;
                if (!first) {
                    if (column + 1 + length > WIDTH - tensor.rank()) {
                        while (out.charAt(out.length() - 1) == ' ') out.setLength(out.length() - 1);
                        out.append('\n').append(" ".repeat(axis + 1));
                        column = axis + 1;
                    } else {
                        out.append(' ');
                        column++;
                    }
                }
                if (i < 0) out.append("...");
                else write(axis + 1, out);
                column += length;
            } else {
                if (!first) out.append("\n".repeat(tensor.rank() - 1 - axis)).append(" ".repeat(axis + 1));
                if (i < 0) out.append("...");
                else write(axis + 1, out);
            }
            first = false;
        }
        out.append(']');
    }
}
