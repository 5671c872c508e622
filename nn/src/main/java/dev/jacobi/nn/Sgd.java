package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Gradient descent: a step against the gradient, w − rate · g. Stochastic, because the
/// gradient comes from a batch.
public record Sgd(double rate) implements Optimizer {

    @Override public int slots() { return 0; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        return new Update(weight.sub(gradient.mul(rate)));
    }
}
