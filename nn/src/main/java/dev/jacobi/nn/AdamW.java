package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): each weight first shrinks by the factor
/// 1 − rate · decay, then moves as by [Adam]. The decay stays out of the averages of the gradient.
///
/// @param rate the learning rate
/// @param beta1 how much of the average survives a step
/// @param beta2 how much of the average of squares survives a step
/// @param epsilon keeps the divisor from zero
/// @param decay how fast weights shrink
public record AdamW(double rate, double beta1, double beta2, double epsilon, double decay) implements Optimizer {

    /// @throws IllegalArgumentException if a number is out of its range
    public AdamW {
        Settings.requireNotNegative("a weight decay", decay);
        Adam.requireSettings(rate, beta1, beta2, epsilon);
    }

    /// With PyTorch's settings: 0.9, 0.999, 1e-8, decay 0.01.
    public AdamW(double rate) { this(rate, 0.9, 0.999, 1e-8, 0.01); }

    @Override public int slots() { return 2; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        Tensor shrunk = decay == 0 ? weight : weight.mul(rate.mul(decay).subFrom(1));
        return new Adam(this.rate, beta1, beta2, epsilon).update(rate, step, shrunk, gradient, slots);
    }

    /// With another decoupled decay, in place of the one it has.
    @Override public Optimizer decay(double other) { return new AdamW(rate, beta1, beta2, epsilon, other); }
}
