package dev.jacobi.compile;

import dev.jacobi.diff.Body;
import dev.jacobi.op.Op;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a plan is made from: numbered places, and lines that fill them one after the other.
///
/// @param inputs the first so many places are given to each run
/// @param types of every place
/// @param constants the value at a place that never changes, else null
/// @param lines in an order in which they can run
/// @param results the places that are asked for
/// @param traced how many steps there were before anything was simplified
record Listing(int inputs, List<TensorType> types, List<@Nullable Tensor> constants, List<Line> lines, int[] results, int traced) {

    /// One op.
    ///
    /// @param first the place of its first output
    /// @param region which block it belongs to: what a checkpoint computes twice has two regions, so that it stays two
    record Line(Op op, int[] arguments, int first, int outputs, int region) {}

    /// The steps of a body, simplified, and what works row by row brought together; what it captures are constants.
    static Listing of(Body body) { return Rows.of(new Simplifier().listing(body, true)); }

    /// The steps of a body that is given what it captures with each run, after its inputs.
    static Listing open(Body body) { return new Simplifier().listing(body, false); }

    int places() { return types.size(); }
}
