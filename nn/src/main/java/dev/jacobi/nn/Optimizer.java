package dev.jacobi.nn;

import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.Collections;
import java.util.List;

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
        // what isn't trained gets an object of its own in each slot, so that it isn't tied to the model's
        List<M> zeros = Collections.nCopies(slots(), model).stream().map(Optimizer::zeros).toList();
        return new Training<>(this, model, zeros, new Held(Tensor.scalar(rate())), new Held(Tensor.scalar(0)));
    }

    private static <M> M zeros(M model) {
        return Tree.zip(Tree.mapAll(model, Tensor::alias), model, (_, t) -> Tensor.zeros(t.shape(), t.dtype()));
    }
}
