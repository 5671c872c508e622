package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Samples and what they should give, side by side along the first axis.
///
/// @param x the samples (batch, …)
/// @param y the targets (batch, …)
public record Batch(Tensor x, Tensor y) {

    /// @throws IllegalArgumentException if the first axes differ
    public Batch {
        if (x.rank() == 0 || y.rank() == 0 || x.size(0) != y.size(0)) {
            throw new IllegalArgumentException("a batch needs as many targets as samples along the first axis, but got "
                    + x.shape() + " and " + y.shape());
        }
    }

    /// Number of samples.
    public int size() { return x.size(0); }

    /// The samples at these places, in this order.
    public Batch rows(int... places) {
        Tensor index = Tensor.ofInts(places);
        return new Batch(x.gather(0, index), y.gather(0, index));
    }

    /// The samples from `start` up to, not including, `end`: a view, no copy.
    public Batch slice(int start, int end) { return new Batch(x.slice(0, start, end), y.slice(0, start, end)); }

    /// All samples in a random order, in batches; the last is smaller where the size doesn't
    /// divide. Each batch is gathered when its turn comes.
    ///
    /// @param seed decides the order: another for each epoch
    /// @throws IllegalArgumentException for a size below 1
    public Iterable<Batch> batches(int size, long seed) {
        if (size < 1) throw new IllegalArgumentException("a batch needs at least one sample, but the size " + size + " was asked");
        int[] order = shuffled(size(), new SplittableRandom(seed));
        return () -> batches(order, Math.min(size, order.length));
    }

    /// Every order is as likely as another (Fisher and Yates).
    private static int[] shuffled(int count, SplittableRandom random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int k = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[k];
            order[k] = swapped;
        }
        return order;
    }

    private Iterator<Batch> batches(int[] order, int size) {
        return IntStream.iterate(0, start -> start < order.length, start -> start + size)
                .mapToObj(start -> rows(Arrays.copyOfRange(order, start, start + Math.min(size, order.length - start))))
                .iterator();
    }
}
