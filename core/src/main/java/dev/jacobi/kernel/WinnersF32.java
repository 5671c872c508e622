package dev.jacobi.kernel;

/// Where the largest element of each window of dense `float[]` images (images, height, width) stands: the first
/// of equals, or the first NaN.
public final class WinnersF32 {
    private WinnersF32() {}

    /// Writes row · width + column for every window, row by row. The window fits into the image.
    public static void find(float[] x, int images, int height, int width, int window, int stride, int[] winners) {
        int down = (height - window) / stride + 1;
        int across = (width - window) / stride + 1;
        for (int i = 0; i < images; i++) {
            int image = i * height * width;
            for (int r = 0; r < down; r++) {
                int line = r * stride * width;
                int to = (i * down + r) * across;
                if (window == 2) pairs(x, image, line, width, stride, winners, to, across);
                else for (int c = 0; c < across; c++) winners[to + c] = one(x, image, line + c * stride, width, window);
            }
        }
    }

    private static int one(float[] x, int image, int corner, int width, int window) {
        int best = corner;
        for (int r = 0; r < window; r++) {
            for (int at = corner + r * width; at < corner + r * width + window; at++) best = winner(x, image, best, at);
        }
        return best;
    }

    /// Windows of two by two, side by side. Which element wins can't be foreseen, so there is no jump for it.
    private static void pairs(float[] x, int image, int line, int width, int stride, int[] winners, int to, int count) {
        for (int w = 0; w < count; w++) {
            int corner = line + w * stride;
            float a = x[image + corner];
            float b = x[image + corner + 1];
            float c = x[image + corner + width];
            float d = x[image + corner + width + 1];
            float most = Math.max(Math.max(a, b), Math.max(c, d));
            int best = corner + width + 1;
            best = c == most ? corner + width : best;
            best = b == most ? corner + 1 : best;
            best = a == most ? corner : best;
            winners[to + w] = Float.isNaN(most) ? one(x, image, corner, width, 2) : best;
        }
    }

    /// Which of two elements wins, the first one coming first.
    private static int winner(float[] x, int image, int first, int second) {
        float a = x[image + first];
        float b = x[image + second];
        return b > a || (Float.isNaN(b) && !Float.isNaN(a)) ? second : first;
    }
}
