package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// An optimizer with what works the same way for any: its rate multiplied, weight decay, or standing still.
record Tuned(Optimizer rule, double factor, double ownDecay, boolean isFrozen) implements Optimizer {

    Tuned {
        Settings.requireNotNegative("a factor of the rate", factor);
        Settings.requireNotNegative("a weight decay", ownDecay);
    }

    static boolean isFrozen(Optimizer optimizer) { return optimizer instanceof Tuned tuned && tuned.isFrozen; }

    @Override public double rate() { return rule.rate(); }

    @Override public int slots() { return rule.slots(); }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        if (isFrozen) return new Update(weight, slots);
        Tensor changed = ownDecay == 0 ? gradient : gradient.add(weight.mul(ownDecay));
        return rule.update(factor == 1 ? rate : rate.mul(factor), step, weight, changed, slots);
    }

    /// The rule may have a decay of its own kind, as [AdamW] has.
    @Override public Optimizer decay(double decay) {
        Optimizer decayed = rule.decay(decay);
        return decayed instanceof Tuned tuned ? new Tuned(rule, factor, tuned.ownDecay, isFrozen)
                : new Tuned(decayed, factor, ownDecay, isFrozen);
    }

    @Override public Optimizer rateTimes(double more) { return new Tuned(rule, factor * more, ownDecay, isFrozen); }

    @Override public Optimizer frozen() { return new Tuned(rule, factor, ownDecay, true); }
}
