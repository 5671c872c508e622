package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A vector for each of a number of things, such as the words of a vocabulary: y(…, :) = table(x(…), :).
///
/// @param table (count, size): row k belongs to thing k
public record Embedding(Tensor table) implements Layer {

    /// @throws IllegalArgumentException if the table isn't one
    public Embedding {
        if (table.rank() < 2) throw new IllegalArgumentException("an embedding needs a table (count, size), but got " + table.shape());
    }

    /// A fresh `F32` table of numbers from N(0, 1).
    ///
    /// @throws IllegalArgumentException if one of the sizes isn't positive
    public static Embedding of(int count, int size, RandomKey key) {
        if (count <= 0 || size <= 0) {
            throw new IllegalArgumentException("an embedding needs a count and a size of at least 1, but got " + count + " and " + size);
        }
        return new Embedding(key.normal(Shape.of(count, size), DType.F32));
    }

    /// The vectors: whole numbers (…) to (…, size). As everywhere, −1 is the last row.
    ///
    /// @throws IllegalArgumentException if x isn't of whole numbers, or one of them isn't in the table
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (!x.dtype().isInteger()) {
            throw new IllegalArgumentException("an embedding needs whole numbers, but got " + x.type() + "; make them with to(DType.I32)");
        }
        return table.gather(0, x);
    }

    @Override public String specification() { return "embedding " + table.size(-2) + " " + table.size(-1); }
}
