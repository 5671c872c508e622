package dev.jacobi.nn;

import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// How a gradient changes a weight. An optimizer states the rule for one tensor; the trees,
/// tied weights, counting and compiling follow from it.
///
/// An optimizer is an immutable record of settings. What it remembers from step to step,
/// its slots, is part of the [Training] it starts. Weight decay, groups of parameters and
/// clipping come on top of any of them:
///
/// ```java
/// Optimizer careful = new Adam(1e-3).decay(1e-4).group("*.bias", o -> o.decay(0)).clipNorm(1);
/// ```
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

    /// With classic weight decay (L2): decay · w is added to the gradient, as if decay/2 · w² were part of the loss.
    ///
    /// @throws IllegalArgumentException if it is negative
    default Optimizer decay(double decay) { return new Tuned(this, 1, decay, false); }

    /// With its rate, whatever it is at a step, multiplied.
    default Optimizer rateTimes(double factor) { return new Tuned(this, factor, 0, false); }

    /// The tensor stays as it is, and so do its slots. Weights that are never trained are better a [Held]:
    /// they have no gradient and no slots.
    default Optimizer frozen() { return new Tuned(this, 1, 0, true); }

    /// Treats some of the tensors otherwise. Where several groups match, the last one counts.
    ///
    /// @param glob of paths in the model such as "layers.0.weight"; `*` stands for any characters, dots too
    /// @param change from this optimizer to that of the group, such as `o -> o.decay(0)`; of the same rate
    default Optimizer group(String glob, UnaryOperator<Optimizer> change) {
        return new Grouped(this, List.of()).group(glob, change);
    }

    /// Scales all gradients down together where the norm of all of them, √Σg², is above the limit. A norm that
    /// isn't finite makes the step NaN, which a [TrainingRun] refuses.
    default Optimizer clipNorm(double limit) { return new Clipped(this, limit, Double.POSITIVE_INFINITY); }

    /// Holds every number of the gradients between −limit and limit. One that isn't finite makes its weight NaN.
    default Optimizer clipValue(double limit) { return new Clipped(this, Double.POSITIVE_INFINITY, limit); }

    /// The rule for each of these tensors; the same for all, unless there are groups.
    ///
    /// @throws IllegalArgumentException if a group has none of them
    default List<Optimizer> rules(List<String> paths) { return Collections.nCopies(paths.size(), this); }

    /// What becomes of all gradients of a step before the rules get them.
    default List<Tensor> prepare(List<Tensor> gradients) { return gradients; }

    /// The beginning of a training.
    ///
    /// @throws IllegalArgumentException if a group matches none of the model's paths
    default <M> Training<M> start(M model) {
        rules(List.copyOf(Tree.named(model).keySet()));                    // now, not at the first step
        List<M> zeros = IntStream.range(0, slots())
                .mapToObj(_ -> Tree.mapAll(model, t -> Tensor.zeros(t.shape(), t.dtype()))).toList();
        return new Training<>(this, model, zeros, new Held(Tensor.scalar(rate())), new Held(Tensor.scalar(0)));
    }
}
