package dev.jacobi.nn;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// Every sample in a shape, such as rows of pixels as images: (batch, …) to (batch, sizes…).
///
/// @param sizes of a sample, such as channels, height and width
public record Unflatten(List<Integer> sizes) implements Layer {

    /// @throws IllegalArgumentException if a size isn't positive, or a sample too large for a tensor
    public Unflatten {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("unflatten needs sizes of at least 1, but got " + sizes);
        }
        sample(sizes);
    }

    private static Shape sample(List<Integer> sizes) { return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()); }

    /// Samples of these sizes.
    public static Unflatten of(Integer... sizes) { return new Unflatten(List.of(sizes)); }

    /// @throws IllegalArgumentException if a sample has another number of numbers
    @Override public Tensor apply(Tensor x, Pass pass) {
        Shape sample = sample(sizes);
        if (x.rank() < 1 || x.shape().part(1, x.rank()).size() != sample.size()) {
            throw new IllegalArgumentException("samples of the shape " + sample + " need " + sample.size() + " numbers each, but got "
                    + x.shape());
        }
        return x.reshape(sample.prepend(x.size(0)));
    }

    @Override public String specification() {
        return "unflatten " + sizes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
