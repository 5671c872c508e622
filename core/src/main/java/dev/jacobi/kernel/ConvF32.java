package dev.jacobi.kernel;

import java.util.Arrays;
import java.util.function.Supplier;

/// Convolution over `float[]` (in fact correlation: the window isn't flipped), and its two adjoints. Input (images,
/// groups, channels, depth, height, width), weight (groups, filters, channels, window), output (images, groups, filters,
/// positions), all dense; see [ConvolutionSizes].
///
/// Each is one matrix product for each group of an image, whose right side is read from a padded copy of the image when
/// the product asks for it: the patches are laid out in memory only where they are few. A call allocates the copy. Where
/// [Vectors] finds them fast, [TiledConvF32] reads them in place, in the Vector API.
///
/// **Bits.** Every result is one ascending fma chain from +0, over the terms in the order stated. Terms in
/// the padding count, as factors of +0; so do, in the gradient of the input, those between strides.
public final class ConvF32 {
    /// Rows of so few elements under the window would be a waste of vector loops.
    private static final int SMALL_REACH = 48;
    /// Patches of at most so many elements may be laid out.
    private static final long FEW = 1 << 24;
    /// Fewer multiplications aren't worth a second thread.
    private static final long DIVIDED = 1 << 19;

    private ConvF32() {}

    /// The output; terms in the order of (channel, depth, row, column).
    public static void forward(ConvolutionSizes s, float[] input, float[] weight, float[] output) {
        forward(Vectors.WINDOWS_F32.take(s.multiplications()), s, input, weight, output);
    }

    static void forward(boolean tiled, ConvolutionSizes s, float[] input, float[] weight, float[] output) {
        products(tiled, s.images() * s.groups(), s.groups(), s.filters(), s.positions(), s.reach(), () -> PatchesF32.ofInput(s, false), input, weight, output);
    }

    /// For each image, a product of its matrix, one of `matrices` by turns, with what lies under the window. The images
    /// are divided among threads, each of which reads them into a copy of its own.
    private static void products(boolean tiled, int images, int matrices, int m, int n, int k, Supplier<PatchesF32> copy, float[] from,
            float[] a, float[] c) {
        Pool.split(images, share(images, (long) images * m * n * k), (first, last) -> {
            PatchesF32 patches = copy.get();
            TiledConvF32 tiles = tiled ? TiledConvF32.products(patches, m, k) : null;
            for (int i = first; i < last; i++) {
                int ao = i % matrices * m * k;
                patches.read(from, i);
                if (tiles != null) tiles.product(m, k, a, ao, c, i * m * n);
                else PanelsF32.multiply(m, n, k, a, ao, k, 1, patches, c, i * m * n, n, 1, false);
            }
        });
    }

    /// How many of the parts a thread does at a time; all where there is little to do.
    private static int share(int parts, long multiplications) {
        return multiplications < DIVIDED ? Math.max(1, parts) : Math.max(1, parts / (4 * Pool.threads()));
    }

    /// The gradient of the weight; terms in the order of (image, position).
    public static void weightGradient(ConvolutionSizes s, float[] input, float[] upstream, float[] gradient) {
        weightGradient(Vectors.WINDOWS_F32.take(s.multiplications()), s, input, upstream, gradient);
    }

    static void weightGradient(boolean tiled, ConvolutionSizes s, float[] input, float[] upstream, float[] gradient) {
        if (tiled) {
            tiledWeightGradient(s, input, upstream, gradient);
            return;
        }
        int k = s.positions();
        int n = s.reach();
        boolean small = n < SMALL_REACH && (long) n * k <= FEW;
        if (small || s.images() == 0) Arrays.fill(gradient, 0, s.groups() * s.filters() * n, 0f);
        float[] laid = new float[small ? n * k : 0];
        PatchesF32 patches = PatchesF32.ofInput(s, !small);
        for (int i = 0; i < s.images() * s.groups(); i++) {
            int to = i % s.groups() * s.filters() * n;
            patches.read(input, i);
            if (small) {
                for (int p = 0; p < n; p++) patches.line(p, 0, k, laid, p * k);
                MatMulF32.resume(s.filters(), n, k, upstream, i * s.filters() * k, k, 1, laid, 0, 1, k, gradient, to);
            } else {
                PanelsF32.multiply(s.filters(), n, k, upstream, i * s.filters() * k, k, 1, patches,
                        gradient, to, n, 1, i >= s.groups());
            }
        }
    }

    private static void tiledWeightGradient(ConvolutionSizes s, float[] input, float[] upstream, float[] gradient) {
        int blocks = (s.filters() + TiledConvF32.WIDTH - 1) / TiledConvF32.WIDTH;
        Pool.split(s.groups() * blocks, share(s.groups() * blocks, s.multiplications()), (first, last) -> {
            PatchesF32 patches = PatchesF32.ofInput(s, false);
            TiledConvF32 tiles = TiledConvF32.gradients(patches, s.reach());
            for (int b = first; b < last; b++) {
                int g = b / blocks;
                int f = b % blocks * TiledConvF32.WIDTH;
                int filters = Math.min(TiledConvF32.WIDTH, s.filters() - f);
                tiles.begin();
                for (int i = g; i < s.images() * s.groups(); i += s.groups()) {
                    patches.read(input, i);
                    tiles.gradient(s.reach(), filters, upstream, (i * s.filters() + f) * s.positions());
                }
                tiles.end(s.reach(), filters, gradient, (g * s.filters() + f) * s.reach());
            }
        });
    }

    /// The gradient of the input; terms in the order of (filter, depth, row, column).
    public static void inputGradient(ConvolutionSizes s, float[] upstream, float[] weight, float[] gradient) {
        inputGradient(Vectors.WINDOWS_F32.take(s.multiplications()), s, upstream, weight, gradient);
    }

    static void inputGradient(boolean tiled, ConvolutionSizes s, float[] upstream, float[] weight, float[] gradient) {
        int taps = s.taps();
        int n = s.plane();
        int k = s.filters() * taps;
        float[] turned = new float[s.groups() * s.channels() * k];    // (groups, channels, filters, window)
        int from = 0;
        for (int g = 0; g < s.groups(); g++) {
            for (int f = 0; f < s.filters(); f++) {
                for (int c = 0; c < s.channels(); c++, from += taps) {
                    System.arraycopy(weight, from, turned, ((g * s.channels() + c) * s.filters() + f) * taps, taps);
                }
            }
        }
        products(tiled, s.images() * s.groups(), s.groups(), s.channels(), n, k, () -> PatchesF32.ofUpstream(s), upstream, turned, gradient);
    }
}
