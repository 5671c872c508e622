package dev.jacobi.nn;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// The plain recurrent layer (Elman 1990): h = tanh(x · weight + h before · recurrent + bias), and h is what it puts out:
/// (…, times, in) to (…, times, out). The start is 0.
///
/// @param weight (in, out)
/// @param recurrent (out, out)
/// @param bias (out)
public record Rnn(Tensor weight, Tensor recurrent, Tensor bias) implements Recurrent<Tensor> {

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Rnn { Gates.require("a recurrent layer", 1, weight, recurrent, bias); }

    /// A layer with fresh `F32` weights.
    ///
    /// @throws IllegalArgumentException if a size isn't positive
    public static Rnn of(int in, int out, Initialization initialization, RandomKey key) {
        Gates.requireSizes("a recurrent layer", 1, in, out);
        return new Rnn(Gates.weight(in, out, 1, initialization, key.fold(0)), Gates.weight(out, out, 1, initialization, key.fold(1)),
                Gates.bias(out, initialization, key.fold(2)));
    }

    @Override public int in() { return weight.size(-2); }

    /// Numbers that it puts out at each time.
    public int out() { return recurrent.size(-2); }

    @Override public Tensor read(Tensor x) { return x.matmul(weight).add(bias); }

    @Override public Tensor start(Shape batch) { return Gates.zeros(batch, recurrent); }

    @Override public Tensor step(Tensor before, Tensor read) { return read.add(before.matmul(recurrent)).tanh(); }

    @Override public Tensor output(Tensor state) { return state; }

    @Override public String specification() { return "rnn " + in() + " " + out(); }
}
