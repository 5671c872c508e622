package dev.jacobi.nn;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A multilayer perceptron: dense layers one after the other, an activation after each.
///
/// @param layers from the inputs to the outputs
/// @param hidden what follows every layer but the last
/// @param output what follows the last
public record Mlp(List<Dense> layers, Activation hidden, Activation output) {

    /// Checks that there is a layer; see [Dense] for why no more.
    public Mlp {
        if (layers.isEmpty()) throw new IllegalArgumentException("an Mlp needs at least one layer, but got none");
        layers = List.copyOf(layers);
    }

    /// A fresh network.
    ///
    /// @param inputs numbers in a sample
    /// @param sizes outputs of each layer, the last ones being those of the network
    public static Mlp of(int inputs, List<Integer> sizes, Activation hidden, Activation output,
            Initialization initialization, RandomKey key) {
        List<Dense> layers = new ArrayList<>();
        int in = inputs;
        for (int out : sizes) {
            layers.add(Dense.of(in, out, initialization, key.fold(layers.size())));
            in = out;
        }
        return new Mlp(layers, hidden, output);
    }

    /// The outputs for samples: (…, in) to (…, out).
    public Tensor apply(Tensor x) {
        Tensor a = x;
        for (int i = 0; i < layers.size(); i++) {
            Activation activation = i < layers.size() - 1 ? hidden : output;
            a = activation.apply(layers.get(i).apply(a));
        }
        return a;
    }
}
