package dev.jacobi.explain.formula;

import static dev.jacobi.explain.formula.Arguments.counted;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// What the signs of the language do to tensors.
final class Operators {
    private Operators() {}

    static Tensor apply(String sign, Tensor x, Tensor y) {
        Tensor a = counted(x);
        Tensor b = counted(y);
        return switch (sign) {
            case "+" -> a.add(b);
            case "-" -> a.sub(b);
            case "*" -> a.mul(b);
            case "/" -> a.div(b);
            case "@" -> a.matmul(b);
            case "^" -> a.pow(b);
            case "<" -> a.lt(b);
            case "<=" -> a.le(b);
            case ">" -> a.gt(b);
            case ">=" -> a.ge(b);
            case "==" -> a.eq(b);
            case "!=" -> a.ne(b);
            default -> throw new AssertionError("no sign " + sign);
        };
    }

    /// What two numbers give, before any tensor is made; NaN where the sign isn't arithmetic.
    static double apply(String sign, double a, double b) {
        return switch (sign) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "^" -> Math.pow(a, b);
            default -> Double.NaN;
        };
    }

    static Tensor index(Tensor x, List<Form.Part> parts) {
        if (parts.size() > x.rank()) {
            throw new IllegalArgumentException("an index has one part for each axis, but got " + parts.size()
                    + " for the shape " + x.shape());
        }
        Tensor r = x;
        int axis = 0;
        for (Form.Part part : parts) {
            switch (part) {
                case Form.Part.Single(int place) -> r = r.pick(axis, place);
                case Form.Part.Slice(int start, int end, int step) -> {
                    int n = r.size(axis);
                    int from = start == Form.Part.OPEN ? (step > 0 ? 0 : n - 1) : start;
                    // an open end of a backward slice lies before the first entry
                    int to = end == Form.Part.OPEN ? (step > 0 ? n : -n - 1) : end;
                    r = r.slice(axis, from, to, step);
                    axis++;
                }
            }
        }
        return r;
    }
}
