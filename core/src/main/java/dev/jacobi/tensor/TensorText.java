package dev.jacobi.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Prints a tensor as NumPy does: nested brackets, numbers of equal width, long axes
/// cut in the middle.
final class TensorText {
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;
    private static final int WIDTH = 80;
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

    /// One style for all numbers: fixed point with as many digits as they need, up to eight, or
    /// powers of ten where they are too large, too small or too far apart.
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
        boolean powers = largest >= 1e8 || largest > 0 && (smallest < 1e-4 || largest / smallest > 1000 && !whole);
        int decimals = 0;
        for (double v : values) {
            if (Double.isFinite(v)) decimals = Math.max(decimals, decimals(v, powers));
        }
        for (double v : values) numbers.add(number(v, decimals, powers));
    }

    private String number(double v, int decimals, boolean powers) {
        if (Double.isNaN(v)) return "NaN";
        if (Double.isInfinite(v)) return v > 0 ? "Infinity" : "-Infinity";
        String s = String.format(Locale.ROOT, "%." + decimals + (powers ? "e" : "f"), v);
        return decimals == 0 && !powers ? s + "." : s;
    }

    /// Digits after the point that this number needs, no more than eight or than its dtype has.
    private int decimals(double v, boolean powers) {
        String s = String.format(Locale.ROOT, powers ? "%." + DIGITS + "e" : "%." + DIGITS + "f", rounded(v));
        int point = s.indexOf('.');
        int end = powers ? s.indexOf('e') : s.length();
        while (end > point + 1 && s.charAt(end - 1) == '0') end--;
        return end - point - 1;
    }

    /// The shortest decimal that gives this float again, so that 0.1f prints as 0.1.
    private double rounded(double v) {
        return tensor.dtype() == DType.F32 ? Double.parseDouble(Float.toString((float) v)) : v;
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
                    if (column + 1 + length + 1 > WIDTH) {
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
