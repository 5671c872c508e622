package dev.jacobi.tensor;

import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Gather;
import dev.jacobi.op.Movement;
import dev.jacobi.op.OneHot;
import dev.jacobi.op.Pick;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Scatter;
import java.util.Arrays;
import java.util.List;

/// Elements by their places: gathered, scattered, masked, triangles and diagonals of matrices.
public abstract sealed class SelectionOperations extends ShapeOperations permits FillOperations {
    SelectionOperations() {}

    // ---- by index

    /// The elements that an index names along an axis, as an embedding looks up its rows; a negative index counts from
    /// the end. The axis gives way to all axes of the index: (outer, axis, inner) by an index of shape I gives
    /// (outer, I, inner). The gradients of an element named twice are added. PyTorch calls this `index_select`, NumPy `take`.
    ///
    /// @throws IllegalArgumentException for an index outside the axis, in every mode
    public Tensor gather(int axis, Tensor index) {
        return Graph.apply(new Gather(self().shape().axis(axis) - self().rank()), self(), index);
    }

    /// As [#gather] by a few numbers.
    public Tensor indexSelect(int axis, int... indexes) { return gather(axis, Tensor.ofInts(indexes)); }

    /// The elements that an index names along an axis, another one in every row: with the last of two axes,
    /// result[i][j] = x[i][index[i][j]]. The index has as many axes as this tensor and the shape of the result; along the other
    /// axes it may be shorter. PyTorch calls this `gather`, NumPy `take_along_axis`; it is what sorts one tensor by another.
    ///
    /// @throws IllegalArgumentException for an index of another rank, longer along another axis, or outside of this one
    public Tensor takeAlong(int axis, Tensor index) {
        Tensor from = rowsFor("takeAlong", axis, index);
        return Graph.apply(new Gather(-1, self().rank() - 1), from, index.moveAxis(axis, -1)).moveAxis(-1, axis);
    }

    /// This tensor with other values at the places that an index names along an axis, as [#takeAlong] reads them.
    ///
    /// @throws IllegalArgumentException as [#takeAlong]; for values of another type; or for a place named twice
    public Tensor putAlong(int axis, Tensor index, Tensor values) {
        if (!rowsFor("putAlong", axis, index).shape().equals(self().moveAxis(axis, -1).shape())) {
            throw new IllegalArgumentException("putAlong needs an index as long as the tensor along the other axes, but got " + index.shape()
                    + " for axis " + axis + " of " + self().shape() + "; slice the tensor, or scatter");
        }
        if (!values.type().equals(new TensorType(self().dtype(), index.shape()))) {
            throw new IllegalArgumentException("putAlong by an index " + index.shape() + " into " + self().type() + " needs as many values of that kind, but got "
                    + values.type() + "; expand or convert them");
        }
        Scatter op = new Scatter(-1, self().rank() - 1);
        return Graph.apply(op, self().moveAxis(axis, -1), values.moveAxis(axis, -1), index.moveAxis(axis, -1)).moveAxis(-1, axis);
    }

    /// The part that an index of the same rank reaches, with the axis it names at the end.
    private Tensor rowsFor(String asked, int axis, Tensor index) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        boolean fits = index.rank() == shape.rank();
        for (int a = 0; fits && a < shape.rank(); a++) fits = a == at || index.size(a) <= shape.size(a);
        if (!fits) {
            throw new IllegalArgumentException(asked + " needs an index of the same rank, no longer along the other axes, but got "
                    + index.shape() + " for axis " + axis + " of " + shape + "; gather takes an index of any shape");
        }
        Tensor from = self();
        for (int a = 0; a < shape.rank(); a++) if (a != at && index.size(a) < shape.size(a)) from = from.slice(a, 0, index.size(a));
        return from.moveAxis(at, -1);
    }

    /// This tensor with other values at the places an index names along an axis. The values have the shape that [#gather]
    /// would pick; their gradient is what arrives at these places, which is kept from this tensor.
    ///
    /// @throws IllegalArgumentException for an index outside the axis, values of another type, or a place named twice:
    ///     which value wins would be an accident; [#scatterAdd] adds them
    public Tensor scatter(int axis, Tensor index, Tensor values) {
        return Graph.apply(new Scatter(self().shape().axis(axis) - self().rank()), self(), values, index);
    }

    /// This tensor with values added at the places an index names along an axis; a place
    /// named twice gets both.
    ///
    /// @throws IllegalArgumentException unless the values are as many as [#gather] would pick
    public Tensor scatterAdd(int axis, Tensor index, Tensor values) {
        int fromEnd = self().shape().axis(axis) - self().rank();
        TensorType picked = new Gather(fromEnd).types(new Tensor[] {self(), index})[0];
        requireFloating("scatterAdd");
        if (!values.type().equals(picked)) {
            throw new IllegalArgumentException("scatterAdd along axis " + axis + " of " + self().type() + " by an index "
                    + index.shape() + " needs values " + picked + ", but got " + values.type() + "; expand or convert them");
        }
        return Graph.apply(new Accumulate(self().type(), List.of(Placement.WHOLE, new Placement.Gathered(fromEnd, 0))),
                self(), values, index);
    }

    /// One element of each row: (…, n) by an index of shape (…) gives (…).
    public Tensor pickEach(Tensor index) { return Graph.apply(new Pick(), self(), index); }

    /// Whole numbers from 0 as rows of zeros with a single one, (…) to (…, classes), of the given kind.
    ///
    /// @throws IllegalArgumentException for a number outside of the classes, in every mode, or a tensor that isn't of whole numbers
    public Tensor oneHot(int classes, DType dtype) { return Graph.apply(new OneHot(classes, dtype), self()); }

    // ---- by mask

    /// The elements where a mask is true, one after the other. The mask broadcasts to this tensor and must have values:
    /// how many there are depends on them.
    ///
    /// @throws IllegalStateException while the function that makes the mask is being traced
    /// @throws IllegalArgumentException unless the mask is of `BOOL` and broadcasts
    public Tensor maskedSelect(Tensor mask) {
        requireMask("maskedSelect", mask);
        if (!mask.hasValue()) {
            throw new IllegalStateException("maskedSelect makes as many elements as the mask has true places, but the mask " + mask.type()
                    + " has no values yet: the function is being traced (by compile, vmap or scan); use maskedFill or where, which keep the shape");
        }
        boolean[] taken = mask.expand(self().shape()).dense().bool();
        int[] places = new int[self().size()];
        int count = 0;
        for (int i = 0; i < places.length; i++) if (taken[i]) places[count++] = i;
        return self().flatten().gather(0, Tensor.wrap(Arrays.copyOf(places, count)));
    }

    /// A number where a mask is true, this tensor elsewhere. Nothing comes through a filled place, in the gradient as well.
    ///
    /// @throws IllegalArgumentException unless the mask is of `BOOL` and broadcasts
    public Tensor maskedFill(Tensor mask, double value) {
        requireMask("maskedFill", mask);
        return mask.where(number(value), self());
    }

    private static void requireMask(String asked, Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(asked + " needs a mask of BOOL, but got " + mask.dtype() + "; make one by a comparison such as gt(0)");
        }
    }

    // ---- of matrices

    /// The lower triangle of each matrix, zeros above it.
    public Tensor tril() { return tril(0); }

    /// As [#tril()] with `offset` more diagonals above the main one (fewer, where it is negative).
    public Tensor tril(int offset) { return triangle("tril", Long.MIN_VALUE, offset); }

    /// The upper triangle of each matrix, zeros below it.
    public Tensor triu() { return triu(0); }

    /// As [#triu()] from the diagonal `offset` above the main one.
    public Tensor triu(int offset) { return triangle("triu", offset, Long.MAX_VALUE); }

    /// The elements whose column is `least` to `most` after their row.
    private Tensor triangle(String asked, long least, long most) {
        if (self().rank() < 2) {
            throw new IllegalArgumentException(asked + " needs matrices (..., n, m), but got " + self().shape());
        }
        int rows = self().size(-2);
        int columns = self().size(-1);
        boolean[] kept = new boolean[Shape.of(rows, columns).size()];
        for (int i = 0; i < kept.length; i++) {
            long after = (long) (i % columns) - i / columns;
            kept[i] = after >= least && after <= most;
        }
        return Tensor.wrap(kept, Shape.of(rows, columns)).where(self(), number(0));
    }

    /// The elements of each row on the diagonal of a matrix, zeros elsewhere: (…, n) to (…, n, n).
    public Tensor diagEmbed() { return diagEmbed(0); }

    /// As [#diagEmbed()] on the diagonal `offset` above the main one, for (…, n + |offset|, n + |offset|).
    ///
    /// @throws IllegalArgumentException for a single number, or a tensor that isn't floating
    public Tensor diagEmbed(int offset) {
        requireFloating("diagEmbed");
        if (self().rank() == 0) throw new IllegalArgumentException("diagEmbed needs at least one axis, but got a single number; unsqueeze it first");
        Shape shape = self().shape();
        long n = shape.size(-1) + Math.abs((long) offset);
        if (n > Integer.MAX_VALUE) throw new IllegalArgumentException("diagEmbed would make an axis of " + n + " elements; it has room for 2147483647");
        Shape matrices = shape.part(0, shape.rank() - 1).append(Shape.of((int) n, (int) n));
        return Placement.placed(self(), new Placement.Viewed(new Movement.Diagonal(offset)), null, new TensorType(self().dtype(), matrices));
    }

    /// The diagonal of a matrix, or a matrix with this vector as its diagonal.
    ///
    /// @throws IllegalArgumentException for anything else; [#diagonal()] and [#diagEmbed()] take batches
    public Tensor diag() {
        return switch (self().rank()) {
            case 1 -> diagEmbed();
            case 2 -> diagonal();
            default -> throw new IllegalArgumentException("diag needs a vector or a matrix, but got " + self().shape()
                    + "; diagonal() and diagEmbed() take batches");
        };
    }
}
