package dev.jacobi.scalar;

import java.util.List;

/// Whole numbers near a number, and division with a remainder. Steps are flat: their slope is 0, also where they jump.
public interface Rounding {

    /// The largest whole number up to x.
    record Floor() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().floor(); }

        @Override public Words words() { return Words.of("⌊x⌋", "the largest whole number up to x").kinks("slope 0 everywhere"); }
    }

    /// The smallest whole number from x on.
    record Ceil() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().neg().floor().neg(); }

        @Override public Words words() { return Words.of("⌈x⌉", "the smallest whole number from x on").kinks("slope 0 everywhere"); }
    }

    /// The nearest whole number, of two the even one.
    record Round() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().round(); }

        @Override public Words words() { return Words.of("round(x)", "the nearest whole number, of two the even one").kinks("slope 0 everywhere"); }
    }

    /// x without its fraction: the nearest whole number towards 0.
    record Trunc() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return truncated(x.getFirst()); }

        @Override public Words words() { return Words.of("trunc(x)", "x without its fraction").kinks("slope 0 everywhere"); }
    }

    /// The fraction of x, with its sign.
    record Frac() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            if (x.precision() == Precision.WHOLE) return x.sub(x);
            return x.abs().equal(Double.POSITIVE_INFINITY).select(0, x.sub(truncated(x)));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.constant(1, y.precision()); }

        @Override public Words words() { return Words.of("x - trunc(x)", "the fraction of x, with its sign").kinks("slope 1 everywhere"); }
    }

    /// What remains of x after division by y, with the sign of y, as Python's %.
    record Remainder() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar y = in.get(1);
            Scalar r = in.get(0).remainder(y);
            return otherSide(r, y).select(r.add(y), r);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            return i == 0 ? Scalar.constant(1, y.precision()) : Scalar.call(new FloorDivide(), x).neg();
        }

        @Override public Words words() {
            return Words.of("x - y ⌊x / y⌋", "what remains of x after division by y, with the sign of y").kinks("where it jumps, the slopes of the piece that it belongs to");
        }
    }

    /// How often y goes into x, rounded down, as Python's //.
    record FloorDivide() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.get(0);
            Scalar y = in.get(1);
            Scalar r = x.remainder(y);
            Scalar other = otherSide(r, y);
            if (x.precision() == Precision.WHOLE) return x.whole(ScalarInstruction.QUOTIENT, y).sub(other);
            Scalar q = x.sub(r).div(y).round().sub(other);                  // whole but for a rounding
            return y.equal(0).select(x.div(y), q);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.constant(0, y.precision()); }

        @Override public Words words() { return Words.of("⌊x / y⌋", "how often y goes into x, rounded down").kinks("slopes 0 everywhere"); }
    }

    /// What remains of x after division by y, with the sign of x, as C's fmod and Java's %.
    record TruncatedRemainder() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) { return in.get(0).remainder(in.get(1)); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            if (i == 0) return Scalar.constant(1, y.precision());
            return x.get(0).sub(Scalar.call(this, x)).div(x.get(1)).round().neg();
        }

        @Override public Words words() {
            return Words.of("x - y trunc(x / y)", "what remains of x after division by y, with the sign of x").kinks("where it jumps, the slopes of the piece that it belongs to");
        }
    }

    private static Scalar truncated(Scalar x) { return x.less(0).select(x.neg().floor().neg(), x.floor()); }

    /// Whether a remainder isn't 0 and has another sign than the divisor.
    private static Scalar otherSide(Scalar r, Scalar y) {
        Scalar no = Scalar.constant(0, r.precision());
        return r.equal(0).select(no, r.less(0).equal(y.less(0)).subFrom(1));
    }
}
