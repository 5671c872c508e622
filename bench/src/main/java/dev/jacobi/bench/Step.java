package dev.jacobi.bench;

import java.util.List;

/// A [Workload] as one library does it: ready to be done again and again.
public interface Step {
    /// Does it once.
    ///
    /// @return the loss, which training code reads too; 0 where there is none
    double run();

    /// What the last [#run] has made: the parameters after a training step, otherwise the gradients by the parameters, and
    /// where there are none the result. Row by row, in the order and the shapes of [Workload#parameters].
    List<float[]> results();
}
