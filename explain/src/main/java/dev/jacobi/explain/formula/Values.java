package dev.jacobi.explain.formula;

import dev.jacobi.io.Json;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values for the inputs of a formula, as text.
public final class Values {
    private static final int CHARACTERS = 64 << 20;

    private Values() {}

    /// Reads `x=[1,2,3]; W=[[1,2],[3,4]]; y=2`: values separated by `;`, commas, spaces or lines. A value is a number, a
    /// fraction or product of numbers (`1/3`, `2*pi`), or an array of them in square brackets; `#` begins a comment.
    /// A text that begins with `{` is read as [#json].
    ///
    /// @throws FormulaException where the text is something else, or too large: 64 MB, 10 million entries
    public static Map<String, Tensor> parse(String text) {
        if (text.length() > CHARACTERS) throw tooLong(text);
        if (text.stripLeading().startsWith("{")) return json(text);
        return new ValueReader(text).all();
    }

    /// Reads a JSON object of numbers and nested arrays: `{"x": [1, 2, 3], "y": 2}`.
    ///
    /// @throws FormulaException where the text is something else, or too large: 64 MB, 10 million entries
    public static Map<String, Tensor> json(String text) {
        if (text.length() > CHARACTERS) throw tooLong(text);
        Object value;
        try {
            value = Json.parse(text);
        } catch (IllegalArgumentException refused) {
            throw new FormulaException(String.valueOf(refused.getMessage()));
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new FormulaException("values are given as a JSON object, {\"x\": [1, 2], \"y\": 3}, but this is " + kind(value));
        }
        return of(map);
    }

    /// Tensors from an object that [Json] has read.
    ///
    /// @throws FormulaException if one isn't a number or a regular array of numbers
    public static Map<String, Tensor> of(Map<?, ?> object) {
        Map<String, Tensor> r = new LinkedHashMap<>();
        object.forEach((name, value) -> r.put(String.valueOf(name), tensor(Limits.cut(String.valueOf(name)), value)));
        return r;
    }

    private static FormulaException tooLong(String text) {
        return new FormulaException("values have at most " + CHARACTERS + " characters, but these have " + text.length());
    }

    /// A tensor from a number or nested lists of numbers.
    static Tensor tensor(String name, @Nullable Object value) {
        if (value instanceof Number n) return Tensor.scalar(n.doubleValue());
        int[] sizes = new int[Limits.RANK];
        int rank = 0;
        Object inner = value;
        while (inner instanceof List<?> list) {
            if (rank == Limits.RANK) {
                throw new FormulaException(name + " nests deeper than the " + Limits.RANK + " axes a tensor may have");
            }
            if (list.isEmpty()) throw new FormulaException(name + " has an array without entries; an array has at least one");
            sizes[rank++] = list.size();
            inner = list.getFirst();
        }
        long size = 1;
        for (int i = 0; i < rank; i++) size = Math.min(size * sizes[i], Integer.MAX_VALUE);
        if (size > Limits.ENTRIES) throw new FormulaException(name + " has more than " + Limits.ENTRIES + " entries");
        double[] numbers = new double[(int) size];
        fill(name, value, sizes, 0, rank, numbers, 0);
        return Tensor.wrap(numbers, Shape.of(Arrays.copyOf(sizes, rank)));
    }

    /// Writes the entries of one part and returns the place behind them.
    private static int fill(String name, @Nullable Object value, int[] sizes, int axis, int rank, double[] to, int position) {
        if (axis == rank) {
            if (!(value instanceof Number n)) {
                throw new FormulaException(name + " is " + kind(value) + "; it has to be a number or an array of numbers");
            }
            to[position] = n.doubleValue();
            return position + 1;
        }
        if (!(value instanceof List<?> list)) {
            throw new FormulaException(name + " is " + kind(value) + ", but its neighbors are arrays of " + sizes[axis]);
        }
        if (list.size() != sizes[axis]) {
            throw new FormulaException(name + " has " + list.size() + (list.size() == 1 ? " entry" : " entries")
                    + ", but the arrays before it have " + sizes[axis] + "; rows are equally long");
        }
        if (axis == rank - 1 && list instanceof Json.Numbers numbers) {
            numbers.copyTo(to, position);
            return position + numbers.size();
        }
        int at = position;
        for (int i = 0; i < list.size(); i++) at = fill(name + "[" + i + "]", list.get(i), sizes, axis + 1, rank, to, at);
        return at;
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "a string";
            case Boolean _ -> "a truth value";
            case Number _ -> "a number";
            case List<?> _ -> "an array";
            default -> "an object";
        };
    }
}
