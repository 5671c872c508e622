package dev.jacobi.op;

import dev.jacobi.kernel.WinnersF32;
import dev.jacobi.kernel.WinnersF64;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// Where the largest element of each window of an image stands: the first of equals, or the first NaN. An image
/// (…, height, width) gives (…, windows down, windows across), as `I32`: row · width + column. It has no gradient;
/// a [Gather] of these places is max pooling.
///
/// @param window rows, and columns, of a window
/// @param stride from window to window; what is left at the end of the image lies in none
public record WindowArgMax(int window, int stride) implements General {
    @Override public Words words() {
        return Words.of("argmax of a window", "the place of the largest in each window").derivative("none").kinks("the first of equals; NaN wins");
    }


    public WindowArgMax {
        if (window < 1 || stride < 1) {
            throw new IllegalArgumentException("max pooling needs a window and a stride of at least 1, but got " + window + " and " + stride);
        }
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (!x.dtype().isFloating() || x.rank() < 2) {
            throw new IllegalArgumentException("max pooling needs floating images (..., height, width), but got " + x.type());
        }
        if (x.size(-2) < window || x.size(-1) < window) {
            throw new IllegalArgumentException("max pooling needs a window no larger than the image, but got the window ("
                    + window + ", " + window + ") and the image " + x.shape().part(x.rank() - 2, x.rank()));
        }
        Shape windows = Shape.of((x.size(-2) - window) / stride + 1, (x.size(-1) - window) / stride + 1);
        return new TensorType[] {new TensorType(DType.I32, x.shape().part(0, x.rank() - 2).append(windows))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        Object a = x.dense().array();
        int images = x.shape().part(0, x.rank() - 2).size();
        int[] y = outputs[0].storage().i32();
        if (x.dtype() == DType.F32) WinnersF32.find((float[]) a, images, x.size(-2), x.size(-1), window, stride, y);
        else WinnersF64.find((double[]) a, images, x.size(-2), x.size(-1), window, stride, y);
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
