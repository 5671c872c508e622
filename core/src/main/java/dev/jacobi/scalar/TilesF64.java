package dev.jacobi.scalar;

import java.util.Arrays;

/// Runs programs on `double[]` arrays. `TilesF32` is this file with the types exchanged; a
/// test holds the two together.
final class TilesF64 {
    private static final int TILE = Program.TILE;

    /// The registers of a thread; a program that runs inside another's opaque function finds
    /// them busy and takes new ones.
    static final class Registers {
        private static final ThreadLocal<Registers> OWN = ThreadLocal.withInitial(Registers::new);

        double[][] all = {};
        /// Those of a run, some of them the arrays of its operands, and where they begin.
        double[][] run = {};
        int[] places = {};
        /// What one loop over vectors is given.
        Object[] arrays = {};
        int[] offsets = {};
        private boolean busy;

        static Registers take() {
            Registers own = OWN.get();
            Registers r = own.busy ? new Registers() : own;
            r.busy = true;
            return r;
        }

        /// The first `count` of them, in [#run], which may be changed until they are released.
        double[][] first(int count) {
            int had = all.length;
            if (had < count) {
                all = Arrays.copyOf(all, Math.max(16, count));
                for (int i = had; i < all.length; i++) all[i] = new double[TILE];
                run = new double[all.length][];
                places = new int[all.length];
                arrays = new Object[all.length];
                offsets = new int[all.length];
            }
            System.arraycopy(all, 0, run, 0, count);
            return run;
        }

        void release(int count) {
            Arrays.fill(run, 0, count, null);
            Arrays.fill(arrays, 0, count, null);
            busy = false;
        }
    }

    private TilesF64() {}

    static void run(Program p, Operand[] in, Object out, int count) {
        if (p.size() == 1 && out instanceof double[] y && arraysOnly(in) && p.constants().length == 0) {
            double[][] r = new double[p.registers()][];
            for (int i = 0; i < in.length; i++) r[i] = (double[]) in[i].array();
            r[p.target(0)] = y;
            step(p, 0, r, count);
            return;
        }
        p.run(in, new Object[] {out}, count);
    }

    static void run(Program p, Operand[] in, Object[] out, int from, int to) {
        Registers registers = Registers.take();
        try {
            tiles(p, registers.first(p.registers()), in, out, from, to);
        } finally {
            registers.release(p.registers());
        }
    }

    private static void tiles(Program p, double[][] r, Operand[] in, Object[] out, int start, int end) {
        int tile = Math.min(end - start, TILE);
        boolean once = start == 0 && end <= TILE;
        int fixed = p.inputs() + p.constants().length;
        if (once) {
            // short arrays are registers themselves
            for (int i = 0; i < in.length; i++) if (isArray(in[i])) r[i] = (double[]) in[i].array();
            for (int k = 0; k < out.length; k++) if (p.register(k) >= fixed && out[k] instanceof double[] y) r[p.register(k)] = y;
        }
        for (int i = 0; i < p.constants().length; i++) Arrays.fill(r[p.inputs() + i], 0, tile, (double) p.constants()[i]);
        for (int from = start; from < end; from += TILE) {
            int n = Math.min(TILE, end - from);
            for (int i = 0; i < in.length; i++) {
                boolean there = once && isArray(in[i]) || from > start && in[i].isRepeated();
                if (p.uses(i) && !there) in[i].load(from, n, r[i]);
            }
            for (int s = 0; s < p.size(); s++) step(p, s, r, n);
            for (int k = 0; k < out.length; k++) if (r[p.register(k)] != out[k]) store(r[p.register(k)], out[k], from, n);
        }
    }

    static boolean isArray(Operand o) { return o.isArray() && o.array() instanceof double[]; }

    private static boolean arraysOnly(Operand[] in) {
        for (Operand o : in) if (!isArray(o)) return false;
        return true;
    }

    static void store(double[] r, Object out, int from, int n) {
        if (out instanceof boolean[] y) {
            for (int i = 0; i < n; i++) y[from + i] = r[i] != 0;
        } else {
            System.arraycopy(r, 0, out, from, n);
        }
    }

    private static void step(Program p, int s, double[][] r, int n) { step(p, s, p.arguments(s), p.target(s), r, n); }

    /// One instruction, from some registers to another.
    static void step(Program p, int s, int[] at, int target, double[][] r, int n) {
        double[] a = r[at[0]];
        double[] b = at.length > 1 ? r[at[1]] : a;
        double[] c = at.length > 2 ? r[at[2]] : a;
        double[] y = r[target];
        switch (p.code(s)) {
            case ADD -> add(a, b, y, n);
            case SUB -> sub(a, b, y, n);
            case MUL -> mul(a, b, y, n);
            case DIV -> div(a, b, y, n);
            case FMA -> fma(a, b, c, y, n);
            case NEG -> neg(a, y, n);
            case ABS -> abs(a, y, n);
            case SQRT -> sqrt(a, y, n);
            case MIN -> min(a, b, y, n);
            case MAX -> max(a, b, y, n);
            case FLOOR -> floor(a, y, n);
            case ROUND -> round(a, y, n);
            case SIGN -> sign(a, y, n);
            case LESS -> less(a, b, y, n);
            case LESS_OR_EQUAL -> lessOrEqual(a, b, y, n);
            case EQUAL -> equal(a, b, y, n);
            case SELECT -> select(a, b, c, y, n);
            case PULL -> pull(a, b, y, n);
            case SCALE -> scale(a, b, y, n);
            case EXPONENT -> exponent(a, y, n);
            case MANTISSA -> mantissa(a, y, n);
            case QUARTER_REMAINDER -> quarterRemainder(a, y, n);
            case QUARTER_REST -> quarterRest(a, y, n);
            case QUARTER -> quarter(a, y, n);
            case REMAINDER -> remainder(a, b, y, n);
            case QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT -> throw WholeNumbers.only(p.code(s));
            case OPAQUE -> opaque(p.opaque(s), at, r, y, n);
        }
    }

    // One loop each, all indexes equal and from 0: the form that the JIT compiler vectorizes.

    private static void add(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; }

    private static void sub(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; }

    private static void mul(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; }

    private static void div(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; }

    private static void fma(double[] a, double[] b, double[] c, double[] y, int n) {
        for (int i = 0; i < n; i++) y[i] = Math.fma(a[i], b[i], c[i]);
    }

    private static void neg(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = -a[i]; }

    private static void abs(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Math.abs(a[i]); }

    private static void sqrt(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = (double) Math.sqrt(a[i]); }

    private static void min(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); }

    private static void max(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); }

    private static void floor(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = (double) Math.floor(a[i]); }

    private static void round(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = (double) Math.rint(a[i]); }

    private static void sign(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Math.signum(a[i]); }

    private static void less(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Bits.one(a[i] < b[i]); }

    private static void lessOrEqual(double[] a, double[] b, double[] y, int n) {
        for (int i = 0; i < n; i++) y[i] = Bits.one(a[i] <= b[i]);
    }

    private static void equal(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Bits.one(a[i] == b[i]); }

    private static void select(double[] a, double[] b, double[] c, double[] y, int n) {
        for (int i = 0; i < n; i++) y[i] = Bits.select(a[i], b[i], c[i]);
    }

    private static void pull(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] == 0 ? 0 : a[i] * b[i]; }

    private static void scale(double[] a, double[] b, double[] y, int n) {
        for (int i = 0; i < n; i++) y[i] = Bits.scale(a[i], b[i]);
    }

    private static void exponent(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Bits.exponent(a[i]); }

    private static void mantissa(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Bits.mantissa(a[i]); }

    private static void quarterRemainder(double[] a, double[] y, int n) {
        for (int i = 0; i < n; i++) y[i] = (double) Quarters.remainder(a[i]);
    }

    private static void quarterRest(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Quarters.rest(a[i]); }

    private static void remainder(double[] a, double[] b, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = a[i] % b[i]; }

    private static void quarter(double[] a, double[] y, int n) { for (int i = 0; i < n; i++) y[i] = Quarters.number(a[i]); }

    private static void opaque(ScalarFunction f, int[] at, double[][] r, double[] y, int n) {
        double[] x = new double[at.length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < x.length; k++) x[k] = r[at[k]][i];
            y[i] = (double) f.at(x);
        }
    }
}
