package dev.jacobi.scalar;

import java.util.List;

/// The logarithm of the gamma function and its derivatives.
///
/// Between 1½ and 2½ log Γ(2 + z)/z is a polynomial of z, between 1 and 2 ψ(x)/(x − x₀) one of x − 1½, where x₀ is ψ's
/// zero: Chebyshev interpolation at 80 digits. Other arguments up to 8½ are brought there by Γ(x + 1) = x·Γ(x), larger
/// ones take Stirling's series, negative ones the reflection.
public interface GammaFunction {
    double[] LOG_F64 = {0.42278433509846713, 0.32246703342411326, -0.0673523010531981, 0.02058080842778038, -0.0073855510286719986, 0.002890510331034267, -0.0011927539118428156, 0.0005096695154115458, -0.00022315475400520507, 9.945767355819498e-05, -4.49263133791557e-05, 2.0505590755833454e-05, -9.438715099211532e-06, 4.38470440459836e-06, -2.0439048107029907e-06, 9.200527894968101e-07, -4.3252393445604814e-07, 2.78740805211359e-07, -1.3219945666117874e-07};
    double[] LOG_F32 = {0.4227843350004583, 0.3224670334689425, -0.0673522814721006, 0.020580799471518252, -0.007386174155633413, 0.002890795321559696, -0.0011858600344983208, 0.0005065171429518161, -0.0002538170956727826, 0.00011347281994554691};
    double LOG_REST = 4.942915152430645e-18;                                // of the first, f64
    double[] PSI_F64 = {0.9510558760318328, -0.4236274212814606, 0.24054248424078697, -0.14840492305388092, 0.09498872445289039, -0.06192213327548831, 0.040760833940846085, -0.026975796659787055, 0.017907248317313294, -0.011908220105959716, 0.007927021796868154, -0.005279937255532708, 0.003518106563802472, -0.0023454947397380833, 0.0015633696313653504, -0.0010364584817312839, 0.0006909255761282986, -0.00048595039220036254, 0.00032395945401345196, -0.00014480643368061614, 9.653646261410062e-05, -0.0001782188548855923, 0.00011881232908510335};
    double[] PSI_F32 = {0.9510558754378758, -0.42362742088558825, 0.240542655036541, -0.14840503688922396, 0.09498081754904339, -0.06191686333003683, 0.0408935606644924, -0.027064258800657295, 0.016915223738038547, -0.011247037333869003, 0.01122315637643749, -0.007476843099039942};
    double ZERO = 1.4616321449683622;                                       // x₀, with what follows
    double ZERO_REST = 9.549995429965697e-17;
    /// Bernoulli's numbers B₂, B₄, …
    double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798,
        -174611.0 / 330, 854513.0 / 138};

    /// log |Γ(x)|; ∞ at 0 and the negative whole numbers.
    record LogGamma() implements ScalarFunction {
        @Override public String name() { return "lgamma"; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar far = x.less(-0.5);
            TwoParts direct = right(far.select(x.neg(), x));
            // log(π/(|x|·|sin πx|)) − log Γ(|x|)
            Scalar size = far.select(x.neg(), 1);
            Scalar turn = size.sub(size.round());
            TwoParts sine = HalfTurns.sin(turn.abs());
            Scalar pole = turn.equal(0);
            TwoParts product = sine.times(size);
            TwoParts log = TwoParts.select(pole, TwoParts.of(Scalar.constant(1, x.precision())), product).log();
            TwoParts logPi = TwoParts.constant(1.1447298858494002, 1.0265951162707826e-17, x.precision());
            Scalar reflected = pole.select(Double.POSITIVE_INFINITY, logPi.minus(log).minus(direct).value());
            Scalar y = far.select(reflected, direct.value());
            return x.abs().less(x.precision() == Precision.F32 ? 1e36 : 1e305).select(y, x.abs().equal(Double.POSITIVE_INFINITY).select(Double.POSITIVE_INFINITY,
                    far.select(Double.POSITIVE_INFINITY, x.mul(x.log().sub(1)))));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Digamma(), x); }

        @Override public Words words() {
            return Words.of("log |Γ(x)|", "the logarithm of the gamma function").kinks("∞ at 0 and at negative whole numbers; slope -∞ at 0, NaN at the others");
        }

        /// For x ≥ −½.
        private static TwoParts right(Scalar x) {
            boolean f32 = x.precision() == Precision.F32;
            Scalar one = Scalar.constant(1, x.precision());
            Scalar near = x.max(-1).min(8.5);
            Scalar steps = near.sub(1.5).floor();                           // −2, −1, …, 7: how far from the middle piece
            Scalar z = steps.less(-1).select(near, near.sub(steps.max(-1).add(2)));
            TwoParts factor = TwoParts.of(steps.greater(0).select(near.sub(1), steps.less(0).select(near.abs(), one)));
            for (int j = 2; j <= 7; j++) factor = factor.times(steps.greaterOrEqual(j).select(near.sub(j), one));
            factor = TwoParts.select(steps.less(-1), factor.times(TwoParts.sum(near, one)), factor);
            Scalar zero = x.equal(0);
            Scalar large = x.greater(8.5);
            TwoParts log = TwoParts.select(large, TwoParts.of(x), TwoParts.select(zero, TwoParts.of(one), factor)).log();
            double[] c = f32 ? LOG_F32 : LOG_F64;
            Scalar tail = z.polynomial(java.util.Arrays.copyOfRange(c, 1, c.length)).mul(z);
            TwoParts middle = TwoParts.constant(c[0], f32 ? 0 : LOG_REST, x.precision()).plus(tail).times(z);
            TwoParts small = middle.plus(TwoParts.select(steps.less(0), log.negated(), log));
            // (x − ½)(log x − 1) + (log 2π − 1)/2 + 1/(12x) − …
            Scalar u = x.max(8).divInto(1);
            double[] s = new double[f32 ? 4 : BERNOULLI.length];
            for (int k = 0; k < s.length; k++) s[k] = BERNOULLI[k] / ((2 * k + 2) * (2 * k + 1));
            TwoParts stirling = log.plus(one.neg()).times(TwoParts.sum(x, one.mul(-0.5)))
                    .plus(TwoParts.constant(0.4189385332046727, 1.6728209650585413e-17, x.precision()))
                    .plus(u.mul(u.square().polynomial(s)));
            Scalar infinity = Scalar.constant(Double.POSITIVE_INFINITY, x.precision());
            TwoParts any = TwoParts.select(large, stirling, small);
            return new TwoParts(zero.select(infinity, any.high()), zero.select(0, any.low()));
        }
    }

    /// ψ(x) = Γ′(x)/Γ(x).
    record Digamma() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar negative = x.less(0);
            Scalar size = negative.select(x.neg(), x);
            Scalar tiny = x.abs().less(1e-30);                              // there it is −1/x to the last digit
            TwoParts direct = right(tiny.select(1, size));
            // ψ(x) = ψ(−x) − 1/x − π·cot πx
            Scalar turn = x.sub(x.round());
            TwoParts inverse = TwoParts.of(Scalar.constant(-1, x.precision())).over(tiny.select(1, x));
            TwoParts cot = HalfTurns.cos(turn.abs()).over(HalfTurns.sin(turn))
                    .times(TwoParts.constant(-Math.PI, -1.2246467991473532e-16, x.precision()));
            Scalar reflected = direct.plus(inverse).plus(cot).value();
            Scalar y = negative.select(turn.equal(0).select(Double.NaN, reflected), direct.value());
            return tiny.select(x.divInto(-1), x.equal(Double.POSITIVE_INFINITY).select(x, y));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Polygamma(1), x); }

        @Override public Words words() {
            return Words.of("Γ'(x) / Γ(x)", "the slope of lgamma").kinks("-∞ at 0, NaN at negative whole numbers");
        }

        /// For x > 0.
        private static TwoParts right(Scalar x) {
            boolean f32 = x.precision() == Precision.F32;
            Scalar one = Scalar.constant(1, x.precision());
            Scalar large = x.greater(9);
            Scalar near = x.min(9);
            Scalar below = near.less(1);
            Scalar steps = near.sub(1).floor().max(0).min(7);
            Scalar zero = Scalar.constant(0, x.precision());
            TwoParts sum = TwoParts.of(below.select(-1, zero)).over(below.select(near, one));
            for (int j = 1; j <= 7; j++) {
                Scalar there = steps.greaterOrEqual(j);
                sum = sum.plus(TwoParts.of(there.select(one, zero)).over(there.select(near.sub(j), one)));
            }
            TwoParts at = TwoParts.sum(near.sub(steps), below.select(one, zero));            // from 1 to 2
            TwoParts fromZero = at.plus(TwoParts.constant(-ZERO, -ZERO_REST, x.precision()));
            Scalar z = at.high().sub(1.5).add(at.low());
            double[] c = f32 ? PSI_F32 : PSI_F64;
            TwoParts slope = TwoParts.constant(c[0], 0, x.precision()).plus(z.polynomial(java.util.Arrays.copyOfRange(c, 1, c.length)).mul(z));
            TwoParts small = fromZero.times(slope).plus(sum);
            Scalar u = x.max(8).divInto(1);
            double[] s = new double[f32 ? 4 : BERNOULLI.length];
            for (int k = 0; k < s.length; k++) s[k] = -BERNOULLI[k] / (2 * k + 2);
            Scalar square = u.square();
            TwoParts far = TwoParts.of(x.max(8).min(x.precision() == Precision.F32 ? 3e38 : 1e308)).log().plus(u.mul(-0.5).add(square.mul(square.polynomial(s))));
            return TwoParts.select(large, far, small);
        }
    }

    /// The derivative of order n of ψ, n ≥ 1: (−1)ⁿ⁺¹·n!·Σ 1/(x + k)ⁿ⁺¹ over all k ≥ 0. The first terms as they are, the
    /// others by Euler and Maclaurin; below 0 by the derivatives of π·cot πx, polynomials of the cotangent.
    record Polygamma(int order) implements ScalarFunction {
        private static final int MOST = 30;                                 // beyond, n! is no float

        public Polygamma {
            if (order < 1 || order > MOST) {
                throw new IllegalArgumentException("polygamma needs an order from 1 to " + MOST + ", but got " + order
                        + (order == 0 ? "; order 0 is digamma()" : "; higher derivatives would overflow"));
            }
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar negative = x.less(0);
            Scalar right = right(negative.select(x.subFrom(1), x));
            Scalar turn = x.sub(x.round());
            Scalar cot = HalfTurns.cos(turn.abs()).over(HalfTurns.sin(turn)).value();
            double scale = 1;
            for (int i = 0; i <= order; i++) scale *= Math.PI;
            Scalar waves = cot.polynomial(cotangents()).mul(scale);
            Scalar left = order % 2 == 0 ? right.sub(waves) : right.neg().sub(waves);
            Scalar pole = Scalar.constant(order % 2 == 1 ? Double.POSITIVE_INFINITY : Double.NaN, x.precision());
            return negative.select(turn.equal(0).select(pole, left), right);
        }

        private Scalar right(Scalar x) {
            int shift = 10 + order / 2;
            double factorial = 1;
            for (int i = 2; i <= order; i++) factorial *= i;
            Scalar u = x.add(shift).divInto(1);
            Scalar square = u.square();
            double[] c = new double[x.precision() == Precision.F32 ? 4 : BERNOULLI.length];     // B₂ₖ·(2k + n − 1)!/((2k)!·n!)
            double ratio = 1.0 / order;                                     // (2k + n − 1)!/((2k)!·n!) for k = 0
            for (int k = 0; k < c.length; k++) {
                ratio *= (2.0 * k + order) * (2 * k + 1 + order) / ((2 * k + 1) * (2 * k + 2));
                c[k] = BERNOULLI[k] * ratio;
            }
            // (1/n + u/2 + u²·(…))·uⁿ, all by n!
            Scalar tail = square.mul(square.polynomial(c)).add(u.mul(0.5)).add(1.0 / order).mul(power(u, order));
            Scalar sum = power(x.add(shift - 1), -order - 1);
            for (int k = shift - 2; k >= 0; k--) sum = sum.add(power(k == 0 ? x : x.add(k), -order - 1));
            return sum.add(tail).mul(order % 2 == 1 ? factorial : -factorial);
        }

        private static Scalar power(Scalar x, int n) { return Scalar.call(new Arithmetic.WholePower(n), x); }

        /// The derivative of order n of cot as a polynomial of c = cot: each is −(1 + c²) times the one before, derived.
        private double[] cotangents() {
            double[] p = {0, 1};
            for (int n = 0; n < order; n++) {
                double[] q = new double[p.length + 1];
                for (int k = 1; k < p.length; k++) {
                    q[k - 1] -= k * p[k];
                    q[k + 1] -= k * p[k];
                }
                p = q;
            }
            return p;
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Polygamma(order + 1), x); }

        @Override public Words words() { return Words.of("the derivative of order " + order + " of digamma(x)", "a derivative of the slope of lgamma").kinks("±∞ at 0, ∞ or NaN at negative whole numbers"); }
    }
}
