package dev.jacobi.compile;

import dev.jacobi.kernel.Copies;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;

/// Copies one or some of the places along a tensor's first axis to a dense buffer and back.
final class Stretch {
    private Stretch() {}

    /// @param part with the first axis for some places, without it for one
    static void read(Tensor whole, int first, Tensor part) {
        Object from = whole.storage().array();
        Object to = part.storage().array();
        Layout layout = whole.layout();
        if (layout == null) {
            System.arraycopy(from, first * (whole.size() / whole.size(0)), to, 0, part.size());
            return;
        }
        int[] strides = layout.strides();
        int[] rest = Arrays.copyOfRange(strides, strides.length - part.rank(), strides.length);
        Copies.copyStrided(from, layout.offset() + first * strides[0], part.shape().toArray(), rest, to);
    }

    /// @param whole dense
    static void write(Tensor part, Tensor whole, int first) {
        System.arraycopy(part.storage().array(), 0, whole.storage().array(), first * (whole.size() / whole.size(0)), part.size());
    }
}
