package dev.jacobi.kernel;

import java.util.Arrays;

/// Convolution over `double[]` (in fact correlation: the window isn't flipped), and its two adjoints. Input (images,
/// groups, channels, depth, height, width), weight (groups, filters, channels, window), output (images, groups, filters,
/// positions), all dense; see [ConvolutionSizes].
///
/// Each is one matrix product for each group of an image, whose right side is read from a padded copy of the image when
/// the product asks for it: the patches are laid out in memory only where they are few. A call allocates the copy.
///
/// **Bits.** Every result is one ascending fma chain from +0, over the terms in the order stated. Terms in
/// the padding count, as factors of +0; so do, in the gradient of the input, those between strides.
public final class ConvF64 {
    /// Rows of so few elements under the window would be a waste of vector loops.
    private static final int SMALL_REACH = 48;
    /// Patches of at most so many elements may be laid out.
    private static final long FEW = 1 << 24;

    private ConvF64() {}

    /// The output; terms in the order of (channel, depth, row, column).
    public static void forward(ConvolutionSizes s, double[] input, double[] weight, double[] output) {
        int n = s.positions();
        int reach = s.reach();
        PatchesF64 patches = PatchesF64.ofInput(s, false);
        for (int i = 0; i < s.images() * s.groups(); i++) {
            int filters = i % s.groups() * s.filters();
            patches.read(input, i);
            PanelsF64.multiply(s.filters(), n, reach, weight, filters * reach, reach, 1, patches,
                    output, i * s.filters() * n, n, 1, false);
        }
    }

    /// The gradient of the weight; terms in the order of (image, position).
    public static void weightGradient(ConvolutionSizes s, double[] input, double[] upstream, double[] gradient) {
        int k = s.positions();
        int n = s.reach();
        boolean small = n < SMALL_REACH && (long) n * k <= FEW;
        if (small || s.images() == 0) Arrays.fill(gradient, 0, s.groups() * s.filters() * n, 0d);
        double[] laid = new double[small ? n * k : 0];
        PatchesF64 patches = PatchesF64.ofInput(s, !small);
        for (int i = 0; i < s.images() * s.groups(); i++) {
            int to = i % s.groups() * s.filters() * n;
            patches.read(input, i);
            if (small) {
                for (int p = 0; p < n; p++) patches.line(p, 0, k, laid, p * k);
                MatMulF64.resume(s.filters(), n, k, upstream, i * s.filters() * k, k, 1, laid, 0, 1, k, gradient, to);
            } else {
                PanelsF64.multiply(s.filters(), n, k, upstream, i * s.filters() * k, k, 1, patches,
                        gradient, to, n, 1, i >= s.groups());
            }
        }
    }

    /// The gradient of the input; terms in the order of (filter, depth, row, column).
    public static void inputGradient(ConvolutionSizes s, double[] upstream, double[] weight, double[] gradient) {
        int taps = s.taps();
        int n = s.plane();
        int k = s.filters() * taps;
        double[] turned = new double[s.groups() * s.channels() * k];    // (groups, channels, filters, window)
        int from = 0;
        for (int g = 0; g < s.groups(); g++) {
            for (int f = 0; f < s.filters(); f++) {
                for (int c = 0; c < s.channels(); c++, from += taps) {
                    System.arraycopy(weight, from, turned, ((g * s.channels() + c) * s.filters() + f) * taps, taps);
                }
            }
        }
        PatchesF64 patches = PatchesF64.ofUpstream(s);
        for (int i = 0; i < s.images() * s.groups(); i++) {
            patches.read(upstream, i);
            PanelsF64.multiply(s.channels(), n, k, turned, i % s.groups() * s.channels() * k, k, 1, patches,
                    gradient, i * s.channels() * n, n, 1, false);
        }
    }
}
