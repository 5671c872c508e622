package dev.jacobi.scalar;

import java.util.List;

/// Hyperbolic functions and their inverses. Where a difference would lose digits, the numbers have two parts.
public interface Hyperbolic {

    /// sinh x = (eˣ − e^(−x))/2; near 0 by its series.
    record Sinh() implements ScalarFunction {
        @Override public Words words() { return Words.of("(e^x - e^-x) / 2", "The hyperbolic sine."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar square = x.square();
            Scalar near = x.mul(square).fma(square.polynomial(series(x.precision() == Precision.F32 ? 4 : 9)), x);
            TwoParts grown = halfExponential(x);
            Scalar far = grown.minus(TwoParts.of(grown.value().divInto(0.25))).value();
            Scalar large = grown.value();
            Scalar size = x.abs().greater(20).select(large, far);
            return x.abs().less(1).select(near, x.less(0).select(size.neg(), size));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Cosh(), x); }

        /// 1/3!, 1/5!, …
        private static double[] series(int terms) {
            double[] c = new double[terms];
            double factorial = 6;
            for (int i = 0; i < terms; i++) {
                c[i] = 1 / factorial;
                factorial *= (2 * i + 4.0) * (2 * i + 5.0);
            }
            return c;
        }
    }

    /// cosh x = (eˣ + e^(−x))/2.
    record Cosh() implements ScalarFunction {
        @Override public Words words() { return Words.of("(e^x + e^-x) / 2", "The hyperbolic cosine."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            TwoParts grown = halfExponential(x);
            Scalar y = grown.plus(grown.value().divInto(0.25)).value();
            return x.abs().greater(20).select(grown.value(), y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Sinh(), x); }
    }

    /// e^|x|/2, also where e^|x| is too large; infinite beyond.
    private static TwoParts halfExponential(Scalar x) {
        double bound = x.precision() == Precision.F32 ? 100 : 800;
        TwoParts.Scaled e = TwoParts.of(x.abs().min(bound)).exp();
        TwoParts half = e.mantissa().scaled(e.power().sub(1));
        Scalar infinite = half.high().equal(Double.POSITIVE_INFINITY);
        return TwoParts.select(infinite, TwoParts.of(half.high()), half);
    }

    /// arsinh x = log(x + √(x² + 1)).
    record Asinh() implements ScalarFunction {
        @Override public Words words() { return Words.of("log(x + sqrt(x^2 + 1))", "The inverse of the hyperbolic sine."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs();
            Scalar held = size.min(large(x));
            TwoParts inside = TwoParts.product(held, held).plus(one(x)).sqrt().plus(held);
            Scalar y = logarithm(size, inside);
            Scalar signed = x.less(0).select(y.neg(), y);
            return size.less(tiny(x)).select(x, signed);
        }

        /// 1/√(x² + 1), without a square that would be too large.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar size = x.getFirst().abs();
            Scalar small = size.less(large(size));
            return small.select(size.min(large(size)).square().add(1).sqrt().divInto(1), size.divInto(1));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().add(1).sqrt().divInto(1); }
    }

    /// arcosh x = log(x + √(x² − 1)) for x ≥ 1.
    record Acosh() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log(x + sqrt(x^2 - 1))", "The inverse of the hyperbolic cosine, 0 or more.").kinks("infinite slope at 1; value and slope NaN below");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar held = x.max(1).min(large(x));
            TwoParts square = TwoParts.sum(held, one(x)).times(TwoParts.sum(held, one(x).neg()));
            Scalar y = logarithm(x, square.sqrt().plus(held));
            return x.less(1).select(Double.NaN, x.equal(1).select(0, y));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar s = x.max(1).sub(1).sqrt().mul(x.max(1).add(1).sqrt()).divInto(1);
            return x.less(1).select(Double.NaN, s);
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().sub(1).sqrt().divInto(1); }
    }

    /// artanh x = ½·log((1 + x)/(1 − x)).
    record Atanh() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log((1 + x) / (1 - x)) / 2", "The inverse of the hyperbolic tangent.")
                    .kinks("infinite at -1 and 1, as is the slope; value and slope NaN outside");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs();
            Scalar held = size.min(x.precision() == Precision.F32 ? 0x1.fffffep-1 : 0x1.fffffffffffffp-1);
            Scalar y = TwoParts.sum(one(x), held).over(TwoParts.sum(one(x), held.neg())).log().scaled(0.5).value();
            Scalar inside = size.less(1).select(y, size.equal(1).select(Double.POSITIVE_INFINITY, Double.NaN));
            Scalar signed = x.less(0).select(inside.neg(), inside);
            return size.less(tiny(x)).select(x, x.equal(x).select(signed, x));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar s = x.subFrom(1).mul(x.add(1)).abs().divInto(1);
            return x.abs().lessOrEqual(1).select(s, Double.NaN);
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().subFrom(1).divInto(1); }
    }

    private static Scalar one(Scalar like) { return Scalar.constant(1, like.precision()); }

    /// From here on x² ± 1 is x².
    private static double large(Scalar like) { return like.precision() == Precision.F32 ? 0x1p15 : 0x1p30; }

    /// Up to here the function is x.
    private static double tiny(Scalar like) { return like.precision() == Precision.F32 ? 0x1p-13 : 0x1p-28; }

    /// log of what is given, or log 2x where x is large.
    private static Scalar logarithm(Scalar x, TwoParts inside) {
        Scalar big = x.greater(large(x));
        Scalar finite = x.min(x.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE);
        TwoParts log = TwoParts.select(big, TwoParts.of(finite), inside).log();
        TwoParts more = log.plus(TwoParts.constant(0.6931471805599453, 2.3190468138462996e-17, x.precision()));
        Scalar y = TwoParts.select(big, more, log).value();
        return x.equal(Double.POSITIVE_INFINITY).select(x, x.equal(x).select(y, x));
    }
}
