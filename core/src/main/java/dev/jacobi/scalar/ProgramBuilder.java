package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts programs together, one reading what others have made: equal parts are computed once, and what no
/// result needs is left out. The instructions are those of the programs one by one, so the bits are the same.
///
/// Values are known by the numbers that its methods return.
public final class ProgramBuilder {
    /// Constants are numbered from here on until all are known.
    private static final int CONSTANT = 1 << 30;

    private final int inputs;
    private final Precision precision;
    private final List<Double> constants = new ArrayList<>();
    private final Map<Long, Integer> constantAt = new HashMap<>();
    private final List<ScalarInstruction> code = new ArrayList<>();
    private final List<int[]> operands = new ArrayList<>();
    private final List<@Nullable ScalarFunction> opaque = new ArrayList<>();
    private final Map<List<Object>, Integer> same = new HashMap<>();

    /// A program of so many inputs.
    public ProgramBuilder(int inputs, Precision precision) {
        this.inputs = inputs;
        this.precision = precision;
    }

    /// The value of an input.
    public int input(int index) { return index; }

    /// The value of a number.
    public int constant(double value) {
        return CONSTANT + constantAt.computeIfAbsent(Double.doubleToRawLongBits(value), _ -> {
            constants.add(value);
            return constants.size() - 1;
        });
    }

    /// The values of the results of a program applied to these values.
    public int[] add(Program p, int... arguments) {
        double[] numbers = p.constants();
        int fixed = p.inputs() + numbers.length;
        int[] at = new int[fixed + p.size()];
        System.arraycopy(arguments, 0, at, 0, p.inputs());
        for (int i = 0; i < numbers.length; i++) at[p.inputs() + i] = constant(numbers[i]);
        for (int s = 0; s < p.size(); s++) at[fixed + s] = step(p.code(s), p.opaqueOrNull(s), places(p.operands(s), at));
        int[] r = new int[p.results()];
        for (int k = 0; k < r.length; k++) r[k] = at[p.value(k)];
        return r;
    }

    private static int[] places(int[] numbers, int[] at) {
        int[] r = new int[numbers.length];
        for (int k = 0; k < r.length; k++) r[k] = at[numbers[k]];
        return r;
    }

    private int step(ScalarInstruction instruction, @Nullable ScalarFunction f, int[] a) {
        List<Object> key = new ArrayList<>();
        key.add(instruction);
        if (f != null) key.add(f);
        for (int i : a) key.add(i);
        return same.computeIfAbsent(key, _ -> {
            code.add(instruction);
            operands.add(a);
            opaque.add(f);
            return inputs + code.size() - 1;
        });
    }

    /// The value of a function applied to these values.
    int lower(ScalarFunction function, int... arguments) {
        List<Scalar> in = new ArrayList<>();
        for (int k = 0; k < function.arity(); k++) in.add(Scalar.input(k, precision));
        return new Lowering(arguments).lower(Scalar.call(function, in));
    }

    /// Expands calls, and shares equal parts.
    private final class Lowering {
        private final int[] arguments;
        private final Map<Scalar, Integer> done = new IdentityHashMap<>();

        Lowering(int[] arguments) { this.arguments = arguments; }

        int lower(Scalar s) {
            Integer known = done.get(s);
            if (known != null) return known;
            int at = switch (s.form()) {
                case Scalar.Input(int i) -> arguments[i];
                case Scalar.Constant(double v) -> constant(v);
                case Scalar.Apply(ScalarInstruction i) -> step(i, null, all(s));
                case Scalar.Call(ScalarFunction f) -> {
                    Scalar body = f.formula(s.arguments());
                    yield body.isCallOf(f) ? step(ScalarInstruction.OPAQUE, f, all(s)) : lower(body);
                }
            };
            done.put(s, at);
            return at;
        }

        private int[] all(Scalar s) { return s.arguments().stream().mapToInt(this::lower).toArray(); }
    }

    /// The program of what these values need.
    public Program build(int... results) {
        boolean[] needed = new boolean[code.size()];
        boolean[] neededConstant = new boolean[constants.size()];
        for (int r : results) need(r, needed, neededConstant);
        for (int s = needed.length - 1; s >= 0; s--) {
            if (needed[s]) for (int a : operands.get(s)) need(a, needed, neededConstant);
        }
        int[] constantNumber = new int[constants.size()];
        double[] numbers = new double[constants.size()];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (!neededConstant[i]) continue;
            constantNumber[i] = inputs + count;
            numbers[count++] = constants.get(i);
        }
        int[] number = new int[needed.length];
        List<ScalarInstruction> keptCode = new ArrayList<>();
        List<int[]> keptOperands = new ArrayList<>();
        List<@Nullable ScalarFunction> keptOpaque = new ArrayList<>();
        for (int s = 0; s < needed.length; s++) {
            if (!needed[s]) continue;
            number[s] = inputs + count + keptCode.size();
            keptCode.add(code.get(s));
            keptOperands.add(numbered(operands.get(s), constantNumber, number));
            keptOpaque.add(opaque.get(s));
        }
        return new Program(precision, inputs, Arrays.copyOf(numbers, count), keptCode, keptOperands, keptOpaque,
                numbered(results, constantNumber, number));
    }

    private void need(int value, boolean[] steps, boolean[] numbers) {
        if (value >= CONSTANT) numbers[value - CONSTANT] = true;
        else if (value >= inputs) steps[value - inputs] = true;
    }

    private int[] numbered(int[] values, int[] constantNumber, int[] number) {
        int[] r = new int[values.length];
        for (int k = 0; k < r.length; k++) {
            int v = values[k];
            r[k] = v >= CONSTANT ? constantNumber[v - CONSTANT] : v >= inputs ? number[v - inputs] : v;
        }
        return r;
    }
}
