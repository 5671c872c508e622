package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// Classes as rows of zeros with a single one: (…) gives (…, classes). It has no gradient.
public record OneHot(int classes, DType dtype) implements General {

    @Override public Words words() {
        return Words.of("y[i, c] = 1 if k[i] = c, else 0", "classes as rows of zeros with a single one").derivative("none").kinks("a class out of range is an error");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (!x.dtype().isInteger() || classes < 1) {
            throw new IllegalArgumentException("oneHot needs classes as whole numbers and at least one of them, but got " + x.type()
                    + " and " + classes + " classes; labels are made with Tensor.ofInts or to(DType.I32)");
        }
        return new TensorType[] {new TensorType(dtype, x.shape().append(Shape.of(classes)))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage labels = inputs[0].dense();
        Storage y = outputs[0].storage();
        for (int row = 0; row < inputs[0].size(); row++) {
            long k = labels.whole(row);
            if (k < 0 || k >= classes) {
                throw new IllegalArgumentException("oneHot was asked for class " + k + " at place " + row + ", but there are " + classes
                        + " classes, 0 to " + (classes - 1));
            }
            for (int c = 0; c < classes; c++) y.set(row * classes + c, c == k ? 1 : 0);
        }
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
