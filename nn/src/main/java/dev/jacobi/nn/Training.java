package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

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
        List<Tree.Leaf> weights = Tree.leaves(model).stream().filter(leaf -> leaf.role() == Tree.Role.TRAINED).toList();
        List<Tensor> gradients = trained(gradient);
        if (gradients.size() != weights.size()) {
            throw new IllegalArgumentException("an update needs a gradient for each of the " + weights.size()
                    + " tensors that are trained, but got " + gradients.size());
        }
        Tensor next = step.tensor().add(1);
        List<Optimizer.Update> updates = updates(weights, gradients, next);
        List<M> fresh = new ArrayList<>(slots.size());
        for (int k = 0; k < slots.size(); k++) {
            int slot = k;
            fresh.add(filled(slots.get(k), updates, u -> u.slots().get(slot)));
        }
        return new Training<>(optimizer, filled(model, updates, Optimizer.Update::weight), fresh, rate, new Held(next));
    }

    /// What becomes of the weight at each place. A tied one moves once, by the rule for its first place.
    private List<Optimizer.Update> updates(List<Tree.Leaf> weights, List<Tensor> gradients, Tensor next) {
        Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        List<Integer> places = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        int[] number = new int[weights.size()];
        for (int i = 0; i < number.length; i++) {
            Integer before = numbers.putIfAbsent(weights.get(i).tensor(), places.size());
            number[i] = before == null ? places.size() : before;
            if (before != null) continue;
            places.add(i);
            paths.add(weights.get(i).path());
        }
        List<Optimizer> rules = optimizer.rules(paths);
        List<Tensor> moving = new ArrayList<>();
        for (int k = 0; k < rules.size(); k++) if (!Tuned.isFrozen(rules.get(k))) moving.add(gradients.get(places.get(k)));
        Iterator<Tensor> prepared = optimizer.prepare(moving).iterator();
        List<List<Tensor>> remembered = slots.stream().map(Training::trained).toList();
        Map<DType, Tensor> rates = new EnumMap<>(DType.class);
        List<Optimizer.Update> done = new ArrayList<>();
        for (int k = 0; k < rules.size(); k++) {
            int place = places.get(k);
            Tensor weight = weights.get(place).tensor();
            List<Tensor> before = new ArrayList<>(remembered.size());
            for (List<Tensor> slot : remembered) before.add(slot.get(place));
            Tensor typed = rates.computeIfAbsent(weight.dtype(), rate.tensor()::to);
            done.add(Tuned.isFrozen(rules.get(k)) ? new Optimizer.Update(weight, before)
                    : one(rules.get(k), typed, next, weight, prepared.next(), before));
        }
        return Arrays.stream(number).mapToObj(done::get).toList();
    }

    /// One tensor by its rule, which may remember less than the others do.
    private static Optimizer.Update one(Optimizer rule, Tensor rate, Tensor next, Tensor weight, Tensor gradient, List<Tensor> before) {
        int own = rule.slots();
        if (own == before.size()) return rule.update(rate, next, weight, gradient, before);
        Optimizer.Update update = rule.update(rate, next, weight, gradient, before.subList(0, own));
        List<Tensor> after = new ArrayList<>(update.slots());
        after.addAll(before.subList(own, before.size()));
        return new Optimizer.Update(update.weight(), after);
    }

    /// The trained tensors in their order, one for each place.
    private static List<Tensor> trained(Object tree) {
        List<Tensor> r = new ArrayList<>();
        Tree.rebuild(tree, (t, role) -> {
            if (role == Tree.Role.TRAINED) r.add(t);
            return t;
        });
        return r;
    }

    /// The same tree with others in the places of the trained tensors.
    private static <T> T filled(T tree, List<Optimizer.Update> updates, Function<Optimizer.Update, Tensor> part) {
        Iterator<Optimizer.Update> next = updates.iterator();
        return Tree.rebuild(tree, (t, role) -> role == Tree.Role.TRAINED ? part.apply(next.next()) : t);
    }

    /// The same state with another learning rate.
    public Training<M> withRate(double value) {
        return new Training<>(optimizer, model, slots, new Held(Tensor.scalar(value)), step);
    }

    /// The same state with another model, of the same structure.
    Training<M> withModel(M other) { return new Training<>(optimizer, other, slots, rate, step); }

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
