package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects instructions on single numbers: equal ones are done once, and what no result needs is left out.
/// Values are known by the numbers that its methods return.
public final class StraightBuilder {
    /// What makes a value.
    sealed interface Form {}

    record Element(int array, int index) implements Form {}

    record Constant(double value) implements Form {}

    record Apply(ScalarInstruction instruction) implements Form {}

    record Convert() implements Form {}

    /// @param of the values that it is made of
    record Value(Form form, Precision precision, List<Integer> of) {}

    /// An element of an array that is written.
    record Result(int array, int index, int value) {}

    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Integer> known = new HashMap<>();
    private final List<Result> results = new ArrayList<>();

    private int value(Value v) {
        return known.computeIfAbsent(v, _ -> {
            values.add(v);
            return values.size() - 1;
        });
    }

    /// An element of an array that is read.
    public int element(int array, int index, Precision precision) { return value(new Value(new Element(array, index), precision, List.of())); }

    /// A number.
    public int constant(double number, Precision precision) { return value(new Value(new Constant(number), precision, List.of())); }

    /// A value in another precision, rounded if it must be.
    public int convert(int value, Precision to) {
        return values.get(value).precision() == to ? value : value(new Value(new Convert(), to, List.of(value)));
    }

    /// One instruction.
    public int apply(ScalarInstruction instruction, int... of) {
        List<Integer> list = new ArrayList<>();
        for (int v : of) list.add(v);
        return value(new Value(new Apply(instruction), values.get(of[0]).precision(), List.copyOf(list)));
    }

    /// The one result of a program applied to these values.
    public int apply(Program p, int... arguments) {
        int fixed = p.inputs() + p.constants().length;
        int[] at = new int[fixed + p.size()];
        System.arraycopy(arguments, 0, at, 0, arguments.length);
        for (int i = 0; i < p.constants().length; i++) at[p.inputs() + i] = constant(p.constants()[i], p.precision());
        for (int s = 0; s < p.size(); s++) {
            int[] of = p.operands(s);
            int[] in = new int[of.length];
            for (int k = 0; k < in.length; k++) in[k] = at[of[k]];
            at[fixed + s] = apply(p.code(s), in);
        }
        return at[p.value(0)];
    }

    /// Whether all instructions of a program can be part of such code.
    public static boolean canTake(Program p) {
        for (int s = 0; s < p.size(); s++) if (p.code(s) == ScalarInstruction.OPAQUE || !StraightWriter.knows(p.code(s))) return false;
        return p.precision() != Precision.WHOLE;
    }

    /// Writes a value to an element of an array.
    public void result(int array, int index, int value) { results.add(new Result(array, index, value)); }

    /// The code.
    public StraightCode build() { return StraightWriter.write(values, results); }
}
