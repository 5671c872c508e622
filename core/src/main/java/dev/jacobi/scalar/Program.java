package dev.jacobi.scalar;

import dev.jacobi.kernel.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Formulas lowered to a list of instructions over registers, and the loops that run
/// it: the same steps in the same order whatever the loop, so the same bits. Immutable.
///
/// Values are numbered: the inputs, then the constants, then what each instruction makes. Several
/// functions that work on the same elements may be one program with several results, see [ProgramBuilder].
///
/// Arrays are worked through in tiles that stay in the cache, one simple loop for each
/// instruction, which the JIT compiler vectorizes.
public final class Program {
    static final int TILE = 512;
    /// A program that has done so much is worth loops over vectors.
    private static final long ENOUGH = 2_000_000;
    /// Fewer instructions aren't worth a second thread.
    private static final long LEAST_DIVIDED = 1 << 18;

    private final Precision precision;
    private final int inputs;
    private final double[] constants;
    private final ScalarInstruction[] code;
    private final int[][] operands;
    private final @Nullable ScalarFunction[] opaque;
    private final int[] results;
    private final boolean[] used;
    /// The same numbers, but what isn't needed any more makes room.
    private final int[][] arguments;
    private final int[] target;
    private final int[] resultRegisters;
    private final int registers;
    /// Instructions done on one element each, more or less: threads may count over each other.
    private long worked;
    private volatile @Nullable VectorLoops vectors;

    Program(Precision precision, int inputs, double[] constants, List<ScalarInstruction> code, List<int[]> operands,
            List<@Nullable ScalarFunction> opaque, int[] results) {
        this.precision = precision;
        this.inputs = inputs;
        this.constants = constants;
        this.code = code.toArray(ScalarInstruction[]::new);
        this.operands = operands.toArray(int[][]::new);
        this.opaque = opaque.toArray(ScalarFunction[]::new);
        this.results = results;
        int n = this.code.length;
        int fixed = inputs + constants.length;
        used = new boolean[inputs];
        int[] lastUse = new int[fixed + n];
        for (int s = 0; s < n; s++) for (int a : this.operands[s]) lastUse[a] = s;
        for (int r : results) lastUse[r] = n;
        int[] register = new int[fixed + n];
        for (int i = 0; i < fixed; i++) register[i] = i;
        ArrayList<Integer> free = new ArrayList<>();
        int count = fixed;
        arguments = new int[n][];
        target = new int[n];
        for (int s = 0; s < n; s++) {
            int[] a = this.operands[s];
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
        registers = count;
        resultRegisters = new int[results.length];
        for (int k = 0; k < results.length; k++) {
            if (results[k] < inputs) used[results[k]] = true;
            resultRegisters[k] = register[results[k]];
        }
    }

    /// Lowers a function.
    public static Program of(ScalarFunction function, Precision precision) {
        ProgramBuilder builder = new ProgramBuilder(function.arity(), precision);
        int[] arguments = new int[function.arity()];
        for (int k = 0; k < arguments.length; k++) arguments[k] = builder.input(k);
        return builder.build(builder.lower(function, arguments));
    }

    /// Whether a value depends on input `index`.
    public boolean uses(int index) { return used[index]; }

    /// What it needs that whole numbers don't have, or null: a fraction, a division, a root.
    public @Nullable String problemWithWholeNumbers() {
        for (double c : constants) if (c != Math.rint(c)) return "the number " + c;
        for (ScalarInstruction i : code) if (!WholeNumbers.have(i)) return i.name().toLowerCase(Locale.ROOT);
        return null;
    }

    /// Number of instructions.
    public int size() { return code.length; }

    /// Number of inputs.
    public int inputs() { return inputs; }

    /// Number of results.
    public int results() { return results.length; }

    /// Computes the first `count` elements of its one result.
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

    /// Computes elements `from` to `to` of all results, each into an array of its own, at their places.
    /// Not for whole numbers. Parts of the same arrays may be computed beside each other.
    public void run(Operand[] in, Object[] out, int from, int to) {
        VectorLoops loops = vectors;
        if (loops != null) {
            loops.run(precision, in, out, from, to);
            return;
        }
        if (worked < ENOUGH && VectorLoops.exist(precision)) {
            worked += (long) (to - from) * code.length;
            if (worked >= ENOUGH) VectorLoops.request(this);
        }
        if (precision == Precision.F32) TilesF32.run(this, in, out, from, to);
        else TilesF64.run(this, in, out, from, to);
    }

    /// Computes the first `count` elements of all results, large ones divided among threads.
    public void run(Operand[] in, Object[] out, int count) {
        int share = share(count);
        if (share == count) run(in, out, 0, count);
        else Pool.split(count, share, (from, to) -> run(in, out, from, to));
    }

    /// How many of `count` elements a thread does at a time; all where dividing them isn't worth it.
    public int share(int count) {
        int parts = 4 * Pool.threads();
        if (parts == 4 || (long) count * (code.length + inputs + results.length) < LEAST_DIVIDED) return count;
        int tiles = ((count + parts - 1) / parts + TILE - 1) / TILE;
        return Math.min(count, Math.max(4, tiles) * TILE);
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

    void become(@Nullable VectorLoops loops) { vectors = loops; }

    Precision precision() { return precision; }

    ScalarInstruction code(int step) { return code[step]; }

    /// The numbers of the values that an instruction reads.
    int[] operands(int step) { return operands[step]; }

    /// The number of a result's value.
    int value(int result) { return results[result]; }

    /// The registers that an instruction reads.
    int[] arguments(int step) { return arguments[step]; }

    int target(int step) { return target[step]; }

    ScalarFunction opaque(int step) {
        ScalarFunction f = opaque[step];
        if (f == null) throw new AssertionError("no function at step " + step);
        return f;
    }

    @Nullable ScalarFunction opaqueOrNull(int step) { return opaque[step]; }

    double[] constants() { return constants; }

    int registers() { return registers; }

    int register(int result) { return resultRegisters[result]; }

    @Override public String toString() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < code.length; i++) {
            s.append('r').append(target[i]).append(" = ").append(code[i]).append(' ').append(Arrays.toString(arguments[i])).append('\n');
        }
        return s.append("results r").append(Arrays.toString(resultRegisters)).toString();
    }
}
