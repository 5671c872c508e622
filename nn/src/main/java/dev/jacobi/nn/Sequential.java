package dev.jacobi.nn;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Layers one after the other.
///
/// @param layers from the inputs to the outputs
public record Sequential(List<Layer> layers) implements Layer {

    public Sequential { layers = List.copyOf(layers); }

    public static Sequential of(Layer... layers) { return new Sequential(List.of(layers)); }

    /// A multilayer perceptron with fresh weights: dense layers, an activation after each.
    ///
    /// @param inputs numbers in a sample
    /// @param sizes outputs of each dense layer, the last ones being those of the network
    /// @param hidden what follows every layer but the last
    /// @param output what follows the last
    /// @throws IllegalArgumentException if there is no layer
    public static Sequential dense(int inputs, List<Integer> sizes, Activation hidden, Activation output,
            Initialization initialization, RandomKey key) {
        if (sizes.isEmpty()) throw new IllegalArgumentException("a network needs at least one layer, but got none");
        List<Layer> layers = new ArrayList<>();
        int in = inputs;
        for (int i = 0; i < sizes.size(); i++) {
            layers.add(Dense.of(in, sizes.get(i), initialization, key.fold(i)));
            Activation activation = i < sizes.size() - 1 ? hidden : output;
            if (activation != Activation.IDENTITY) layers.add(activation);
            in = sizes.get(i);
        }
        return new Sequential(layers);
    }

    @Override public Tensor apply(Tensor x, Pass pass) {
        Tensor a = x;
        for (Layer layer : layers) a = layer.apply(a, pass);
        return a;
    }

    @Override public String specification() {
        return layers.stream().map(Sequential::inside).collect(Collectors.joining("; "));
    }

    /// The specification of a layer that stands in another: layers one after the other in brackets.
    static String inside(Layer layer) {
        if (!(layer instanceof Sequential s)) return layer.specification();
        return s.layers.isEmpty() ? "[ ]" : "[ " + s.specification() + " ]";
    }
}
