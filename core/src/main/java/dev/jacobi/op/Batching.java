package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The ways an op works through a batch whose axis comes first.
public final class Batching {
    private Batching() {}

    /// For ops that name their axes from the end: the same op, with every input carrying
    /// the batch.
    public static Tensor[] byLeadingAxis(Op op, int size, Tensor[] inputs, boolean[] batched) {
        return Graph.applyAll(op, expanded(size, inputs, batched));
    }

    /// All inputs as batches: one that isn't is repeated without a copy.
    public static Tensor[] expanded(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] all = inputs.clone();
        for (int i = 0; i < all.length; i++) {
            if (!batched[i]) all[i] = all[i].expand(all[i].shape().prepend(size));
        }
        return all;
    }

    /// For all others: one member after the other, stacked.
    public static Tensor[] byLoop(Op op, int size, Tensor[] inputs, boolean[] batched) {
        if (size == 0) throw new IllegalArgumentException("vmap needs a batch of at least 1 for " + op.name());
        List<List<Tensor>> results = new ArrayList<>();
        for (int b = 0; b < size; b++) {
            Tensor[] one = inputs.clone();
            for (int i = 0; i < one.length; i++) if (batched[i]) one[i] = member(one[i], b);
            Tensor[] out = Graph.applyAll(op, one);
            for (int k = 0; k < out.length; k++) {
                if (b == 0) results.add(new ArrayList<>());
                results.get(k).add(out[k]);
            }
        }
        return results.stream().map(Tensor::stack).toArray(Tensor[]::new);
    }

    /// Member `index` along the first axis.
    static Tensor member(Tensor batch, int index) {
        Shape shape = batch.shape();
        return batch.slice(0, index, index + 1).reshape(shape.part(1, shape.rank()));
    }
}
