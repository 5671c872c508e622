package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The long short-term memory (Hochreiter and Schmidhuber 1997; Gers and others 2000): gates decide what enters its memory, what stays
/// there, and what of it is shown: (…, times, in) to (…, times, out). Output h and memory c start at 0.
///
/// Of a = x · weight + h before · recurrent + bias, cut into four parts of size out, in this order:
/// i = σ(a₁) lets in, f = σ(a₂) keeps, g = tanh(a₃) is what may enter, o = σ(a₄) shows.
/// Then c = f ∘ c before + i ∘ g, and h = o ∘ tanh(c). PyTorch has the same order, its weights transposed, and two
/// biases, whose sum is this one.
///
/// @param weight (in, 4·out)
/// @param recurrent (out, 4·out)
/// @param bias (4·out)
public record Lstm(Tensor weight, Tensor recurrent, Tensor bias) implements Recurrent<Lstm.State> {

    /// What it remembers.
    ///
    /// @param output h, (…, out)
    /// @param memory c, (…, out)
    public record State(Tensor output, Tensor memory) {}

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Lstm { Gates.require("an LSTM", 4, weight, recurrent, bias); }

    /// A layer with fresh `F32` weights. The bias of the gate that keeps is larger by 1, so that at first it keeps more than it
    /// forgets (Jozefowicz and others 2015).
    ///
    /// @throws IllegalArgumentException if a size isn't positive
    public static Lstm of(int in, int out, Initialization initialization, RandomKey key) {
        Gates.requireSizes("an LSTM", 4, in, out);
        Tensor keep = Tensor.ones(Shape.of(out), DType.F32).pad(0, out, 2 * out);
        return new Lstm(Gates.weight(in, out, 4, initialization, key.fold(0)), Gates.weight(out, out, 4, initialization, key.fold(1)),
                Gates.bias(4 * out, initialization, key.fold(2)).add(keep));
    }

    @Override public int in() { return weight.size(-2); }

    /// Numbers that it puts out at each time.
    public int out() { return recurrent.size(-2); }

    @Override public Tensor read(Tensor x) { return x.matmul(weight).add(bias); }

    @Override public State start(Shape batch) { return new State(Gates.zeros(batch, recurrent), Gates.zeros(batch, recurrent)); }

    @Override public State step(State before, Tensor read) {
        List<Tensor> gates = read.add(before.output.matmul(recurrent)).split(-1, 4);
        Tensor memory = gates.get(1).sigmoid().mul(before.memory).add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
        return new State(gates.get(3).sigmoid().mul(memory.tanh()), memory);
    }

    @Override public Tensor output(State state) { return state.output; }

    @Override public String specification() { return "lstm " + in() + " " + out(); }
}
