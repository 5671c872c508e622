package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// A part of a network: takes a tensor, gives a tensor. Layers are records, so a layer is a
/// tree of its parameters, and so is a network of layers.
///
/// Whoever writes one for his own networks states [#apply(Tensor, Pass)] and
/// [#specification]; nothing is registered.
public interface Layer {
    /// The outputs for a batch.
    ///
    /// @param x samples along the first axis; what follows it, the layer says
    /// @param pass whether this is training, with random numbers and statistics, or use
    /// @throws IllegalArgumentException if the shape doesn't fit
    Tensor apply(Tensor x, Pass pass);

    /// The outputs where the layer is used, not trained.
    default Tensor apply(Tensor x) { return apply(x, Pass.inference()); }

    /// What the layer is, without its numbers, as a text on one line: "dense 784 30". A model
    /// file keeps it beside the numbers.
    String specification();
}
