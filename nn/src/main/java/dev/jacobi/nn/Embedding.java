package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.OptionalInt;

/// A vector for each of a number of things, such as the words of a vocabulary: y(…, :) = table(x(…), :).
///
/// One of the things may be padding, which fills short sequences up: its vector is 0 whatever its row holds, and its row gets
/// no gradient, so that it stays as it is.
///
/// @param table (count, size): row k belongs to thing k
/// @param padding the thing that is none, if there is one
public record Embedding(Tensor table, OptionalInt padding) implements Layer {

    /// @throws IllegalArgumentException if the table isn't one, or the padding isn't in it
    public Embedding {
        if (table.rank() < 2) throw new IllegalArgumentException("an embedding needs a table (count, size), but got " + table.shape());
        if (padding.isPresent() && (padding.getAsInt() < 0 || padding.getAsInt() >= table.size(-2))) {
            throw new IllegalArgumentException("an embedding needs a padding from 0 to " + (table.size(-2) - 1) + ", a row of its table, but got "
                    + padding.getAsInt());
        }
    }

    /// An embedding without padding.
    ///
    /// @throws IllegalArgumentException if the table isn't one
    public Embedding(Tensor table) { this(table, OptionalInt.empty()); }

    /// A fresh `F32` table of numbers from N(0, 1).
    ///
    /// @throws IllegalArgumentException if one of the sizes isn't positive
    public static Embedding of(int count, int size, RandomKey key) {
        if (count <= 0 || size <= 0) {
            throw new IllegalArgumentException("an embedding needs a count and a size of at least 1, but got " + count + " and " + size);
        }
        return new Embedding(key.normal(Shape.of(count, size), DType.F32));
    }

    /// The same one, where a thing is padding and its row 0.
    ///
    /// @param thing a row of the table
    /// @throws IllegalArgumentException if it isn't
    public Embedding withPadding(int thing) {
        Embedding checked = new Embedding(table, OptionalInt.of(thing));
        return new Embedding(table.maskedFill(Tensor.range(table.size(-2)).eq(thing).unsqueeze(-1), 0), checked.padding);
    }

    /// The vectors: whole numbers (…) to (…, size). As everywhere, −1 is the last row.
    ///
    /// @throws IllegalArgumentException if x isn't of whole numbers, or one of them isn't in the table
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (!x.dtype().isInteger()) {
            throw new IllegalArgumentException("an embedding needs whole numbers, but got " + x.type() + "; make them with to(DType.I32)");
        }
        Tensor y = table.gather(0, x);
        if (padding.isEmpty()) return y;
        int thing = padding.getAsInt();
        return y.maskedFill(x.eq(thing).or(x.eq(thing - table.size(-2))).unsqueeze(-1), 0);
    }

    @Override public String specification() {
        return "embedding " + table.size(-2) + " " + table.size(-1) + (padding.isPresent() ? " padding " + padding.getAsInt() : "");
    }
}
