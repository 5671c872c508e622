package dev.jacobi.op;

import dev.jacobi.kernel.Conv2dF32;
import dev.jacobi.kernel.Conv2dF64;
import dev.jacobi.kernel.Window;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Convolution over the last two axes: every filter meets every window of every image.
///
/// Three ops of one family, each bilinear and each other's adjoints: the output (images, filters, oh, ow) from
/// the input (images, channels, h, w) and the weight (filters, channels, rows, columns); the gradient of the
/// input from upstream and weight; the gradient of the weight from input and upstream. The window isn't flipped.
///
/// @param strides rows and columns from window to window
/// @param pads rows and columns of zeros on each side
public record Conv2d(Pair strides, Pair pads) implements Bilinear {
    @Override public Words words() {
        return Words.of("x * w", "convolution of images with filters").derivative("convolutions of g with the other");
    }


    /// Two sizes: of rows and of columns.
    public record Pair(int rows, int columns) {
        @Override public String toString() { return "(" + rows + ", " + columns + ")"; }
    }

    public Conv2d {
        if (strides.rows < 1 || strides.columns < 1 || pads.rows < 0 || pads.columns < 0) {
            throw new IllegalArgumentException("conv2d needs strides of at least 1 and padding of at least 0, but got the strides "
                    + strides + " and the padding " + pads);
        }
    }

    private Window window(Shape input, Shape weight) {
        return new Window(input.size(0), input.size(1), input.size(2), input.size(3), weight.size(0), weight.size(2),
                weight.size(3), strides.rows, strides.columns, pads.rows, pads.columns);
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Shape x = inputs[0].shape();
        Shape w = inputs[1].shape();
        Elementwise.sameFloating("conv2d", inputs[0], inputs[1]);
        if (x.rank() != 4 || w.rank() != 4 || x.size(1) != w.size(1)) {
            throw new IllegalArgumentException("conv2d needs (images, channels, height, width) and (filters, channels, rows, "
                    + "columns) with as many channels, but got " + x + " and " + w);
        }
        Window window = window(x, w);
        if (window.outputHeight() < 1 || window.outputWidth() < 1) {
            throw new IllegalArgumentException("conv2d needs a window no larger than the padded image, but got the window "
                    + w.part(2, 4) + " and the image " + x.part(2, 4) + " with the padding " + pads + "; pad more");
        }
        return new TensorType[] {new TensorType(inputs[0].dtype(),
                Shape.of(x.size(0), w.size(0), window.outputHeight(), window.outputWidth()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Window window = window(inputs[0].shape(), inputs[1].shape());
        Object x = inputs[0].dense().array();
        Object w = inputs[1].dense().array();
        Object y = outputs[0].storage().array();
        if (inputs[0].dtype() == DType.F32) Conv2dF32.forward(window, (float[]) x, (float[]) w, (float[]) y);
        else Conv2dF64.forward(window, (double[]) x, (double[]) w, (double[]) y);
    }

    @Override public Tensor adjointA(Tensor upstream, Tensor x, Tensor w) {
        return Graph.apply(new InputGradient(this, x.shape()), upstream, w);
    }

    @Override public Tensor adjointB(Tensor upstream, Tensor x, Tensor w) {
        return Graph.apply(new WeightGradient(this, w.shape()), x, upstream);
    }

    /// A batch of images of one filter bank is just more images.
    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        if (batched[1]) return Batching.byLoop(this, size, inputs, batched);
        Tensor y = Graph.apply(this, joined(inputs[0]), inputs[1]);
        return new Tensor[] {parted(y, size, inputs[0].size(1))};
    }

    private static Tensor joined(Tensor x) {
        Shape s = x.shape();
        return x.reshape(Shape.of(s.size(0) * s.size(1)).append(s.part(2, s.rank())));
    }

    private static Tensor parted(Tensor y, int size, int images) {
        Shape s = y.shape();
        return y.reshape(Shape.of(size, images).append(s.part(1, s.rank())));
    }

    /// (upstream, weight) to the gradient of the input.
    public record InputGradient(Conv2d of, Shape input) implements Bilinear {
        @Override public Words words() {
            return Words.of("g *' w", "the adjoint of a convolution by its images: transposed convolution").derivative("convolutions");
        }

        @Override public String name() { return "conv2dInputGradient"; }

        @Override public TensorType[] types(Tensor[] inputs) {
            return new TensorType[] {new TensorType(inputs[0].dtype(), input)};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            Window window = of.window(input, inputs[1].shape());
            Object g = inputs[0].dense().array();
            Object w = inputs[1].dense().array();
            Object y = outputs[0].storage().array();
            if (inputs[0].dtype() == DType.F32) Conv2dF32.inputGradient(window, (float[]) g, (float[]) w, (float[]) y);
            else Conv2dF64.inputGradient(window, (double[]) g, (double[]) w, (double[]) y);
        }

        @Override public Tensor adjointA(Tensor upstream, Tensor g, Tensor w) { return Graph.apply(of, upstream, w); }

        @Override public Tensor adjointB(Tensor upstream, Tensor g, Tensor w) {
            return Graph.apply(new WeightGradient(of, w.shape()), upstream, g);
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            if (batched[1]) return Batching.byLoop(this, size, inputs, batched);
            InputGradient all = new InputGradient(of, input.with(0, size * input.size(0)));
            return new Tensor[] {parted(Graph.apply(all, joined(inputs[0]), inputs[1]), size, inputs[0].size(1))};
        }
    }

    /// (input, upstream) to the gradient of the weight.
    public record WeightGradient(Conv2d of, Shape weight) implements Bilinear {
        @Override public Words words() {
            return Words.of("x *' g", "the adjoint of a convolution by its filters").derivative("convolutions");
        }

        @Override public String name() { return "conv2dWeightGradient"; }

        @Override public TensorType[] types(Tensor[] inputs) {
            return new TensorType[] {new TensorType(inputs[0].dtype(), weight)};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            Window window = of.window(inputs[0].shape(), weight);
            Object x = inputs[0].dense().array();
            Object g = inputs[1].dense().array();
            Object y = outputs[0].storage().array();
            if (inputs[0].dtype() == DType.F32) Conv2dF32.weightGradient(window, (float[]) x, (float[]) g, (float[]) y);
            else Conv2dF64.weightGradient(window, (double[]) x, (double[]) g, (double[]) y);
        }

        @Override public Tensor adjointA(Tensor upstream, Tensor x, Tensor g) {
            return Graph.apply(new InputGradient(of, x.shape()), g, upstream);
        }

        @Override public Tensor adjointB(Tensor upstream, Tensor x, Tensor g) { return Graph.apply(of, x, upstream); }
    }
}
