package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// What stands at the last time of a sequence, (…, times, size) to (…, size): what a [Recurrent] layer makes of all of it.
public record LastTime() implements Layer {

    /// @throws IllegalArgumentException if there is no axis of times, or no time
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (x.rank() < 2 || x.size(-2) < 1) {
            throw new IllegalArgumentException("the last time is that of a sequence (..., times, size) of at least one, but got " + x.shape());
        }
        int times = x.size(-2);
        return x.slice(-2, times - 1, times).squeeze(-2);
    }

    @Override public String specification() { return "lasttime"; }
}
