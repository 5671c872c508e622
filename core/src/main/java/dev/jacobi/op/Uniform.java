package dev.jacobi.op;

import dev.jacobi.kernel.Philox;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// Numbers spread evenly from 0 up to, not including, 1, made from a key; leading axes of the key are batch.
/// They have no gradient.
public record Uniform(TensorType type) implements General {
    @Override public Words words() { return Words.of("key", "numbers spread evenly from 0 up to 1").derivative("none"); }


    @Override public TensorType[] types(Tensor[] inputs) {
        FoldKey.requireKey(name(), inputs[0]);
        if (!type.dtype().isFloating() || type.dtype().isHalf()) {
            throw new IllegalArgumentException("uniform makes F32 or F64 numbers, but was asked for " + type.dtype());
        }
        return new TensorType[] {new TensorType(type.dtype(), inputs[0].shape().append(type.shape()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        long[] keys = inputs[0].dense().i64();
        int n = type.shape().size();
        for (int k = 0; k < inputs[0].size(); k++) {
            if (type.dtype() == DType.F32) Philox.uniform(keys[k], outputs[0].storage().f32(), k * n, n);
            else Philox.uniform(keys[k], outputs[0].storage().f64(), k * n, n);
        }
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
