package dev.jacobi.data;

import dev.jacobi.nn.Batch;
import dev.jacobi.tensor.Shape;
import java.util.Iterator;
import java.util.stream.IntStream;

/// Samples with their targets, which are encoded for a network when they are asked for.
public interface Samples {
    int count();

    /// The shape of one sample, without the axis of the batch.
    Shape shape();

    /// The samples at these places, encoded.
    Batch batch(int[] places);

    /// All samples in their order, in batches of at most this size.
    default Iterable<Batch> inOrder(int size) {
        return () -> {
            Iterator<Integer> starts = IntStream.iterate(0, s -> s < count(), s -> s + size).iterator();
            return new Iterator<>() {
                @Override public boolean hasNext() { return starts.hasNext(); }

                @Override public Batch next() {
                    int start = starts.next();
                    return batch(IntStream.range(start, Math.min(start + size, count())).toArray());
                }
            };
        };
    }
}
