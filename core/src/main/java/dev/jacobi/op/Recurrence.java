package dev.jacobi.op;

import dev.jacobi.kernel.Running;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Along the last axis, y₀ = x₀ and yₖ = aₖ·yₖ₋₁ + xₖ, of a and x. The first factor isn't used. Its way back
/// is such a recurrence from the other end, so that it can be differentiated any number of times.
public record Recurrence() implements General {

    @Override public Words words() {
        return Words.of("y[k] = a[k] y[k-1] + x[k]", "A linear recurrence along an axis: running products, decaying sums and averages.")
                .derivative("x gets h[k] = g[k] + a[k+1] h[k+1], a gets h[k] y[k-1]");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Tensor x = inputs[1];
        Elementwise.sameFloating("recurrence", a, x);
        if (x.rank() == 0 || !a.shape().equals(x.shape())) {
            throw new IllegalArgumentException("recurrence needs a factor for each element along an axis, but got the factors "
                    + a.shape() + " and the elements " + x.shape() + "; expand one to the other");
        }
        return new TensorType[] {x.type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[1];
        int n = x.size(-1);
        Running.recurrence(inputs[0].dense().array(), x.dense().array(), n == 0 ? 0 : x.size() / n, n, outputs[0].storage().array());
    }

    @Override public void vjp(Pullback p) {
        Tensor a = p.input(0);
        int n = a.size(-1);
        if (n == 0) return;
        Tensor following = a.slice(-1, 1, n).pad(-1, 0, 1);
        Tensor h = Graph.apply(this, following.flip(-1), p.upstream().flip(-1)).flip(-1);
        if (p.wants(0)) p.give(0, h.mul(p.output(0).slice(-1, 0, n - 1).pad(-1, 1, 0)));
        if (p.wants(1)) p.give(1, h);
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
