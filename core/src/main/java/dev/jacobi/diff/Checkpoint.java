package dev.jacobi.diff;

import dev.jacobi.op.Call;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A block whose intermediate results are not kept for the backward pass but computed
/// again when it comes: memory for time.
public final class Checkpoint implements Call {
    private final Body body;

    private Checkpoint(Body body) { this.body = body; }

    /// Runs `f`; only its argument, what it captures and its result are kept.
    public static <T, R> R apply(Function<? super T, R> f, T at) {
        Called<R> called = Called.of(f, at);
        return called.tree(Graph.applyKnown(new Checkpoint(called.body()), called.arguments(), called.values()));
    }

    @Override public Body body() { return body; }

    @Override public TensorType[] types(Tensor[] inputs) { return body.resultTypes(); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) { Called.run(body, inputs, outputs); }

    @Override public void vjp(Pullback p) {
        @Nullable Tensor[] upstream = new Tensor[p.outputCount()];
        for (int k = 0; k < upstream.length; k++) upstream[k] = p.upstream(k);
        Called.vjp(body, p, upstream);
    }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return Called.jvp(body, inputs, tangents);
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return body.vmap(size, inputs, batched); }
}
