package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Text 004: a single neuron, y = max(x·w + b, 0), and one step that makes its output smaller.
class NeuronTest {
    record Neuron(Tensor w, Tensor b) {
        Tensor sum(Tensor x) { return x.mul(w).sum().add(b); }

        Tensor apply(Tensor x) { return sum(x).relu(); }
    }

    private static final Tensor X = Tensor.of(1, -2, 3);
    private static final Neuron NEURON = new Neuron(Tensor.of(-3, -1, 2), Tensor.scalar(1));

    private static void equal(Tensor t, double... expected) { assertThat(t.toDoubles()).isEqualTo(expected); }

    @Test
    void forward() {
        equal(X.mul(NEURON.w()), -3, 2, 6);
        equal(NEURON.sum(X), 6);
        equal(NEURON.apply(X), 6);
    }

    /// The notebook's long version: each step's derivative times what comes from the next layer.
    @Test
    void stepByStep() {
        Tensor dvalue = Tensor.scalar(1);
        var relu = vjp(Tensor::relu, NEURON.sum(X));
        Tensor dz = relu.apply(dvalue);
        equal(dz, 1);                                                          // Next Layer times Relu: 1.0
        Tensor xw = X.mul(NEURON.w());
        equal(vjp((Tensor t) -> t.sum().add(NEURON.b()), xw).apply(dz), 1, 1, 1);
        equal(vjp((Tensor b) -> xw.sum().add(b), NEURON.b()).apply(dz), 1);    // 1.0 1.0 1.0 1.0
        equal(vjp((Tensor x) -> x.mul(NEURON.w()), X).apply(dz.expand(3)), -3, -1, 2);
        equal(vjp((Tensor w) -> X.mul(w), NEURON.w()).apply(dz.expand(3)), 1, -2, 3);
    }

    @Test
    void allAtOnceSaysTheSame() {
        Neuron slopes = grad(n -> n.apply(X), NEURON);
        Tensor dx = grad(NEURON::apply, X);
        double[] printed = new double[6];                                      // dx0 dw0 dx1 dw1 dx2 dw2
        for (int i = 0; i < 3; i++) {
            printed[2 * i] = dx.at(i);
            printed[2 * i + 1] = slopes.w().at(i);
        }
        assertThat(printed).containsExactly(-3, 1, -1, -2, 2, 3);
        equal(slopes.b(), 1);                                                  // wrt bias 1.0
    }

    @Test
    void oneStepDown() {
        var at = valueAndGrad((Neuron n) -> n.apply(X), NEURON);
        equal(at.value(), 6);
        Neuron next = Tree.zip(NEURON, at.gradient(), (p, g) -> p.sub(g.mul(0.001)));
        Numbers.within(1e-15, next.w(), -3.001, -0.998, 1.997);
        Numbers.within(1e-15, next.b(), 0.999);
        Numbers.within(1e-14, next.apply(X), 5.985);
        // the step's size is known before: rate times the squared length of the gradient, 1 + 4 + 9 + 1
        double predicted = at.gradient().w().square().sum().add(at.gradient().b().square()).mul(0.001).item();
        assertThat(predicted).isEqualTo(0.015);
        assertThat(6 - predicted).isEqualTo(5.985);
    }

    /// "Wouldn't we really be minimizing the value of the next layer?" Yes: the end of the chain goes down.
    @Test
    void withANextLayerTheEndOfTheChainGoesDown() {
        Neuron second = new Neuron(Tensor.of(-0.5), Tensor.scalar(4));
        var both = valueAndGrad((Neuron n) -> second.apply(n.apply(X).reshape(1)), NEURON);
        equal(both.value(), 1);
        var first = vjp((Neuron n) -> n.apply(X), NEURON);
        Tensor dvalue = grad(v -> second.apply(v.reshape(1)), first.value());
        equal(dvalue, -0.5);
        Numbers.sameBits(first.apply(dvalue), both.gradient());                // dvalue is the upstream
        Neuron next = Tree.zip(NEURON, both.gradient(), (p, g) -> p.sub(g.mul(0.001)));
        assertThat(second.apply(next.apply(X).reshape(1)).item()).isLessThan(1);
        assertThat(next.apply(X).item()).as("and the neuron's own output went up").isGreaterThan(6);
    }

    @Test
    void aDeadNeuronLearnsNothing() {
        Neuron dead = new Neuron(NEURON.w(), Tensor.scalar(-10));
        equal(dead.apply(X), 0);
        Neuron slopes = grad(n -> n.apply(X), dead);
        equal(slopes.w(), 0, 0, 0);
        equal(slopes.b(), 0);
        equal(grad(dead::apply, X), 0, 0, 0);
        equal(grad(Tensor::relu, Tensor.scalar(0)), 0);                        // and at the kink itself
    }
}
