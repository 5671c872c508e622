package dev.jacobi.cli;

import dev.jacobi.io.MnistFolder;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Classes;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Images and what they show, as a network takes them: an image is a row of pixels.
///
/// @param pixels (count, pixels)
/// @param labels the classes (count)
record LabeledImages(Tensor pixels, Tensor labels) {
    /// Images are classified so many at a time, which is enough to be fast and little to keep.
    private static final int CHUNK = 1000;

    static LabeledImages of(MnistFolder.Part part) {
        return of(part.pixels(), part.rows() * part.columns(), part.classes());
    }

    static LabeledImages of(float[] pixels, int size, int[] labels) {
        return new LabeledImages(Tensor.wrap(pixels, Shape.of(labels.length, size)), Tensor.wrap(labels));
    }

    int count() { return pixels.size(0); }

    /// Numbers in an image.
    int size() { return pixels.size(1); }

    /// Those from `start` up to, not including, `end`.
    LabeledImages slice(int start, int end) {
        return new LabeledImages(pixels.slice(0, start, end), labels.slice(0, start, end));
    }

    /// With the classes as targets.
    Batch withLabels() { return new Batch(pixels, labels); }

    /// With outputs as targets: 1 for the class of the image, 0 for the others.
    Batch withOutputs(int classes) { return new Batch(pixels, labels.oneHot(classes, pixels.dtype())); }

    /// The share of images, from 0 to 1, that a network names rightly.
    double accuracy(UnaryOperator<Tensor> net) {
        double right = 0;
        for (int start = 0; start < count(); start += CHUNK) {
            LabeledImages chunk = slice(start, Math.min(count(), start + CHUNK));
            right += chunk.count() * Classes.accuracy(net.apply(chunk.pixels), chunk.labels);
        }
        return right / count();
    }
}
