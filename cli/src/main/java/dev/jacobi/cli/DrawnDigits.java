package dev.jacobi.cli;

import java.util.List;
import java.util.SplittableRandom;

/// Digits from 0 to 9 that the program draws itself, so that something can be learned without a file: gray images
/// of 28×28 pixels like those of MNIST, light ink on a dark ground.
///
/// Each digit is one of the [ways to write it][DigitStrokes], with its points moved a little, bent, slanted, turned,
/// scaled and shifted, drawn with a pen of varying width, and strewn with noise. The same seed gives the same bits
/// on every machine.
final class DrawnDigits {
    /// Rows of an image, and pixels in a row.
    static final int SIZE = 28;

    /// How many straight pieces stand for the curve from one point to the next.
    private static final int PIECES = 6;

    private final float[] pixels;
    private final int[] labels;

    private DrawnDigits(int count) {
        pixels = new float[Math.multiplyExact(count, SIZE * SIZE)];
        labels = new int[count];
    }

    /// From 0 to 1, of shape (count, 28, 28); the array itself, not a copy.
    float[] pixels() { return pixels; }

    /// The digits, of shape (count); among each ten from the first on, every digit occurs once.
    int[] labels() { return labels; }

    /// Draws digits. A larger count begins with the digits of a smaller one.
    static DrawnDigits draw(int count, long seed) {
        DrawnDigits result = new DrawnDigits(count);
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (int i = 0; i < count; i++) {
            if (i % 10 == 0) {
                shuffle(order, random);
            }
            result.labels[i] = order[i % 10];
            // A generator of its own, so that the number of strokes of a digit does not change the next.
            new Sheet(result.pixels, i * SIZE * SIZE, random.split()).draw(order[i % 10]);
        }
        return result;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    /// One image: what it does to points, and the pixels that it draws on.
    private static final class Sheet {
        private final float[] pixels;
        private final int start;
        private final SplittableRandom random;

        // From the box of the strokes to pixels: x and y from the middle, bent, then a linear map, then a shift.
        private final double bendX;
        private final double bendY;
        private final double xx;
        private final double xy;
        private final double yx;
        private final double yy;
        private final double middleX;
        private final double middleY;

        private final double radius; // half the width of the pen, in pixels
        private final double taper; // how much wider the pen gets from the beginning of a stroke to its end

        Sheet(float[] pixels, int start, SplittableRandom random) {
            this.pixels = pixels;
            this.start = start;
            this.random = random;
            double height = between(15, 22);
            double width = height * between(0.5, 0.9);
            double slant = between(-0.15, 0.45);
            double turn = between(-0.2, 0.2);
            double cos = StrictMath.cos(turn); // Math.cos may give other bits elsewhere
            double sin = StrictMath.sin(turn);
            bendX = between(-0.3, 0.3);
            bendY = between(-0.25, 0.25);
            xx = cos * width;
            xy = -(cos * slant + sin) * height;
            yx = sin * width;
            yy = (cos - sin * slant) * height;
            middleX = SIZE / 2.0 + between(-2, 2);
            middleY = SIZE / 2.0 + between(-2, 2);
            radius = between(0.7, 1.7);
            taper = between(-0.3, 0.3);
        }

        void draw(int digit) {
            List<List<double[]>> ways = DigitStrokes.waysToWrite(digit);
            for (double[] points : ways.get(random.nextInt(ways.size()))) {
                drawStroke(place(points));
            }
            double ink = between(0.75, 1);
            double noise = between(0, 0.2);
            for (int i = start; i < start + SIZE * SIZE; i++) {
                double value = ink * pixels[i] + noise * (random.nextDouble() + random.nextDouble() - 1);
                pixels[i] = (float) Math.clamp(value, 0, 1);
            }
        }

        /// Moves the points of a stroke a little and brings them to the sheet; both copies of a corner stay together.
        private double[] place(double[] points) {
            double[] result = new double[points.length];
            for (int i = 0; i < points.length; i += 2) {
                if (i > 0 && points[i] == points[i - 2] && points[i + 1] == points[i - 1]) {
                    result[i] = result[i - 2];
                    result[i + 1] = result[i - 1];
                    continue;
                }
                double x = points[i] - 0.5 + between(-0.07, 0.07);
                double y = points[i + 1] - 0.5 + between(-0.05, 0.05);
                double bentX = x + bendX * (y * y - 0.1);
                double bentY = y + bendY * (x * x - 0.1);
                result[i] = middleX + xx * bentX + xy * bentY;
                result[i + 1] = middleY + yx * bentX + yy * bentY;
            }
            return result;
        }

        /// Draws a Catmull-Rom curve: through each point in the direction from the one before to the one after.
        private void drawStroke(double[] points) {
            int last = points.length / 2 - 1;
            double x = points[0];
            double y = points[1];
            for (int i = 0; i < last; i++) {
                int a = 2 * Math.max(i - 1, 0);
                int b = 2 * i;
                int c = b + 2;
                int d = 2 * Math.min(i + 2, last);
                if (points[b] == points[c] && points[b + 1] == points[c + 1]) {
                    continue; // a corner
                }
                for (int piece = 1; piece <= PIECES; piece++) {
                    double t = (double) piece / PIECES;
                    double nextX = curve(points[a], points[b], points[c], points[d], t);
                    double nextY = curve(points[a + 1], points[b + 1], points[c + 1], points[d + 1], t);
                    drawPiece(x, y, nextX, nextY, radius * (1 + taper * ((i + t) / last - 0.5)));
                    x = nextX;
                    y = nextY;
                }
            }
        }

        private static double curve(double a, double b, double c, double d, double t) {
            return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
        }

        /// Inks the pixels near a straight piece: fully within `radius`, fading over the pixel at the edge.
        private void drawPiece(double x0, double y0, double x1, double y1, double radius) {
            double reach = radius + 0.5;
            int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
            int right = Math.min(SIZE - 1, (int) (Math.max(x0, x1) + reach));
            int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
            int bottom = Math.min(SIZE - 1, (int) (Math.max(y0, y1) + reach));
            double dx = x1 - x0;
            double dy = y1 - y0;
            double square = dx * dx + dy * dy;
            for (int row = top; row <= bottom; row++) {
                for (int column = left; column <= right; column++) {
                    double px = column + 0.5 - x0;
                    double py = row + 0.5 - y0;
                    double along = square == 0 ? 0 : Math.clamp((px * dx + py * dy) / square, 0, 1);
                    double offX = px - along * dx;
                    double offY = py - along * dy;
                    double covered = reach - Math.sqrt(offX * offX + offY * offY);
                    int at = start + row * SIZE + column;
                    if (covered > pixels[at]) {
                        pixels[at] = (float) Math.min(covered, 1);
                    }
                }
            }
        }

        private double between(double low, double high) { return low + (high - low) * random.nextDouble(); }
    }
}
