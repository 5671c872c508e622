package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of a gradient a contribution belongs to.
public sealed interface Placement {
    /// All of it.
    Placement WHOLE = new Whole();

    /// All of it.
    record Whole() implements Placement {}

    /// The elements that a movement picks; one that it picks several times gets the sum. The movement names its
    /// axes from the end and needs no copy.
    record Viewed(Movement by) implements Placement {
        /// Where the elements lie in a dense tensor of this shape.
        Layout in(Shape whole) {
            Layout where = by.move(whole, null);
            if (where == null) throw new AssertionError("a placement by a movement that copies");
            return where;
        }
    }

    /// The places along an axis (counted from the end) that an index tensor names, as in a [Gather]; a
    /// place named twice gets the sum.
    record Gathered(int axis, int batch) implements Placement {}

    /// A value in its place in a tensor of the given type, zeros elsewhere.
    static Tensor placed(Tensor value, Placement placement, @Nullable Tensor index, TensorType type) {
        if (placement instanceof Whole) return value;
        Accumulate place = new Accumulate(type, List.of(placement));
        return index == null ? Graph.apply(place, value) : Graph.apply(place, value, index);
    }
}
