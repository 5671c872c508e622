package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The largest number of each part of an image, channel by channel: (…, space) to (…, parts), whatever the size of the image. Along an
/// axis of n elements, part i of k is from ⌊i·n/k⌋ up to, not including, ⌈(i + 1)·n/k⌉.
/// Where several are the largest, the first one, row by row, has all of the gradient.
///
/// @param parts along each of the last axes, one, two or three of them; 1 everywhere makes it global
public record AdaptiveMaxPool(List<Integer> parts) implements Layer {

    /// @throws IllegalArgumentException unless there are 1 to 3 numbers of at least 1
    public AdaptiveMaxPool { parts = checked("adaptive max pooling", parts); }

    static List<Integer> checked(String asked, List<Integer> parts) {
        if (parts.isEmpty() || parts.size() > 3 || parts.stream().anyMatch(p -> p < 1)) {
            throw new IllegalArgumentException(asked + " needs 1 to 3 numbers of parts of at least 1, but got " + parts
                    + "; give one for each axis of space");
        }
        return List.copyOf(parts);
    }

    /// So many parts along each of the last axes.
    ///
    /// @throws IllegalArgumentException unless there are 1 to 3 numbers of at least 1
    public static AdaptiveMaxPool of(Integer... parts) { return new AdaptiveMaxPool(List.of(parts)); }

    /// @throws IllegalArgumentException if x has fewer axes, or an empty one
    @Override public Tensor apply(Tensor x, Pass pass) {
        return x.adaptiveMaxPool(parts.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override public String specification() { return "adaptivemaxpool " + WindowText.across(parts); }
}
