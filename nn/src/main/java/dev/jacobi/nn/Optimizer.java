package dev.jacobi.nn;

import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import java.util.stream.IntStream;

/// How a gradient changes a weight. An optimizer states the rule for one tensor; the trees,
/// tied weights, counting and compiling follow from it.
///
/// An optimizer is an immutable record of settings. What it remembers from step to step,
/// its slots, is part of the [Training] it starts.
public interface Optimizer {

    /// What one step makes of a tensor.
    record Update(Tensor weight, List<Tensor> slots) {
        /// For an optimizer that remembers nothing.
        public Update(Tensor weight) { this(weight, List.of()); }
    }

    /// The learning rate to start with.
    double rate();

    /// How many tensors it remembers for each weight, of its shape and zero at first.
    int slots();

    /// One step for one tensor, in tensor operations.
    ///
    /// @param rate the learning rate now, one number of the weight's dtype
    /// @param step counts from 1, one `F64` number
    /// @param weight the tensor to change
    /// @param gradient of the loss by it
    /// @param slots what the step before has left
    Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots);

    /// The beginning of a training.
    default <M> Training<M> start(M model) {
        List<M> zeros = IntStream.range(0, slots())
                .mapToObj(_ -> Tree.mapAll(model, t -> Tensor.zeros(t.shape(), t.dtype()))).toList();
        return new Training<>(this, model, zeros, new Held(Tensor.scalar(rate())), new Held(Tensor.scalar(0)));
    }
}
