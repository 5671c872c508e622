package dev.jacobi.nn;

import dev.jacobi.Jacobi;
import dev.jacobi.compile.Run;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.Tensor;
import java.util.function.BiFunction;

/// A compiled training, see [Training#compileTraining]. The state lives in buffers that are
/// updated in place; if a step fails, it is what it was before. One thread at a time.
public final class TrainingRun<M, B> {
    private final Run<Training<M>, B> run;

    private TrainingRun(Run<Training<M>, B> run) { this.run = run; }

    /// Goes on from a state.
    public static <M, B> TrainingRun<M, B> of(Training<M> start, BiFunction<? super M, ? super B, Tensor> loss) {
        return new TrainingRun<>(Run.of(start, (state, batch) -> {
            var r = Jacobi.valueAndGrad(model -> loss.apply(model, batch), state.model());
            return new Scan.Step<>(state.update(r.gradient()), r.value());
        }));
    }

    /// One step: forward, backward, update.
    ///
    /// @return the loss of the batch, before the update
    public double step(B batch) { return run.step(batch); }

    /// The model now: a copy.
    public M model() { return state().model(); }

    /// The whole state now: a copy.
    public Training<M> state() { return run.state(); }
}
