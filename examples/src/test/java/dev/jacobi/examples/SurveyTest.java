package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.examples.Numbers.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

/// Text 000: will a customer buy cat litter? Four customers, three answers each, a net 3-4-1
/// without biases; rows are customers.
///
/// The first weights are those that NumPy draws after `np.random.seed(1)`, as `2 * rand - 1`.
class SurveyTest {
    record Survey(Tensor syn0, Tensor syn1) {
        Tensor l1LH(Tensor l0) { return l0.matmul(syn0); }                      // (customers, 4)

        Tensor l1(Tensor l0) { return l1LH(l0).sigmoid(); }

        Tensor l2LH(Tensor l0) { return l1(l0).matmul(syn1); }                  // (customers, 1)

        Tensor l2(Tensor l0) { return l2LH(l0).sigmoid(); }

        /// What the text's code goes down: half the squared errors, so that its update is the slope.
        Tensor loss(Tensor l0, Tensor y) { return l2(l0).sub(y).square().sum().mul(0.5); }
    }

    private static final Tensor ANSWERS = Tensor.of(Shape.of(4, 3), 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1);
    private static final Tensor BOUGHT = Tensor.of(Shape.of(4, 1), 1, 1, 0, 0);
    private static final Survey START = start(new MersenneTwister(1));

    private static Survey start(MersenneTwister random) {
        Tensor syn0 = random.rand(3, 4).mul(2).sub(1);
        Tensor syn1 = random.rand(4, 1).mul(2).sub(1);
        return new Survey(syn0, syn1);
    }

    @Test
    void theFirstWeightsAreThoseOfTheText() {
        within(1e-15, START.syn0().get(0), -0.165955990594852, 0.4406489868843162, -0.9997712503653102, -0.39533485473632046);
        within(1e-15, START.syn1().flatten(), -0.5910955005369651, 0.7562348727818908, -0.9452248136041477, 0.34093502035680445);
    }

    @Test
    void theFirstPrediction() {
        within(1e-8, START.l2(ANSWERS), 0.54384086, 0.48895696, 0.47372957, 0.54470837);
    }

    @Test
    void theFiveRatiosOfCustomerOne() {
        Tensor l0 = ANSWERS.get(0);                                             // yes, no, yes
        Tensor syn1 = START.syn1().flatten();
        Tensor l1LH = l0.matmul(START.syn0());
        Tensor l1 = l1LH.sigmoid();
        Tensor l2LH = l1.dot(syn1);
        Tensor l2 = l2LH.sigmoid();
        double[] ratios = {
            grad(s -> s.dot(l0), START.syn0().pick(1, 0)).at(0),                // d l1_LH / d syn0,1 = l0,1
            grad(Tensor::sigmoid, l1LH.get(0)).item(),                          // d l1    / d l1_LH  = slope of l1
            grad(v -> v.dot(syn1), l1).at(0),                                   // d l2_LH / d l1     = syn1,1
            grad(Tensor::sigmoid, l2LH).item(),                                 // d l2    / d l2_LH  = slope of l2
            grad(v -> v.subFrom(1), l2).item(),                      // d l2_error / d l2  = -1
        };
        assertThat(ratios).containsExactly(new double[] {1, 0.24152793, -0.59109550, 0.24807798, -1}, offset(1e-8));

        double product = 1;
        for (double r : ratios) product *= r;
        assertThat(product).isCloseTo(0.03541712, offset(1e-8));
        Tensor whole = grad(s -> new Survey(s, START.syn1()).l2(l0).sum().subFrom(1), START.syn0());
        assertThat(whole.at(0, 0)).isCloseTo(product, offset(1e-15));
    }

    /// The notebook that the text comes from walks through one weight with rounded numbers,
    /// and reads 0.975 where the logistic of 3.82 is 0.9785.
    @Test
    void theNotebooksWalkAndItsSlip() {
        Tensor syn0 = Tensor.of(Shape.of(3, 4), 3.66, -2.88, 3.26, -1.53, -4.84, 3.54, 2.52, -2.55, 0.16, -0.66, -2.82, 1.87);
        Tensor l1LH = ANSWERS.get(0).matmul(syn0);
        assertThat(l1LH.at(0)).isCloseTo(3.82, offset(1e-12));
        assertThat(l1LH.at(0) / syn0.at(0, 0)).as("the quotient is not the ratio of change").isCloseTo(1.0437, offset(1e-4));
        assertThat(grad(s -> ANSWERS.get(0).dot(s), syn0.pick(1, 0)).at(0)).isEqualTo(1);

        Tensor l1 = l1LH.get(0).sigmoid();
        assertThat(l1.item()).isCloseTo(0.97854271, offset(1e-8));
        double slope = grad(Tensor::sigmoid, l1LH.get(0)).item();
        assertThat(slope).isCloseTo(0.02099687, offset(1e-8));
        double half = grad(Tensor::sigmoid, Tensor.scalar(0)).item();           // l2_LH = 0, l2 = 0.5
        assertThat(half).isEqualTo(0.25);
        Tensor error = grad(s -> {
            Tensor signal = ANSWERS.get(0).dot(s).sigmoid().mul(12.21);
            return signal.sub(signal.stopGradient()).sigmoid().subFrom(1);                  // at l2_LH = 0
        }, syn0.pick(1, 0));
        assertThat(error.at(0)).isCloseTo(-0.06409296, offset(1e-8));

        assertThat(secant(3.82, 0.975, 4, 0.982)).isCloseTo(0.04, offset(5e-3));            // as the notebook reads it
        assertThat(secant(3.82, l1.item(), 4, Tensor.scalar(4).sigmoid().item())).isCloseTo(0.01928, offset(1e-5));
        assertThat(secant(0.5, 0.5, 0.6, 0.4)).isCloseTo(-1, offset(1e-12));
        assertThat(secant(0, 0.5, 0.1, Tensor.scalar(0.1).sigmoid().item())).isCloseTo(0.25, offset(1e-3));
        assertThat(secant(0.98, 0, 1, 0.2442)).isCloseTo(12.21, offset(1e-9));
        assertThat(secant(3.66, 3.82, 4, 4.16)).isCloseTo(1, offset(1e-9));
        assertThat(1 * 0.04 * 12.21 * 0.25 * -1).isCloseTo(-0.1221, offset(1e-12));
    }

    private static double secant(double x, double y, double nextX, double nextY) { return (nextY - y) / (nextX - x); }

    /// The code's deltas, as printed in the text, are the gradient of half the squared errors.
    @Test
    void theTextsUpdateIsTheGradient() {
        Tensor l1 = START.l1(ANSWERS);
        Tensor l2 = START.l2(ANSWERS);
        Tensor l2Error = BOUGHT.sub(l2);
        Tensor l2Delta = l2Error.mul(l2.mul(l2.subFrom(1)));
        Tensor l1Error = l2Delta.matmul(START.syn1().transpose());
        Tensor l1Delta = l1Error.mul(l1.mul(l1.subFrom(1)));
        Survey slopes = Numbers.gradientIsRight(n -> n.loss(ANSWERS, BOUGHT), START, 1e-9);
        within(1e-15, slopes.syn1().neg(), l1.transpose().matmul(l2Delta).toDoubles());
        within(1e-15, slopes.syn0().neg(), ANSWERS.transpose().matmul(l1Delta).toDoubles());
    }

    record Data(Tensor l0, Tensor y) {}

    @Test
    void sixtyThousandSteps() {
        Run<Survey, Data> run = Run.of(START, (Survey net, Data d) -> {
            var at = valueAndGrad((Survey n) -> n.loss(d.l0(), d.y()), net);
            return new Scan.Step<>(Tree.zip(net, at.gradient(), Tensor::sub), at.value());
        });
        Data data = new Data(ANSWERS, BOUGHT);
        double[] meanError = {0.4964100319, 0.0085845257, 0.0057894599, 0.0046291768, 0.0039587653, 0.0035101226};
        for (int k = 0; k < 60_000; k++) {
            if (k % 10_000 == 0) {
                double error = BOUGHT.sub(run.state().l2(ANSWERS)).abs().mean().item();
                assertThat(error).as("mean error before step " + k).isCloseTo(meanError[k / 10_000], offset(1e-8));
            }
            if (k == 59_999) within(1e-8, run.state().l2(ANSWERS), 0.99701711, 0.99672209, 0.00260572, 0.00386759);
            run.step(data);
        }
        Survey trained = run.state();
        within(0.005, trained.syn0(), 4.60, 4.17, -6.31, -4.20, -2.58, -5.81, -6.61, -3.68, 0.98, -2.03, 2.53, 5.84);
        within(0.005, trained.syn1(), -6.97, 7.14, -10.32, 7.86);
    }
}
