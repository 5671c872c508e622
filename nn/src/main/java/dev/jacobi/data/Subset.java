package dev.jacobi.data;

import dev.jacobi.nn.Batch;
import dev.jacobi.tensor.Shape;
import java.util.Arrays;

/// Some samples of others.
public final class Subset implements Samples {
    private final Samples all;
    private final int[] chosen;

    /// @param chosen their places among all
    public Subset(Samples all, int[] chosen) {
        this.all = all;
        this.chosen = chosen.clone();
    }

    @Override public int count() { return chosen.length; }

    @Override public Shape shape() { return all.shape(); }

    @Override public Batch batch(int[] places) { return all.batch(Arrays.stream(places).map(i -> chosen[i]).toArray()); }
}
