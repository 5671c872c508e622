package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// An optimizer that gets clipped gradients: by value first, then by the norm of all.
///
/// @param norm infinite for no limit, as is value
record Clipped(Optimizer rule, double norm, double value) implements Optimizer {

    Clipped {
        if (!(norm > 0 && value > 0)) {
            throw new IllegalArgumentException("gradients are clipped to a positive limit, but got " + (norm > 0 ? value : norm));
        }
    }

    @Override public double rate() { return rule.rate(); }

    @Override public int slots() { return rule.slots(); }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        return rule.update(rate, step, weight, gradient, slots);
    }

    @Override public List<Optimizer> rules(List<String> paths) { return rule.rules(paths); }

    @Override public List<Tensor> prepare(List<Tensor> gradients) {
        List<Tensor> all = new ArrayList<>(gradients);
        // an infinity held within limits would look like a gradient: times 0 it is NaN and stays seen
        if (value < Double.POSITIVE_INFINITY) all.replaceAll(g -> g.clamp(-value, value).add(g.mul(0)));
        return norm < Double.POSITIVE_INFINITY && !all.isEmpty() ? held(all) : all;
    }

    /// Where the norm of all isn't finite, a gradient whose own isn't becomes NaN and the others stay: what refuses the step
    /// then names the tensor that is to blame.
    private List<Tensor> held(List<Tensor> gradients) {
        List<Tensor> norms = gradients.stream().map(Clipped::norm).toList();
        Tensor total = Tensor.stack(norms).norm();
        Tensor shrinking = total.divInto(norm).minimum(1);
        Tensor finite = total.lt(Double.POSITIVE_INFINITY);
        List<Tensor> held = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            Tensor blame = norms.get(i).lt(Double.POSITIVE_INFINITY).where(Tensor.scalar(1), Tensor.scalar(Double.NaN));
            held.add(gradients.get(i).mul(finite.where(shrinking, blame).to(gradients.get(i).dtype())));
        }
        return held;
    }

    /// √Σg², one `F64` number. The squares of `F32` numbers are all `F64` numbers; others are scaled.
    private static Tensor norm(Tensor g) { return g.dtype() == DType.F64 ? g.norm() : g.to(DType.F64).square().sum().sqrt(); }

    @Override public Optimizer decay(double decay) { return of(rule.decay(decay)); }

    @Override public Optimizer rateTimes(double factor) { return of(rule.rateTimes(factor)); }

    @Override public Optimizer frozen() { return of(rule.frozen()); }

    @Override public Optimizer group(String glob, UnaryOperator<Optimizer> change) { return of(rule.group(glob, change)); }

    @Override public Optimizer clipNorm(double limit) { return new Clipped(rule, limit, value); }

    @Override public Optimizer clipValue(double limit) { return new Clipped(rule, norm, limit); }

    private Clipped of(Optimizer other) { return new Clipped(other, norm, value); }
}
