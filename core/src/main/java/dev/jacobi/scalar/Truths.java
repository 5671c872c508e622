package dev.jacobi.scalar;

import java.util.List;

/// What is true of truths, and of a number as such; choices that step around NaN.
public interface Truths {

    /// Both.
    record And() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).min(x.get(1)); }

        @Override public Words words() { return Words.of("x and y", "true where both are true"); }
    }

    /// One of them or both.
    record Or() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).max(x.get(1)); }

        @Override public Words words() { return Words.of("x or y", "true where one of them is true or both are"); }
    }

    /// Just one.
    record Xor() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).equal(x.get(1)).subFrom(1); }

        @Override public Words words() { return Words.of("x xor y", "true where just one of them is true"); }
    }

    /// Neither NaN nor infinite.
    record IsFinite() implements ScalarFunction {
        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            return x.precision() == Precision.WHOLE ? x.equal(x) : x.abs().less(Double.POSITIVE_INFINITY);
        }

        @Override public Words words() { return Words.of("|x| < ∞", "true for all numbers but infinities and NaN"); }
    }

    /// ∞ or −∞.
    record IsInfinite() implements ScalarFunction {
        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            return x.precision() == Precision.WHOLE ? x.less(x) : x.abs().equal(Double.POSITIVE_INFINITY);
        }

        @Override public Words words() { return Words.of("|x| = ∞", "true for both infinities"); }
    }

    /// The larger of two that aren't NaN; a tie shares the gradient equally.
    record Fmax() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return number(x, x.get(0).max(x.get(1))); }

        @Override public Words words() { return Words.of("max(x, y), without NaN", "the larger of two, or the one that is a number").kinks("half to each at a tie; all to the number beside NaN"); }
    }

    /// The smaller of two that aren't NaN; a tie shares the gradient equally.
    record Fmin() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return number(x, x.get(0).min(x.get(1))); }

        @Override public Words words() { return Words.of("min(x, y), without NaN", "the smaller of two, or the one that is a number").kinks("half to each at a tie; all to the number beside NaN"); }
    }

    /// x, with numbers in place of NaN and the infinities; a replacement beyond the range of the dtype is its largest number.
    record NanToNum(double nan, double positive, double negative) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            if (x.precision() == Precision.WHOLE) return x;
            double largest = x.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
            Scalar high = x.equal(Double.POSITIVE_INFINITY).select(held(positive, largest), x);
            Scalar finite = x.equal(Double.NEGATIVE_INFINITY).select(held(negative, largest), high);
            return x.equal(x).select(finite, held(nan, largest));
        }

        private static double held(double v, double largest) { return Double.isFinite(v) ? Math.clamp(v, -largest, largest) : v; }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().abs().less(Double.POSITIVE_INFINITY); }

        @Override public Words words() { return Words.of("x, or a number for NaN, ∞ and -∞", "puts numbers in place of NaN and the infinities").kinks("slope 0 where a number was put"); }
    }

    private static Scalar number(List<Scalar> x, Scalar both) {
        Scalar a = x.get(0);
        Scalar b = x.get(1);
        return a.equal(a).select(b.equal(b).select(both, a), b);
    }
}
