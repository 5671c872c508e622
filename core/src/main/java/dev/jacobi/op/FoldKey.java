package dev.jacobi.op;

import dev.jacobi.kernel.Philox;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// A new key from a key and a number. Inputs: keys, and numbers of the same shape.
public record FoldKey() implements General {
    @Override public Words words() { return Words.of("key, number", "another random key").derivative("none"); }


    @Override public TensorType[] types(Tensor[] inputs) {
        requireKey(name(), inputs[0]);
        requireKey(name(), inputs[1]);
        if (!inputs[0].shape().equals(inputs[1].shape())) {
            throw new IllegalArgumentException("foldKey needs as many numbers as keys, but got " + inputs[0].shape() + " and "
                    + inputs[1].shape());
        }
        return new TensorType[] {inputs[0].type()};
    }

    static void requireKey(String op, Tensor key) {
        if (key.dtype() != DType.I64) {
            throw new IllegalArgumentException(op + " needs a key of I64, but got " + key.type() + "; make one with RandomKey.of(seed)");
        }
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        long[] keys = inputs[0].dense().i64();
        long[] numbers = inputs[1].dense().i64();
        long[] y = outputs[0].storage().i64();
        for (int i = 0; i < y.length; i++) y[i] = Philox.fold(keys[i], numbers[i]);
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
