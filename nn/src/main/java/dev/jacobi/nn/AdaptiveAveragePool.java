package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The mean of each part of an image, channel by channel: (…, space) to (…, parts), whatever the size of the image. Along an
/// axis of n elements, part i of k is from ⌊i·n/k⌋ up to, not including, ⌈(i + 1)·n/k⌉.
///
/// @param parts along each of the last axes, one, two or three of them; 1 everywhere makes it global
public record AdaptiveAveragePool(List<Integer> parts) implements Layer {

    /// @throws IllegalArgumentException unless there are 1 to 3 numbers of at least 1
    public AdaptiveAveragePool { parts = AdaptiveMaxPool.checked("adaptive average pooling", parts); }

    /// So many parts along each of the last axes.
    ///
    /// @throws IllegalArgumentException unless there are 1 to 3 numbers of at least 1
    public static AdaptiveAveragePool of(Integer... parts) { return new AdaptiveAveragePool(List.of(parts)); }

    /// @throws IllegalArgumentException if x has fewer axes, or an empty one
    @Override public Tensor apply(Tensor x, Pass pass) {
        return x.adaptiveAveragePool(parts.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override public String specification() { return "adaptiveaveragepool " + WindowText.across(parts); }
}
