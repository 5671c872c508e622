package dev.jacobi.nn;

import dev.jacobi.Jacobi;
import dev.jacobi.compile.Run;
import dev.jacobi.diff.Scan;
import dev.jacobi.diff.WithAuxiliary;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/// A compiled training, see [Training#compileTraining]. The state lives in buffers that are
/// updated in place; if a step fails, it is what it was before. One thread at a time.
public final class TrainingRun<M, B> {
    private final Run<Training<M>, B> run;

    private TrainingRun(Run<Training<M>, B> run) { this.run = run; }

    /// A loss of a network with layers that are random or gather statistics.
    public interface Loss<M, B> {
        /// One number: how wrong the model is on the batch.
        Tensor apply(M model, B batch, Pass pass);
    }

    /// Goes on from a state.
    public static <M, B> TrainingRun<M, B> of(Training<M> start, BiFunction<? super M, ? super B, Tensor> loss) {
        return of(start, RandomKey.of(0), (model, batch, _) -> loss.apply(model, batch));
    }

    /// Goes on from a state, with layers that are random or gather statistics.
    ///
    /// @param key each step takes its own from it, by the number of the step
    public static <M, B> TrainingRun<M, B> of(Training<M> start, RandomKey key, Loss<? super M, ? super B> loss) {
        return new TrainingRun<>(Run.of(start, (state, batch) -> {
            Pass pass = Pass.training(key.fold(state.step().tensor()));
            var r = Jacobi.valueAndGradWithAuxiliary(model -> {
                Tensor value = loss.apply(model, batch, pass);
                return new WithAuxiliary<>(value, carried(pass.updated(model)));
            }, state.model());
            Training<M> next = state.update(r.gradient());
            Iterator<Tensor> statistics = r.auxiliary().iterator();
            M model = Tree.rebuild(next.model(), (t, role) -> role == Tree.Role.CARRIED ? statistics.next() : t);
            return new Scan.Step<>(next.withModel(model), r.value());
        }));
    }

    private static List<Tensor> carried(Object model) {
        return Tree.leaves(model).stream().filter(l -> l.role() == Tree.Role.CARRIED).map(Tree.Leaf::tensor).toList();
    }

    /// One step: forward, backward, update.
    ///
    /// @return the loss of the batch, before the update
    /// @throws NonFiniteStep if the loss, a weight or a slot would not be finite; the state is what it was before
    public double step(B batch) { return run.step(batch, NonFiniteStep::new); }

    /// Sets the learning rate for the steps to come; nothing is compiled again.
    ///
    /// @throws IllegalArgumentException if it is negative, infinite or NaN
    public void rate(double value) {
        Settings.requireNotNegative("a learning rate", value);
        run.set(state -> state.rate().tensor(), Tensor.scalar(value));
    }

    /// What a step on a batch like this does, see [Run#describe].
    public String describe(B batch) { return run.describe(batch); }

    /// How many kinds of batches have been compiled.
    public int plans() { return run.plans(); }

    /// The model now: a copy.
    public M model() { return state().model(); }

    /// The whole state now: a copy.
    public Training<M> state() { return run.state(); }
}
