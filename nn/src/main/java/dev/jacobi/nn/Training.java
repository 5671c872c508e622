package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The state of a training, a value: the model, what the optimizer remembers, the rate and
/// the number of steps. A step makes the next one from it:
///
/// ```java
/// var state = new Adam(1e-3).start(net);
/// for (Batch b : data.batches(32, epoch))
///     state = state.update(grad(n -> crossEntropy(n.apply(b.x()), b.y()), state.model()));
/// ```
///
/// It is a tree of tensors, so it can be compiled, saved, and held by a run that changes it
/// in place: [#compileTraining].
///
/// @param slots trees like the model, as many as the optimizer wants
/// @param rate the learning rate, one `F64` number
/// @param step how many updates were made, one `F64` number
public record Training<M>(Optimizer optimizer, M model, List<M> slots, Held rate, Held step) {

    /// The state after one more update.
    ///
    /// @param gradient a tree like the model
    /// @throws IllegalArgumentException if its leaves differ from the model's
    public Training<M> update(M gradient) {
        Tensor next = step.tensor().add(1);
        Map<Tensor, Tensor> changed = new IdentityHashMap<>();
        Map<DType, Tensor> rates = new EnumMap<>(DType.class);
        List<List<Tensor>> remembered = new ArrayList<>();
        for (M slot : slots) remembered.add(trained(slot));
        int[] place = {0};
        M moved = Tree.zip(model, gradient, (weight, g) -> {
            List<Tensor> before = new ArrayList<>();
            for (List<Tensor> slot : remembered) before.add(slot.get(place[0]));
            place[0]++;
            Tensor typed = rates.computeIfAbsent(weight.dtype(), rate.tensor()::to);
            Optimizer.Update update = optimizer.update(typed, next, weight, g, before);
            for (int k = 0; k < before.size(); k++) changed.put(before.get(k), update.slots().get(k));
            return update.weight();
        });
        return new Training<>(optimizer, moved, slots.stream().map(s -> Tree.map(s, changed::get)).toList(), rate, new Held(next));
    }

    /// The trained tensors in their order, each once.
    private static List<Tensor> trained(Object tree) {
        List<Tensor> r = new ArrayList<>();
        Tree.map(tree, t -> {
            r.add(t);
            return t;
        });
        return r;
    }

    /// The same state with another learning rate.
    public Training<M> withRate(double value) {
        return new Training<>(optimizer, model, slots, new Held(Tensor.scalar(value)), step);
    }

    /// A compiled training: forward, backward and update as one plan that owns its state.
    ///
    /// ```java
    /// var run = compileTraining(net, new Adam(1e-3), (Net n, Batch b) -> crossEntropy(n.apply(b.x()), b.y()));
    /// double loss = run.step(batch);
    /// ```
    ///
    /// @param loss traced once for each kind of batch; Java numbers and tensors that it captures
    ///     are constants
    public static <M, B> TrainingRun<M, B> compileTraining(M model, Optimizer optimizer,
            BiFunction<? super M, ? super B, Tensor> loss) {
        return TrainingRun.of(optimizer.start(model), loss);
    }
}
