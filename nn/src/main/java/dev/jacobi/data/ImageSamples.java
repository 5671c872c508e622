package dev.jacobi.data;

import dev.jacobi.io.MnistFolder;
import dev.jacobi.nn.Batch;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Images of a folder like MNIST's, which stay bytes until they are asked for.
public final class ImageSamples implements Samples {
    private final byte[] pixels;
    private final int[] labels;
    private final ImageEncoding encoding;

    /// @throws IllegalArgumentException if the images are of another size than the model's
    public ImageSamples(MnistFolder.Part part, ImageEncoding encoding) {
        if (part.rows() != encoding.rows() || part.columns() != encoding.columns()) {
            throw new IllegalArgumentException("the model knows images of " + encoding.rows() + "×" + encoding.columns() + " pixels, but these have "
                    + part.rows() + "×" + part.columns());
        }
        this.pixels = part.images().bytes();
        this.labels = part.classes();
        this.encoding = encoding;
    }

    @Override public int count() { return labels.length; }

    @Override public Shape shape() { return encoding.shape(); }

    @Override public Batch batch(int[] places) {
        int size = encoding.rows() * encoding.columns();
        float[] x = new float[Math.multiplyExact(places.length, size)];
        int[] y = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            int from = places[i] * size;
            for (int k = 0; k < size; k++) x[i * size + k] = (pixels[from + k] & 0xff) / 255f;
            y[i] = labels[places[i]];
        }
        return new Batch(Tensor.wrap(x, Shape.of(places.length, 1, encoding.rows(), encoding.columns())), Tensor.wrap(y));
    }
}
