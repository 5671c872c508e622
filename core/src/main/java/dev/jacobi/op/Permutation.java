package dev.jacobi.op;

import dev.jacobi.kernel.Philox;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// The numbers from 0 to count − 1 in a random order, made from a key; leading axes of the key are batch. After Fisher
/// and Yates: each place from the last on is exchanged with a random one up to itself. It has no gradient.
public record Permutation(int count) implements General {

    @Override public Words words() { return Words.of("shuffle(0, …, n - 1)", "the numbers below n in a random order").derivative("none: a place is a whole number"); }

    @Override public TensorType[] types(Tensor[] inputs) {
        FoldKey.requireKey(name(), inputs[0]);
        return new TensorType[] {new TensorType(DType.I64, inputs[0].shape().append(Shape.of(count)))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        long[] keys = inputs[0].dense().i64();
        long[] y = outputs[0].storage().i64();
        double[] random = new double[count];
        for (int k = 0; k < inputs[0].size(); k++) {
            int start = k * count;
            Philox.uniform(keys[k], random, 0, count);
            for (int i = 0; i < count; i++) y[start + i] = i;
            for (int i = count - 1; i > 0; i--) {
                int j = (int) (random[i] * (i + 1));                       // the bias of 53 bits is below 1e-6 for 2³¹ elements
                long t = y[start + i];
                y[start + i] = y[start + j];
                y[start + j] = t;
            }
        }
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
