package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// Upright bars or flat ones? A convolution with batch normalization learns it.
///
/// Training normalizes by the batch's own statistics and *returns* the moved running ones, as the
/// auxiliary result of the loss. They are `Held`: carried along in the tree, never differentiated.
public final class Convolution {
    record Norm(Tensor scale, Tensor shift, Held mean, Held variance) {
        Tensor apply(Tensor x, Tensor mean, Tensor variance) {
            return x.sub(channels(mean)).div(channels(variance.add(1e-5).sqrt())).mul(channels(scale)).add(channels(shift));
        }

        Norm moved(Tensor mean, Tensor variance) {
            return new Norm(scale, shift, moved(mean(), mean), moved(variance(), variance));
        }

        private static Held moved(Held running, Tensor batch) { return new Held(running.tensor().mul(0.9).add(batch.mul(0.1))); }

        private static Tensor channels(Tensor t) { return t.reshape(-1, 1, 1); }
    }

    record Net(Tensor filters, Norm norm, Tensor weights) {
        Tensor predict(Tensor images) {
            return logits(norm.apply(images.conv2d(filters), norm.mean().tensor(), norm.variance().tensor()));
        }

        WithAuxiliary<Net> loss(Tensor images, Tensor labels) {
            Tensor x = images.conv2d(filters);                                  // (images, channels, height, width)
            Tensor mean = x.mean(0, 2, 3);
            Tensor variance = x.variance(0, 2, 3);
            Tensor value = crossEntropy(logits(norm.apply(x, mean, variance)), labels);
            return new WithAuxiliary<>(value, new Net(filters, norm.moved(mean, variance), weights));
        }

        private Tensor logits(Tensor x) { return x.relu().mean(2, 3).matmul(weights); }
    }

    static Net start(RandomKey key) {
        Tensor zeros = Tensor.zeros(Shape.of(4), DType.F64);
        Norm norm = new Norm(zeros.add(1), zeros.add(0), new Held(zeros), new Held(zeros.add(1)));
        return new Net(key.fold(0).normal(Shape.of(4, 1, 3, 3), DType.F64), norm, key.fold(1).normal(Shape.of(4, 2), DType.F64));
    }

    static final Tensor LABELS = Tensor.ofInts(0, 0, 0, 0, 1, 1, 1, 1);

    /// Four upright bars and four flat ones, (8, 1, 6, 6).
    static Tensor bars() {
        double[] pixels = new double[8 * 6 * 6];
        for (int i = 0; i < 8; i++) for (int k = 0; k < 6; k++) pixels[i * 36 + (i < 4 ? k * 6 + i + 1 : (i - 3) * 6 + k)] = 1;
        return Tensor.of(Shape.of(8, 1, 6, 6), pixels);
    }

    static Net step(Net net, Tensor images) {
        var at = valueAndGradWithAuxiliary(n -> n.loss(images, LABELS), net);
        return Tree.zip(at.auxiliary(), at.gradient(), (p, g) -> p.sub(g.mul(0.5)));
    }

    static void main() {
        Net net = start(RandomKey.of(1));
        for (int i = 0; i < 60; i++) net = step(net, bars());
        IO.println("convolution: loss " + crossEntropy(net.predict(bars()), LABELS).item() + " with the running statistics");
    }
}
