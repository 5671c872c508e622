package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.examples.Numbers.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Text 001: a net 2-2-2-1 without biases, taken apart as "what is X going through?".
class BlackboardTest {
    /// I1, I2 → A, B → C, D → f. A column of weights belongs to one node.
    record Net(Tensor first, Tensor second, Tensor last) {
        Tensor ab(Tensor input) { return first.matmul(input).sigmoid(); }

        Tensor cd(Tensor ab) { return second.matmul(ab).sigmoid(); }

        Tensor f(Tensor cd) { return last.dot(cd).sigmoid(); }
    }

    private static final Tensor INPUT = Tensor.of(0.5, -1);
    private static final Net NET = new Net(
            Tensor.of(Shape.of(2, 2), 0.1, 0.2, 0.3, 0.4),
            Tensor.of(Shape.of(2, 2), 0.5, 0.6, 0.7, 0.8),
            Tensor.of(0.9, 1.0));
    private static final Tensor AB = NET.ab(INPUT);
    private static final Tensor CD = NET.cd(AB);
    private static final Tensor F = NET.f(CD);

    private static Tensor loss(Tensor f) { return f.subFrom(1).square(); }

    private static Tensor loss(Net n) { return loss(n.f(n.cd(n.ab(INPUT)))); }

    @Test
    void forward() {
        close(AB, 0.4625701547, 0.4378234991);
        close(CD, 0.6210433757, 0.6624111962);
        close(F, 0.7723010783);
        close(loss(NET), 0.0518467989);
    }

    @Test
    void theSlopeOfABareDifferenceHasNoDirection() {
        for (double f : new double[] {-3, 0.2, 1, 7}) {
            assertThat(grad(v -> v.subFrom(1), Tensor.scalar(f)).item()).isEqualTo(-1);
            assertThat(grad(BlackboardTest::loss, Tensor.scalar(f)).item()).isEqualTo(2 * (f - 1));
        }
    }

    @Test
    void theWeightFromCToF() {
        close(grad(BlackboardTest::loss, F), -0.4553978434);                             // dL/df
        close(grad(Tensor::sigmoid, NET.last().dot(CD)), 0.1758521228);                  // df/dsF
        close(grad(w -> loss(w.dot(CD).sigmoid()), NET.last()).get(0), -0.0497348163);   // times C
    }

    @Test
    void theLossSentBackToCAndD() {
        Tensor sent = grad(cd -> loss(NET.f(cd)), CD);
        close(sent, -0.0720744097, -0.0800826775);
        // the prefix of dL/dWac is exactly what was sent to C: nothing grows
        Tensor whole = grad(BlackboardTest::loss, NET).second();
        close(whole.get(0).get(0), -0.0078463945);
        Tensor c = CD.get(0);
        assertThat(whole.at(0, 0)).isCloseTo(sent.at(0) * c.item() * (1 - c.item()) * AB.at(0), offset(1e-17));
    }

    @Test
    void twoLossesMeetAtAAndAreSummed() {
        double sum = grad(ab -> loss(NET.f(NET.cd(ab))), AB).at(0);
        double viaC = grad(ab -> lossThrough(0, ab), AB).at(0);
        double viaD = grad(ab -> lossThrough(1, ab), AB).at(0);
        assertThat(viaC).isCloseTo(-0.0084813022, offset(1e-10));
        assertThat(viaD).isCloseTo(-0.0125358078, offset(1e-10));
        assertThat(sum).isCloseTo(-0.0210171099, offset(1e-10)).isCloseTo(viaC + viaD, offset(1e-16));
        double mean = (viaC + viaD) / 2;                                                 // "don't do it too"
        assertThat(mean).isCloseTo(-0.0105085550, offset(1e-10)).isNotCloseTo(sum, offset(1e-3));
    }

    /// The loss as it depends on A and B through one of C and D, the other held.
    private static Tensor lossThrough(int open, Tensor ab) {
        Tensor cd = NET.cd(ab);
        return loss(NET.f(Tensor.stack(List.of(
                open == 0 ? cd.get(0) : cd.get(0).stopGradient(),
                open == 1 ? cd.get(1) : cd.get(1).stopGradient()))));
    }

    @Test
    void allWeights() {
        Net slopes = Numbers.gradientIsRight(BlackboardTest::loss, NET, 1e-9);
        close(slopes.first(), -0.0026124163, 0.0052248326, -0.0030156594, 0.0060313188);
        // "usually being reduced from the front layers till the back of the network"
        assertThat(slopes.first().square().sum().item()).isLessThan(slopes.second().square().sum().item());
        assertThat(slopes.second().square().sum().item()).isLessThan(slopes.last().square().sum().item());
    }

    /// `activation_function_derivative(f)` takes the output of the activation, not its sum.
    @Test
    void theSlopeOfAnActivationFromItsOutput() {
        for (double z : new double[] {-2, -0.5, 0.25, 3}) {
            Tensor sum = Tensor.scalar(z);
            double sigmoid = sum.sigmoid().item();
            double tanh = sum.tanh().item();
            assertThat(grad(Tensor::sigmoid, sum).item()).isCloseTo(sigmoid * (1 - sigmoid), offset(1e-15));
            assertThat(grad(Tensor::tanh, sum).item()).isCloseTo(1 - tanh * tanh, offset(1e-15));
            assertThat(grad(Tensor::relu, sum).item()).isEqualTo(sum.relu().item() > 0 ? 1 : 0);
        }
    }

    @Test
    void variablesAndBackwardSayTheSame() {
        Tensor first = variable("first", NET.first());
        Tensor second = variable("second", NET.second());
        Tensor last = variable("last", NET.last());
        Gradients found = loss(new Net(first, second, last)).backward();
        Net slopes = grad(BlackboardTest::loss, NET);
        assertThat(found.of(first).toDoubles()).isEqualTo(slopes.first().toDoubles());
        assertThat(found.of(second).toDoubles()).isEqualTo(slopes.second().toDoubles());
        assertThat(found.of(last).toDoubles()).isEqualTo(slopes.last().toDoubles());
    }
}
