package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A formula lowered to a list of instructions over registers, and the loops that run
/// it: the same steps in the same order whatever the loop, so the same bits. Immutable.
///
/// Arrays are worked through in tiles that stay in the cache, one simple loop for each
/// instruction, which the JIT compiler vectorizes.
public final class Program {
    static final int TILE = 512;

    private final Precision precision;
    private final ScalarInstruction[] code;
    private final int[][] arguments;
    private final int[] target;
    private final @Nullable ScalarFunction[] opaque;
    private final double[] constants;
    private final int inputs;
    private final int registers;
    private final int result;
    private final boolean[] used;

    private Program(Lowering l, Precision precision, int inputs, int result) {
        this.precision = precision;
        this.inputs = inputs;
        int n = l.code.size();
        code = l.code.toArray(ScalarInstruction[]::new);
        opaque = l.opaque.toArray(ScalarFunction[]::new);
        constants = l.constants.stream().mapToDouble(Double::doubleValue).toArray();
        arguments = new int[n][];
        target = new int[n];
        used = new boolean[inputs];
        // virtual numbers: inputs, then constants, then one for each step; steps share registers
        int fixed = inputs + constants.length;
        int[] lastUse = new int[fixed + n];
        for (int s = 0; s < n; s++) for (int a : l.arguments.get(s)) lastUse[a] = s;
        lastUse[result] = n;
        int[] register = new int[fixed + n];
        for (int i = 0; i < fixed; i++) register[i] = i;
        ArrayList<Integer> free = new ArrayList<>();
        int count = fixed;
        for (int s = 0; s < n; s++) {
            int[] a = l.arguments.get(s);
            arguments[s] = new int[a.length];
            for (int k = 0; k < a.length; k++) {
                arguments[s][k] = register[a[k]];
                if (a[k] < inputs) used[a[k]] = true;
            }
            for (int k = 0; k < a.length; k++) {
                if (a[k] >= fixed && lastUse[a[k]] == s) {
                    free.add(register[a[k]]);
                    lastUse[a[k]] = -1;
                }
            }
            register[fixed + s] = target[s] = free.isEmpty() ? count++ : free.removeLast();
        }
        if (result < inputs) used[result] = true;
        this.registers = count;
        this.result = register[result];
    }

    /// Lowers a function.
    public static Program of(ScalarFunction function, Precision precision) {
        List<Scalar> in = new ArrayList<>();
        for (int k = 0; k < function.arity(); k++) in.add(Scalar.input(k, precision));
        Lowering l = new Lowering(function.arity());
        Scalar whole = Scalar.call(function, in);
        l.countConstants(whole);
        int result = l.lower(whole);
        return new Program(l, precision, function.arity(), result);
    }

    /// Whether the value depends on input `index`.
    public boolean uses(int index) { return used[index]; }

    /// What it needs that whole numbers don't have, or null: a fraction, a division, a root.
    public @Nullable String problemWithWholeNumbers() {
        for (double c : constants) if (c != Math.rint(c)) return "the number " + c;
        for (ScalarInstruction i : code) if (!WholeNumbers.have(i)) return i.name().toLowerCase(Locale.ROOT);
        return null;
    }

    /// Number of instructions.
    public int size() { return code.length; }

    /// Expands calls, shares equal parts, and numbers what remains.
    private static final class Lowering {
        final List<ScalarInstruction> code = new ArrayList<>();
        final List<int[]> arguments = new ArrayList<>();
        final List<@Nullable ScalarFunction> opaque = new ArrayList<>();
        final List<Double> constants = new ArrayList<>();
        private final int inputs;
        private final Map<Long, Integer> constantAt = new HashMap<>();
        private final Map<Scalar, Integer> done = new IdentityHashMap<>();
        private final Map<Scalar, Scalar> bodies = new IdentityHashMap<>();
        private final Map<List<Object>, Integer> same = new HashMap<>();

        Lowering(int inputs) { this.inputs = inputs; }

        private Scalar body(Scalar call, ScalarFunction f) {
            return bodies.computeIfAbsent(call, c -> f.formula(c.arguments()));
        }

        /// Constants are numbered before the steps are.
        void countConstants(Scalar root) { countConstants(root, new IdentityHashMap<>()); }

        private void countConstants(Scalar s, Map<Scalar, Boolean> seen) {
            if (seen.put(s, true) != null) return;
            if (s.form() instanceof Scalar.Constant(double v)) {
                constantAt.computeIfAbsent(Double.doubleToRawLongBits(v), _ -> {
                    constants.add(v);
                    return constants.size() - 1;
                });
            }
            if (s.form() instanceof Scalar.Call(ScalarFunction f)) {
                Scalar body = body(s, f);
                if (!body.isCallOf(f)) {
                    countConstants(body, seen);
                    return;
                }
            }
            for (Scalar a : s.arguments()) countConstants(a, seen);
        }

        int lower(Scalar s) {
            Integer known = done.get(s);
            if (known != null) return known;
            int at = switch (s.form()) {
                case Scalar.Input(int i) -> i;
                case Scalar.Constant(double v) -> inputs + constantIndex(v);
                case Scalar.Apply(ScalarInstruction i) -> step(i, null, s);
                case Scalar.Call(ScalarFunction f) -> {
                    Scalar body = body(s, f);
                    yield body.isCallOf(f) ? step(ScalarInstruction.OPAQUE, f, s) : lower(body);
                }
            };
            done.put(s, at);
            return at;
        }

        private int constantIndex(double v) {
            Integer i = constantAt.get(Double.doubleToRawLongBits(v));
            if (i == null) throw new AssertionError("a constant that was not counted");
            return i;
        }

        private int step(ScalarInstruction instruction, @Nullable ScalarFunction f, Scalar s) {
            int[] a = s.arguments().stream().mapToInt(this::lower).toArray();
            List<Object> key = new ArrayList<>();
            key.add(instruction);
            if (f != null) key.add(f);
            for (int i : a) key.add(i);
            return same.computeIfAbsent(key, _ -> {
                code.add(instruction);
                arguments.add(a);
                opaque.add(f);
                return inputs + constants.size() + code.size() - 1;
            });
        }
    }

    /// Computes `count` elements into a dense array from its start.
    ///
    /// @param in one operand for each input
    /// @param out `float[]`, `double[]`, `int[]` or `long[]` as the precision asks, or `boolean[]` for predicates
    public void run(Operand[] in, Object out, int count) {
        switch (precision) {
            case F32 -> TilesF32.run(this, in, out, count);
            case F64 -> TilesF64.run(this, in, out, count);
            case WHOLE -> WholeNumbers.run(this, in, out, count);
        }
    }

    /// The value in double precision, for explanations and tests.
    public double evaluate(double... x) {
        double[][] in = new double[x.length][];
        Operand[] operands = new Operand[x.length];
        for (int i = 0; i < x.length; i++) {
            in[i] = new double[] {x[i]};
            operands[i] = Operand.dense(in[i], 0);
        }
        double[] r = new double[1];
        run(operands, r, 1);
        return r[0];
    }

    ScalarInstruction code(int step) { return code[step]; }

    int[] arguments(int step) { return arguments[step]; }

    int target(int step) { return target[step]; }

    ScalarFunction opaque(int step) {
        ScalarFunction f = opaque[step];
        if (f == null) throw new AssertionError("no function at step " + step);
        return f;
    }

    double[] constants() { return constants; }

    int inputs() { return inputs; }

    int registers() { return registers; }

    int result() { return result; }

    @Override public String toString() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < code.length; i++) {
            s.append('r').append(target[i]).append(" = ").append(code[i]).append(' ').append(Arrays.toString(arguments[i])).append('\n');
        }
        return s.append("result r").append(result).toString();
    }
}
