package dev.jacobi.op;

import dev.jacobi.diff.Body;

/// A named group of steps that is one node to the graph around it: a checkpoint,
/// a custom rule, a scan.
public non-sealed interface Call extends Op {
    /// The steps inside.
    Body body();
}
