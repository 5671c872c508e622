package dev.jacobi.scalar;

import java.util.List;

/// sin(πx)/(πx), which is 1 at 0 and 0 at every other whole number.
public record Sinc() implements ScalarFunction {
    @Override public Scalar formula(List<Scalar> in) {
        Scalar x = in.getFirst();
        Scalar bounded = x.abs().less(limit(x)).select(x, 1);                // far out it is 0, and infinity has no angle
        Scalar size = bounded.equal(0).select(1, bounded);
        Scalar nearest = size.round();
        TwoParts sine = HalfTurns.sin(size.sub(nearest));
        TwoParts bottom = TwoParts.constant(Math.PI, 1.2246467991473532e-16, x.precision()).times(size);
        Scalar y = sine.over(bottom).value();
        Scalar odd = nearest.mul(0.5).floor().mul(2).equal(nearest);        // true where even
        return x.equal(0).select(1, x.equal(x).select(odd.select(y, y.neg()), x));
    }

    @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Derivative(1), x); }

    @Override public Words words() { return Words.of("sin(π x) / (π x)", "the sine by its angle, in half turns"); }

    private static double limit(Scalar x) { return x.precision() == Precision.F32 ? 1e37 : 1e300; }

    /// A derivative of sinc. As x·sinc x = sin(πx)/π, each follows from the one before: x·s⁽ⁿ⁾ = (sin(πx)/π)⁽ⁿ⁾ − n·s⁽ⁿ⁻¹⁾;
    /// near 0, where that would cancel, Taylor's series.
    public record Derivative(int order) implements ScalarFunction {
        @Override public String name() { return "sinc^(" + order + ")"; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar inside = x.abs().less(limit(x)).select(x, 1);
            Scalar nearest = inside.round();
            Scalar turn = inside.sub(nearest);
            Scalar even = nearest.mul(0.5).floor().mul(2).equal(nearest);
            Scalar sin = HalfTurns.sin(turn).value();
            Scalar cos = HalfTurns.cos(turn.abs()).value();
            Scalar s = Scalar.call(new Sinc(), inside);
            double power = 1 / Math.PI;                                     // πⁿ⁻¹
            for (int n = 1; n <= order; n++) {
                power *= Math.PI;
                Scalar wave = even.select(n % 2 == 1 ? cos : sin, (n % 2 == 1 ? cos : sin).neg()).mul(n % 4 == 0 || n % 4 == 1 ? power : -power);
                s = wave.sub(s.mul(n)).div(inside);
            }
            double limit = Math.min(1, 0.5 * order);
            Scalar far = x.abs().less(limit(x)).select(s, x.equal(x).select(0.0, x));
            return x.abs().less(limit).select(series(x.max(-limit).min(limit)), far);
        }

        /// Σ (−1)ᵏ·π²ᵏ/(2k + 1)!·(2k)!/(2k − n)!·x²ᵏ⁻ⁿ.
        private Scalar series(Scalar x) {
            int first = (order + 1) / 2;
            double[] c = new double[(x.precision() == Precision.F32 ? 9 : 16) + order / 2];
            for (int j = 0; j < c.length; j++) {
                int k = first + j;
                double term = k % 2 == 0 ? 1 : -1;
                for (int i = 1; i <= 2 * k; i++) term *= Math.PI / (i + 1);
                for (int i = 0; i < order; i++) term *= 2 * k - i;
                c[j] = term;
            }
            Scalar sum = x.square().polynomial(c);
            return order % 2 == 1 ? sum.mul(x) : sum;
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Derivative(order + 1), x); }

        @Override public Words words() { return Words.of("the derivative of order " + order + " of sinc(x)", "a derivative of sinc, right also near 0"); }
    }
}
