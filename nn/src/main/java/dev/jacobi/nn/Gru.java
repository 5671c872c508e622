package dev.jacobi.nn;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The gated recurrent unit (Cho and others 2014): two gates decide what of the state is kept and what a new one sees of it:
/// (…, times, in) to (…, times, out). The state h, which is the output, starts at 0.
///
/// a = x · weight + bias and b = h before · recurrent are cut into three parts of size out, in this order:
/// r = σ(a₁ + b₁) lets see, z = σ(a₂ + b₂) keeps, n = tanh(a₃ + r ∘ (b₃ + inner)) is new.
/// Then h = (1 − z) ∘ n + z ∘ h before. PyTorch has the same order and its weights transposed; of its two biases, the last third of the
/// recurrent one is `inner`, and the sum of the rest is `bias`.
///
/// @param weight (in, 3·out)
/// @param recurrent (out, 3·out)
/// @param bias (3·out)
/// @param inner (out), the bias of what the new state sees of the one before
public record Gru(Tensor weight, Tensor recurrent, Tensor bias, Tensor inner) implements Recurrent<Tensor> {

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Gru {
        Gates.require("a GRU", 3, weight, recurrent, bias);
        if (inner.rank() < 1 || inner.size(-1) != recurrent.size(-2)) {
            throw new IllegalArgumentException("a GRU needs an inner bias (" + recurrent.size(-2) + "), but got " + inner.shape());
        }
    }

    /// A layer with fresh `F32` weights.
    ///
    /// @throws IllegalArgumentException if a size isn't positive
    public static Gru of(int in, int out, Initialization initialization, RandomKey key) {
        Gates.requireSizes("a GRU", 3, in, out);
        return new Gru(Gates.weight(in, out, 3, initialization, key.fold(0)), Gates.weight(out, out, 3, initialization, key.fold(1)),
                Gates.bias(3 * out, initialization, key.fold(2)), Gates.bias(out, initialization, key.fold(3)));
    }

    @Override public int in() { return weight.size(-2); }

    /// Numbers that it puts out at each time.
    public int out() { return recurrent.size(-2); }

    @Override public Tensor read(Tensor x) { return x.matmul(weight).add(bias); }

    @Override public Tensor start(Shape batch) { return Gates.zeros(batch, recurrent); }

    @Override public Tensor step(Tensor before, Tensor read) {
        List<Tensor> a = read.split(-1, 3);
        List<Tensor> b = before.matmul(recurrent).split(-1, 3);
        Tensor see = a.get(0).add(b.get(0)).sigmoid();
        Tensor keep = a.get(1).add(b.get(1)).sigmoid();
        Tensor fresh = a.get(2).add(see.mul(b.get(2).add(inner))).tanh();
        return fresh.add(keep.mul(before.sub(fresh)));
    }

    @Override public Tensor output(Tensor state) { return state; }

    @Override public String specification() { return "gru " + in() + " " + out(); }
}
