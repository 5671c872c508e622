package dev.jacobi.scalar;

import java.util.List;

/// Sums, products and powers.
public interface Arithmetic {

    /// a + b: hands its gradient to both.
    record Add() implements ScalarFunction {
        @Override public Words words() { return Words.of("x + y", "the sum of two"); }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).add(x.get(1)); }
    }

    /// a − b.
    record Sub() implements ScalarFunction {
        @Override public Words words() { return Words.of("x - y", "the difference of two"); }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).sub(x.get(1)); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            return Scalar.constant(i == 0 ? 1 : -1, y.precision());
        }
    }

    /// a · b: each gets the gradient times the other.
    record Mul() implements ScalarFunction {
        @Override public Words words() { return Words.of("x y", "the product of two"); }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).mul(x.get(1)); }
    }

    /// a ÷ b.
    record Div() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x / y", "the quotient of two").kinks("as the numbers of Java: 1/0 is infinite, 0/0 is NaN");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).div(x.get(1)); }

        /// By b it is −(a/b)/b, which doesn't overflow where b² would.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            return i == 0 ? x.get(1).divInto(1) : y.div(x.get(1)).neg();
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) {
            return i == 0 ? slope(i, x, y) : x.get(0).div(x.get(1).square()).neg();
        }
    }

    /// −x.
    record Neg() implements ScalarFunction {
        @Override public Words words() { return Words.of("-x", "the number with its sign changed"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().neg(); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.constant(-1, y.precision()); }
    }

    /// x².
    record Square() implements ScalarFunction {
        @Override public Words words() { return Words.of("x^2", "the number times itself"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().square(); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().mul(2); }
    }

    /// √x; its slope at 0 is +∞.
    record Sqrt() implements ScalarFunction {
        @Override public Words words() { return Words.of("sqrt(x)", "the square root").kinks("infinite slope at 0; NaN below"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().sqrt(); }

        /// The absolute value keeps √−0 = −0 from turning the slope to −∞.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.abs().divInto(0.5); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.mul(2).divInto(1); }
    }

    /// xⁿ for a whole n, by repeated squaring; x⁰ is 1 for every x.
    record WholePower(int exponent) implements ScalarFunction {
        private static final int LARGE = 64;

        @Override public Words words() {
            return Words.of("x^n", "a power with a whole exponent").kinks("x^0 is 1 with slope 0, also for NaN");
        }

        @Override public String name() { return "pow"; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            if (exponent == 0) return Scalar.constant(1, x.precision());
            if (exponent == -1) return x.divInto(1);
            if (exponent > 0 && exponent <= 4) return exponent == 1 ? x : exponent == 2 ? x.square() : exponent == 3 ? x.square().mul(x) : x.square().square();
            if (Math.abs((long) exponent) > LARGE) return Scalar.call(new Pow(), x, Scalar.constant(exponent, x.precision()));
            // of m with x = m·2ᵏ and √½ ≤ |m| ≤ √2, so that nothing is too large or too small on the way
            Scalar upper = x.mantissa();
            Scalar high = upper.abs().greater(1.4142135623730951);
            TwoParts square = TwoParts.of(high.select(upper.mul(0.5), upper));
            TwoParts power = null;
            for (int n = Math.abs(exponent); n > 0; n >>= 1) {
                if ((n & 1) == 1) power = power == null ? square : power.times(square);
                if (n > 1) square = square.times(square);
            }
            if (power == null) throw new AssertionError("a power of 0 is 1");
            if (exponent < 0) power = TwoParts.of(Scalar.constant(1, x.precision())).over(power);
            Scalar y = power.value().scale(x.exponent().add(high).mul(exponent));
            Scalar end = exponent % 2 == 0 ? x.abs() : x;                   // of 0 and infinity second parts would be NaN
            Scalar isEnd = x.equal(0).max(x.abs().equal(Double.POSITIVE_INFINITY));
            return isEnd.select(exponent < 0 ? end.divInto(1) : end, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            if (exponent == 0) return Scalar.constant(0, y.precision());
            return Scalar.call(new WholePower(exponent - 1), x).mul(exponent);
        }
    }

    /// xᵖ for real numbers: NaN for a negative x unless p is whole; x⁰ = 1 and 1ᵖ = 1 always.
    record Pow() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x^y", "a power").kinks("0^0 is 1 with slopes 0; the slope by y is NaN for x < 0");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.get(0);
            Scalar p = in.get(1);
            double bound = x.precision() == Precision.F32 ? 120 : 800;
            Scalar[] log = Logarithm.twoParts(x.abs());
            Scalar product = p.mul(log[0]);
            Scalar lost = p.fma(log[0], product.neg()).add(p.mul(log[1]));      // what the product has rounded away
            TwoParts exponent = new TwoParts(product.max(-bound).min(bound), product.abs().less(bound).select(lost, 0));
            Scalar power = exponent.exp().value();
            Scalar far = p.less(0).select(0, Double.POSITIVE_INFINITY);
            power = x.abs().equal(Double.POSITIVE_INFINITY).select(far, power);
            Scalar whole = p.floor().equal(p);
            Scalar odd = whole.mul(p.mul(0.5).floor().mul(2).equal(p).subFrom(1));
            Scalar signed = x.less(0).select(whole.select(odd.select(power.neg(), power), Double.NaN), power);
            Scalar atZero = p.less(0).select(Double.POSITIVE_INFINITY, p.greater(0).select(0.0, p));
            Scalar defined = x.equal(0).select(atZero, signed);
            return p.equal(0).select(1, x.equal(1).select(1, defined));
        }

        /// By x: p·xᵖ⁻¹, and 0 where p is 0. By p: xᵖ·log x, and 0 where x is 0 and p isn't negative.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.get(0);
            Scalar p = in.get(1);
            if (i == 0) return p.equal(0).select(0, p.mul(Scalar.call(this, x, p.sub(1))));
            return x.equal(0).select(p.less(0).select(Double.NEGATIVE_INFINITY, 0), y.mul(x.log()));
        }
    }

    /// |x|; its slope at 0 is 0.
    record Abs() implements ScalarFunction {
        @Override public Words words() { return Words.of("|x|", "the size of a number").kinks("slope 0 at 0"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().abs(); }
    }

    /// −1, 0 or 1.
    record Sign() implements ScalarFunction {
        @Override public Words words() { return Words.of("-1, 0 or 1", "the sign of a number").kinks("slope 0 everywhere"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().sign(); }
    }
}
