package dev.jacobi.op;

import dev.jacobi.kernel.ConvF32;
import dev.jacobi.kernel.ConvF64;
import dev.jacobi.kernel.ConvolutionSizes;
import dev.jacobi.op.ConvBatching.Kind;
import dev.jacobi.op.ConvBatching.Role;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// Convolution over the last one, two or three axes: every filter meets every window of every image.
///
/// Three ops of one family, each bilinear and each other's adjoints: the output (images, filters, positions) from
/// the input (images, channels, space) and the weight (filters, channels / groups, window); the gradient of the
/// input from upstream and weight; the gradient of the weight from input and upstream. The window isn't flipped.
///
/// @param window of the size of the filters
/// @param groups parts into which channels and filters are divided; the filters of a group see its channels only
public record Conv(Window window, int groups) implements Bilinear {
    private static final List<String> SPACE = List.of("width)", "height, width)", "depth, height, width)");
    private static final List<String> FILTER = List.of("columns)", "rows, columns)", "layers, rows, columns)");

    /// @throws IllegalArgumentException if there is no group
    public Conv {
        if (groups < 1) throw new IllegalArgumentException("a convolution needs at least 1 group, but got " + groups);
    }

    @Override public String name() { return "conv" + window.axes().size() + "d"; }

    @Override public Words words() {
        return Words.of("y[f, i] = Σ w[f, c, r]·x[c, stride·i + dilation·r − padding]", "lets every filter meet every window of the input")
                .derivative("x: g, spread to where each window was, by w; w: Σ g·(what each window saw)");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Elementwise.sameFloating(name(), inputs[0], inputs[1]);
        return new TensorType[] {new TensorType(inputs[0].dtype(), output(inputs[0].shape(), inputs[1].shape()))};
    }

    private Shape output(Shape x, Shape w) {
        int n = window.axes().size();
        boolean ranks = x.rank() == n + 2 && w.rank() == n + 2;
        if (!ranks || x.size(1) != (long) w.size(1) * groups || w.size(0) % groups != 0) {
            String channels = groups == 1 ? "channels" : "channels / " + groups;
            throw new IllegalArgumentException(name() + (groups == 1 ? "" : " in " + groups + " groups") + " needs (images, channels, "
                    + SPACE.get(n - 1) + " and (filters, " + channels + ", " + FILTER.get(n - 1) + (groups == 1
                    ? " with as many channels" : ", and filters that the groups divide") + ", but got " + x + " and " + w);
        }
        int[] sizes = x.toArray();
        sizes[1] = w.size(0);
        for (int i = 0; i < n; i++) {
            Along.Steps along = window.axes().get(i);
            if (along.size() != w.size(i + 2)) {
                throw new IllegalArgumentException(name() + " needs a window of the size of its filters, but got the window " + window
                        + " and the filters " + w + "; Window.ofFilters makes it");
            }
            sizes[i + 2] = along.count(x.size(i + 2));
            if (sizes[i + 2] == 0) {
                throw new IllegalArgumentException(name() + " needs a window no larger than the padded image, but got the window " + window
                        + " and the image " + x.part(2, n + 2) + "; pad more");
            }
        }
        return Shape.of(sizes);
    }

    /// As the kernels see it. Kernels copy an image, padded: whether that fits into memory must be known before.
    private ConvolutionSizes sizes(Shape x, Shape w, boolean backward) {
        ConvolutionSizes.Axis[] axes = {ConvolutionSizes.Axis.NONE, ConvolutionSizes.Axis.NONE, ConvolutionSizes.Axis.NONE};
        int n = window.axes().size();
        for (int i = 0; i < n; i++) {
            Along.Steps a = window.axes().get(i);
            int length = x.size(i + 2);
            axes[3 - n + i] = new ConvolutionSizes.Axis(length, a.size(), a.stride(), a.before(), a.dilation(), a.count(length));
        }
        ConvolutionSizes sizes = new ConvolutionSizes(x.size(0), groups, w.size(1), w.size(0) / groups, axes[0], axes[1], axes[2]);
        if ((backward ? sizes.upstreamCopy() : sizes.inputCopy()) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name() + " needs padded images of at most 2147483647 elements, but got the window "
                    + window + " and the image " + x.part(1, x.rank()) + "; pad less");
        }
        return sizes;
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        if (outputs[0].size() == 0) return;
        ConvolutionSizes sizes = sizes(inputs[0].shape(), inputs[1].shape(), false);
        Object x = inputs[0].dense().array();
        Object w = inputs[1].dense().array();
        Object y = outputs[0].storage().array();
        if (inputs[0].dtype() == DType.F32) ConvF32.forward(sizes, (float[]) x, (float[]) w, (float[]) y);
        else ConvF64.forward(sizes, (double[]) x, (double[]) w, (double[]) y);
    }

    @Override public Tensor adjointA(Tensor upstream, Tensor x, Tensor w) {
        return Graph.apply(new InputGradient(this, x.shape()), upstream, w);
    }

    @Override public Tensor adjointB(Tensor upstream, Tensor x, Tensor w) {
        return Graph.apply(new WeightGradient(this, w.shape()), x, upstream);
    }

    /// A batch of images of one filter bank is more images, of filter banks for the same images more filters, of
    /// both more groups.
    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Role role = !batched[1] ? Role.IMAGES : batched[0] ? Role.GROUPS : Role.FILTERS;
        ConvBatching batching = new ConvBatching(role, groups, size);
        Tensor x = batching.joined(Kind.INPUT, inputs[0]);
        Tensor w = batching.joined(Kind.WEIGHT, inputs[1]);
        Shape one = output(batched[0] ? inputs[0].shape().part(1, inputs[0].rank()) : inputs[0].shape(),
                batched[1] ? inputs[1].shape().part(1, inputs[1].rank()) : inputs[1].shape());
        return new Tensor[] {batching.parted(Kind.OUTPUT, Graph.apply(grouped(batching), x, w), one)};
    }

    /// The transposed convolution, the adjoint of this one, of an upstream (images, channels, space) by a weight (channels,
    /// filters / groups, window).
    ///
    /// @param extra elements at the end of each axis of the result that no window of this convolution comes to
    /// @throws IllegalArgumentException if the shapes don't belong together, or this convolution can't have such an output
    public InputGradient transposed(Shape x, Shape w, int... extra) {
        int n = window.axes().size();
        boolean ranks = x.rank() == n + 2 && w.rank() == n + 2;
        if (!ranks || x.size(1) != w.size(0) || w.size(0) % groups != 0 || extra.length != n) {
            throw new IllegalArgumentException("transposed " + name() + (groups == 1 ? "" : " in " + groups + " groups") + " needs (images, channels, "
                    + SPACE.get(n - 1) + " and (channels, filters" + (groups == 1 ? ", " : " / " + groups + ", ") + FILTER.get(n - 1) + " with as many "
                    + "channels, " + (groups == 1 ? "" : "which the groups divide, ") + "and an output padding for each axis, but got " + x + ", " + w
                    + " and the output padding " + Arrays.toString(extra));
        }
        int[] sizes = x.toArray();
        sizes[1] = Math.multiplyExact(w.size(1), groups);
        for (int i = 0; i < n; i++) {
            Along.Steps along = window.axes().get(i);
            int count = x.size(i + 2);
            long length = along.length(count, extra[i]);
            if (count < 1 || extra[i] < 0 || length < 1 || length > Integer.MAX_VALUE || along.count((int) length) != count) {
                throw new IllegalArgumentException("transposed " + name() + " needs an image of at least 1 and an output padding from 0 that is less "
                        + "than the stride, and less padding than it fills, but got " + count + " elements along an axis, the window " + along
                        + " and the output padding " + extra[i]);
            }
            sizes[i + 2] = (int) length;
        }
        InputGradient r = new InputGradient(this, Shape.of(sizes));
        output(r.input, w);
        return r;
    }

    private Conv grouped(ConvBatching batching) { return new Conv(window, batching.allGroups()); }

    /// (upstream, weight) to the gradient of the input.
    public record InputGradient(Conv of, Shape input) implements Bilinear {
        @Override public String name() { return of.name() + "InputGradient"; }

        @Override public Words words() {
            return Words.of("x[c, stride·i + dilation·r − padding] += w[f, c, r]·y[f, i]", "is the adjoint of a convolution by its input: the transposed convolution")
                    .derivative("y: the convolution of g by w; w: Σ y·(what each window saw of g)");
        }

        @Override public TensorType[] types(Tensor[] inputs) {
            Elementwise.sameFloating(name(), inputs[0], inputs[1]);
            return new TensorType[] {new TensorType(inputs[0].dtype(), input)};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            if (input.size() == 0) return;
            ConvolutionSizes sizes = of.sizes(input, inputs[1].shape(), true);
            Object g = inputs[0].dense().array();
            Object w = inputs[1].dense().array();
            Object y = outputs[0].storage().array();
            if (inputs[0].dtype() == DType.F32) ConvF32.inputGradient(sizes, (float[]) g, (float[]) w, (float[]) y);
            else ConvF64.inputGradient(sizes, (double[]) g, (double[]) w, (double[]) y);
        }

        @Override public Tensor adjointA(Tensor upstream, Tensor g, Tensor w) { return Graph.apply(of, upstream, w); }

        @Override public Tensor adjointB(Tensor upstream, Tensor g, Tensor w) {
            return Graph.apply(new WeightGradient(of, w.shape()), upstream, g);
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            Role role = !batched[1] ? Role.IMAGES : batched[0] ? Role.GROUPS : Role.CHANNELS;
            ConvBatching batching = new ConvBatching(role, of.groups, size);
            InputGradient all = new InputGradient(of.grouped(batching), batching.joined(Kind.INPUT, input));
            Tensor x = Graph.apply(all, batching.joined(Kind.OUTPUT, inputs[0]), batching.joined(Kind.WEIGHT, inputs[1]));
            return new Tensor[] {batching.parted(Kind.INPUT, x, input)};
        }
    }

    /// (input, upstream) to the gradient of the weight.
    public record WeightGradient(Conv of, Shape weight) implements Bilinear {
        @Override public String name() { return of.name() + "WeightGradient"; }

        @Override public Words words() {
            return Words.of("w[f, c, r] = Σ y[f, i]·x[c, stride·i + dilation·r − padding]", "is the adjoint of a convolution by its filters")
                    .derivative("x: y, spread to where each window was, by g; y: the convolution of x by g");
        }

        @Override public TensorType[] types(Tensor[] inputs) {
            Elementwise.sameFloating(name(), inputs[0], inputs[1]);
            return new TensorType[] {new TensorType(inputs[0].dtype(), weight)};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            if (weight.size() == 0) return;
            ConvolutionSizes sizes = of.sizes(inputs[0].shape(), weight, false);
            Object x = inputs[0].dense().array();
            Object g = inputs[1].dense().array();
            Object y = outputs[0].storage().array();
            if (inputs[0].dtype() == DType.F32) ConvF32.weightGradient(sizes, (float[]) x, (float[]) g, (float[]) y);
            else ConvF64.weightGradient(sizes, (double[]) x, (double[]) g, (double[]) y);
        }

        @Override public Tensor adjointA(Tensor upstream, Tensor x, Tensor g) {
            return Graph.apply(new InputGradient(of, x.shape()), g, upstream);
        }

        @Override public Tensor adjointB(Tensor upstream, Tensor x, Tensor g) { return Graph.apply(of, x, upstream); }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            Role role = !batched[1] ? Role.CHANNELS : batched[0] ? Role.GROUPS : Role.FILTERS;
            ConvBatching batching = new ConvBatching(role, of.groups, size);
            WeightGradient all = new WeightGradient(of.grouped(batching), batching.joined(Kind.WEIGHT, weight));
            Tensor w = Graph.apply(all, batching.joined(Kind.INPUT, inputs[0]), batching.joined(Kind.OUTPUT, inputs[1]));
            return new Tensor[] {batching.parted(Kind.WEIGHT, w, weight)};
        }
    }
}
