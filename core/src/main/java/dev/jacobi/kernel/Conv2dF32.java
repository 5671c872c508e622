package dev.jacobi.kernel;

import java.util.Arrays;

/// Two-dimensional convolution over `float[]` (in fact correlation: the window isn't flipped), and its
/// two adjoints. Input (images, channels, height, width), weight (filters, channels, rows, columns),
/// output (images, filters, output height, output width), all dense; see [Window].
///
/// Each is one matrix product an image, whose right side is read from a padded copy of the image when the
/// product asks for it: the patches are laid out in memory only where they are few. A call allocates the copy.
///
/// **Bits.** Every result is one ascending fma chain from +0, over the terms in the order stated. Terms in
/// the padding count, as factors of +0; so do, in the gradient of the input, those between strides.
public final class Conv2dF32 {
    /// Rows of so few elements under the window would be a waste of vector loops.
    private static final int SMALL_REACH = 48;

    private Conv2dF32() {}

    /// The output; terms in the order of (channel, row, column).
    public static void forward(Window w, float[] input, float[] weight, float[] output) {
        int n = w.positions();
        PatchesF32 patches = PatchesF32.ofInput(w, false);
        for (int i = 0; i < w.images(); i++) {
            patches.read(input, i);
            PanelsF32.multiply(w.filters(), n, w.reach(), weight, 0, w.reach(), 1, patches,
                    output, i * w.filters() * n, n, 1, false);
        }
    }

    /// The gradient of the weight; terms in the order of (image, output row, output column).
    public static void weightGradient(Window w, float[] input, float[] upstream, float[] gradient) {
        int k = w.positions();
        int n = w.reach();
        boolean small = n < SMALL_REACH;
        if (small || w.images() == 0) Arrays.fill(gradient, 0, w.filters() * n, 0f);
        float[] laid = new float[small ? n * k : 0];
        PatchesF32 patches = PatchesF32.ofInput(w, !small);
        for (int i = 0; i < w.images(); i++) {
            patches.read(input, i);
            if (small) {
                for (int p = 0; p < n; p++) patches.line(p, 0, k, laid, p * k);
                MatMulF32.resume(w.filters(), n, k, upstream, i * w.filters() * k, k, 1, laid, 0, 1, k, gradient, 0);
            } else {
                PanelsF32.multiply(w.filters(), n, k, upstream, i * w.filters() * k, k, 1, patches,
                        gradient, 0, n, 1, i > 0);
            }
        }
    }

    /// The gradient of the input; terms in the order of (filter, row, column).
    public static void inputGradient(Window w, float[] upstream, float[] weight, float[] gradient) {
        int plane = w.rows() * w.columns();
        int n = w.height() * w.width();
        int k = w.filters() * plane;
        float[] turned = new float[w.channels() * k];    // (channels, filters, rows, columns)
        for (int f = 0; f < w.filters(); f++) {
            for (int c = 0; c < w.channels(); c++) {
                System.arraycopy(weight, (f * w.channels() + c) * plane, turned, (c * w.filters() + f) * plane, plane);
            }
        }
        PatchesF32 patches = PatchesF32.ofUpstream(w);
        for (int i = 0; i < w.images(); i++) {
            patches.read(upstream, i);
            PanelsF32.multiply(w.channels(), n, k, turned, 0, k, 1, patches, gradient, i * w.channels() * n, n, 1, false);
        }
    }
}
