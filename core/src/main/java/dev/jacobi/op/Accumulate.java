package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.kernel.Sums;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sum over the paths: contributions that meet at one tensor, added in the
/// order in which they are listed. Each is whole or has a [Placement]; what no
/// contribution reaches is zero. Fifty slices cost one full tensor, not fifty.
///
/// Inputs: the values in order; a gathered one is followed by its index tensor.
public record Accumulate(TensorType type, List<Placement> placements) implements Linear {
    @Override public Words words() {
        return Words.of("x + y + ...", "the sum over the paths that meet, each perhaps at a part of the whole").derivative("g to each, or its part");
    }


    @Override public String name() { return placements.size() == 1 ? "place" : "accumulate"; }

    @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {type}; }

    @Override public Accumulate computedIn(DType dtype) { return new Accumulate(new TensorType(dtype, type.shape()), placements); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Object target = outputs[0].storage().array();
        int start = 0;
        int i = 0;
        int first = 0;
        if (placements.getFirst() instanceof Placement.Whole) {
            Tensor x = inputs[0];
            Layout from = x.strides();
            Copies.copyStrided(x.storage().array(), from.offset(), type.shape().toArray(), from.strides(), target);
            start = 1;
            i = 1;
            first = 1;
        }
        if (start == 0) Sums.fillZero(target, type.shape().size());
        for (int k = first; k < placements.size(); k++) {
            Tensor value = inputs[i++];
            switch (placements.get(k)) {
                case Placement.Whole _ -> Sums.add(value.dense().array(), target, type.shape().size());
                case Placement.Viewed viewed -> {
                    Layout where = viewed.in(type.shape());
                    Copies.addStrided(value.dense().array(), target, where.offset(), value.shape().toArray(), where.strides());
                }
                case Placement.Gathered(int axis, int batch) ->
                        new Gather(axis, batch).accumulate(value, inputs[i++], type.shape(), target);
            }
        }
    }

    @Override public void vjp(Pullback p) {
        Tensor g = p.upstream();
        int i = 0;
        for (Placement placement : placements) {
            int value = i++;
            int index = placement instanceof Placement.Gathered ? i++ : -1;
            if (!p.wants(value)) continue;
            p.give(value, switch (placement) {
                case Placement.Whole _ -> g;
                case Placement.Viewed(Movement by) -> Graph.apply(by, g);
                case Placement.Gathered(int axis, int batch) -> Graph.apply(new Gather(axis, batch), g, p.input(index))
                        .reshape(p.input(value).shape());
            });
        }
    }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        List<Tensor> changed = new ArrayList<>();
        List<Placement> where = new ArrayList<>();
        int i = 0;
        for (Placement placement : placements) {
            Tensor d = tangents[i++];
            Tensor index = placement instanceof Placement.Gathered ? inputs[i++] : null;
            if (d == null) continue;
            changed.add(d);
            if (index != null) changed.add(index);
            where.add(placement);
        }
        if (where.isEmpty()) return new Tensor[1];
        return Graph.applyAll(new Accumulate(type, List.copyOf(where)), changed.toArray(Tensor[]::new));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] all = Batching.expanded(size, inputs, batched);
        List<Placement> where = new ArrayList<>();
        int i = 0;
        for (Placement placement : placements) {
            i++;
            if (placement instanceof Placement.Gathered(int axis, int batch)) {
                if (batch == 0 && !batched[i]) all[i] = inputs[i];           // one index for all members
                else placement = new Placement.Gathered(axis, batch + 1);
                i++;
            }
            where.add(placement);
        }
        return Graph.applyAll(new Accumulate(new TensorType(type.dtype(), type.shape().prepend(size)), List.copyOf(where)), all);
    }
}
