package dev.jacobi.testkit.fuzz;

/// A number and how it changes: the arithmetic of the naive interpreter, by the rules of a first course in calculus.
///
/// @param value the number
/// @param slope its change along the direction that is asked for
record Dual(double value, double slope) {

    static Dual of(double value) { return new Dual(value, 0); }

    Dual plus(Dual o) { return new Dual(value + o.value, slope + o.slope); }

    Dual plus(double c) { return new Dual(value + c, slope); }

    Dual minus(Dual o) { return new Dual(value - o.value, slope - o.slope); }

    Dual times(Dual o) { return new Dual(value * o.value, slope * o.value + value * o.slope); }

    Dual times(double c) { return new Dual(value * c, slope * c); }

    Dual over(Dual o) { return new Dual(value / o.value, (slope * o.value - value * o.slope) / (o.value * o.value)); }

    Dual inverse() { return of(1).over(this); }

    Dual square() { return times(this); }

    private Dual chain(double f, double derivative) { return new Dual(f, derivative * slope); }

    Dual exp() { return chain(StrictMath.exp(value), StrictMath.exp(value)); }

    Dual log() { return chain(StrictMath.log(value), 1 / value); }

    Dual sin() { return chain(StrictMath.sin(value), StrictMath.cos(value)); }

    Dual cos() { return chain(StrictMath.cos(value), -StrictMath.sin(value)); }

    Dual sqrt() { return chain(Math.sqrt(value), 1 / (2 * Math.sqrt(value))); }

    Dual atan() { return chain(StrictMath.atan(value), 1 / (1 + value * value)); }

    Dual tanh() { return chain(StrictMath.tanh(value), Math.pow(StrictMath.cosh(value), -2)); }

    Dual sigmoid() { return chain(1 / (1 + StrictMath.exp(-value)), 1 / (2 + StrictMath.exp(value) + StrictMath.exp(-value))); }

    Dual softplus() { return abs().times(-1).exp().plus(1).log().plus(max(of(0))); }

    Dual abs() { return value < 0 ? times(-1) : this; }

    Dual max(Dual o) { return value >= o.value ? this : o; }

    Dual min(Dual o) { return value <= o.value ? this : o; }

    Dual pow(double p) { return log().times(p).exp(); }

    /// 2/√π · x · e^(−x²) · Σ (2x²)ⁿ/(1·3·5·…·(2n+1)); its derivative is known in short.
    Dual erf() {
        if (Math.abs(value) > 6) return of(Math.signum(value));
        double term = 1;
        double sum = 1;
        for (int n = 1; n < 200; n++) sum += term *= 2 * value * value / (2 * n + 1);
        double bell = 2 / Math.sqrt(Math.PI) * StrictMath.exp(-value * value);
        return chain(bell * value * sum, bell);
    }

    /// Stirling's series for x > 0, after going up to where it is exact enough.
    Dual logGamma() {
        Dual x = this;
        Dual below = of(0);
        while (x.value < 20) {
            below = below.plus(x.log());
            x = x.plus(1);
        }
        Dual r = x.inverse();
        Dual series = of(1.0 / 12).minus(r.square().times(of(1.0 / 360).minus(r.square().times(of(1.0 / 1260).minus(r.square().times(1.0 / 1680))))));
        return x.plus(-0.5).times(x.log()).minus(x).plus(0.5 * StrictMath.log(2 * Math.PI)).plus(series.times(r)).minus(below);
    }
}
