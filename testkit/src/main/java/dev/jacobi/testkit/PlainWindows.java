package dev.jacobi.testkit;

import dev.jacobi.op.Along;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// What is asked of a window over any number of axes, by its definition: one output after the other, one element of the
/// window after the other.
final class PlainWindows {
    private PlainWindows() {}

    /// Every index of a shape.
    private static void each(int[] sizes, Consumer<int[]> body) { Plain.make(Shape.of(sizes), at -> { body.accept(at); return 0; }); }

    private static int[] sizes(Window window) { return window.axes().stream().mapToInt(Along.Steps::size).toArray(); }

    /// Sizes of the positions: how often the window fits, beginning in the padding before and ending in that behind.
    private static int[] positions(Plain x, Window window) {
        int n = window.axes().size();
        int[] r = new int[n];
        for (int i = 0; i < n; i++) {
            Along.Steps a = window.axes().get(i);
            int padded = a.before() + x.size(i - n) + a.after();
            for (int start = 0; ; start += a.stride()) {
                boolean inside = start + (a.size() - 1) * a.dilation() < padded;
                if (!inside && !(a.roundedUp() && start < a.before() + x.size(i - n) && r[i] > 0 && leftOver(a, padded, start))) break;
                r[i]++;
            }
        }
        return r;
    }

    /// Whether the window before the one that starts here left a part of the padded axis unseen.
    private static boolean leftOver(Along.Steps a, int padded, int start) {
        return start - a.stride() + (a.size() - 1) * a.dilation() < padded - 1;
    }

    /// The index in (…, space) that the window sees as its element r at position p, or null in the padding.
    private static int[] seen(Plain x, Window window, int[] lead, List<Integer> p, int[] r) {
        int n = r.length;
        int[] at = Arrays.copyOf(lead, lead.length + n);
        for (int i = 0; i < n; i++) {
            Along.Steps a = window.axes().get(i);
            int k = p.get(i) * a.stride() - a.before() + r[i] * a.dilation();
            if (k < 0 || k >= x.size(i - n)) return new int[0];
            at[lead.length + i] = k;
        }
        return at;
    }

    private static List<Integer> last(int[] at, int n) { return Arrays.stream(at, at.length - n, at.length).boxed().toList(); }

    private static int[] joined(int a, int b, int[] rest) {
        int[] r = new int[rest.length + 2];
        r[0] = a;
        r[1] = b;
        System.arraycopy(rest, 0, r, 2, rest.length);
        return r;
    }

    /// The convolution of (images, channels, space) by (filters, channels / groups, window).
    static Plain conv(Plain x, Plain w, Window window, int groups) {
        int n = window.axes().size();
        return Plain.make(Shape.of(joined(x.size(0), w.size(0), positions(x, window))), at -> {
            double[] sum = {0};
            int group = at[1] / (w.size(0) / groups);
            for (int c = 0; c < w.size(1); c++) {
                int channel = c;
                each(sizes(window), r -> {
                    int[] from = seen(x, window, new int[] {at[0], group * w.size(1) + channel}, last(at, n), r);
                    if (from.length > 0) sum[0] += x.at(from) * w.at(joined(at[1], channel, r));
                });
            }
            return sum[0];
        });
    }

    /// Every element of (images, channels, space), times the filters (channels, filters / groups, window), added where the window
    /// of a convolution that ends there would have stood.
    static Plain transposed(Plain x, Plain w, Window window, int groups, int... extra) {
        int n = window.axes().size();
        int[] larger = new int[n];
        for (int i = 0; i < n; i++) {
            Along.Steps a = window.axes().get(i);
            larger[i] = (x.size(i + 2) - 1) * a.stride() + (a.size() - 1) * a.dilation() + 1 - a.before() - a.after() + extra[i];
        }
        Plain y = Plain.make(Shape.of(joined(x.size(0), w.size(1) * groups, larger)), at -> 0);
        each(x.shape().toArray(), at -> {
            int group = at[1] / (x.size(1) / groups);
            for (int f = 0; f < w.size(1); f++) {
                int filter = f;
                each(sizes(window), r -> {
                    int[] to = seen(y, window, new int[] {at[0], group * w.size(1) + filter}, last(at, n), r);
                    if (to.length > 0) y.values()[y.place(to)] += x.at(at) * w.at(joined(at[1], filter, r));
                });
            }
        });
        return y;
    }

    /// Whatever is made of the elements that each window of (…, space) sees, row by row.
    static Plain pool(Plain x, Window window, ToDoubleFunction<double[]> f) {
        int n = window.axes().size();
        int lead = x.shape().rank() - n;
        return Plain.make(x.shape().part(0, lead).append(Shape.of(positions(x, window))), at -> {
            double[] met = new double[Shape.of(sizes(window)).size()];
            int[] count = {0};
            each(sizes(window), r -> {
                int[] from = seen(x, window, Arrays.copyOf(at, lead), last(at, n), r);
                if (from.length > 0) met[count[0]++] = x.at(from);
            });
            return f.applyAsDouble(Arrays.copyOf(met, count[0]));
        });
    }
}
