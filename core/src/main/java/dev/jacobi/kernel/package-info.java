/// The loops that do the arithmetic on plain arrays: a narrow waist, and the portable way through it, in
/// Java that the JIT compiler turns into vector instructions, without flags.
///
/// | class | does |
/// |---|---|
/// | [dev.jacobi.kernel.MatMulF32] | `matmul`, `strided`: products of matrices and batches of them; `resume`: the same, continuing its sums |
/// | [dev.jacobi.kernel.ConvF32] | `forward`, `weightGradient`, `inputGradient` of a convolution, whose sizes are [dev.jacobi.kernel.ConvolutionSizes] |
/// | [dev.jacobi.kernel.Reductions] | `sum` (and mean), `product`, `max`, `min` along the middle axis of three |
/// | [dev.jacobi.kernel.ExactSum] | `sum` along the middle axis of three, rounded once |
/// | [dev.jacobi.kernel.Running] | `sum`, `recurrence`: each result is made of all elements up to its place |
/// | [dev.jacobi.kernel.Orders] | `sort`: where the elements of a row stand, in their order |
/// | [dev.jacobi.kernel.WinnersF32] | `find`: where the largest element of each window stands |
/// | [dev.jacobi.kernel.Copies] | `copyStrided`, `writeStrided`, `addStrided`: between a dense array and a view of another |
/// | [dev.jacobi.kernel.Gathers] | `gather` along the middle axis of three, and its adjoint `scatterAdd` |
/// | [dev.jacobi.kernel.Sums] | `add`, `fillZero`: element by element |
///
/// Products of matrices have a second way, through the Vector API, in `vector`; [dev.jacobi.kernel.Vectors] says when it is taken.
///
/// Elementwise formulas aren't here: they are compiled from their descriptions.
///
/// **Conventions.** Dense means row-major from element 0, or from the offset that is given. Shapes and ranges
/// are checked by the caller; a violation ends in Java's own exceptions. Targets are other arrays than sources,
/// and every element of a target is written, except by what adds. One call runs on the thread that makes it,
/// and may run beside others.
///
/// **Bits.** Each class states the order in which it rounds. That order depends on shapes alone, never on the
/// machine or on the path that was taken for speed.
///
/// **Scratch.** `PanelsF32`, `LanesF32`, `ExtremesF32`, `VectorProductF32` and their twins keep a few arrays of bounded size
/// for each thread that used them (together at most 2 MB), so that repeated calls allocate nothing.
///
/// **Twins.** Files with `F32` in their names are the source; those with `F64`, `I32`, `I64` and `Bool` are textual
/// copies for other types, which a test writes and compares. Edit the former.
@NullMarked
package dev.jacobi.kernel;

import org.jspecify.annotations.NullMarked;
