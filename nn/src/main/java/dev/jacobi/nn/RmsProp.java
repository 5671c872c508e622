package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// RMSprop (Tieleman and Hinton 2012, lecture 6.5): w − rate · d, where d = g / (√s + epsilon), and s, an average
/// of squares, becomes alpha · s + (1 − alpha) · g². With momentum the step is against v, which becomes
/// momentum · v + d. As PyTorch defines it.
///
/// @param rate the learning rate
/// @param alpha how much of the average of squares survives a step
/// @param epsilon keeps the divisor from zero
/// @param momentum how much of v survives a step; 0 for none
public record RmsProp(double rate, double alpha, double epsilon, double momentum) implements Optimizer {

    /// @throws IllegalArgumentException if a number is out of its range
    public RmsProp {
        Settings.requireNotNegative("a learning rate", rate);
        Settings.requireShare("alpha", alpha);
        Settings.requireNotNegative("epsilon", epsilon);
        Settings.requireShare("momentum", momentum);
    }

    /// With PyTorch's settings: 0.99, 1e-8, no momentum.
    public RmsProp(double rate) { this(rate, 0.99, 1e-8, 0); }

    @Override public int slots() { return momentum == 0 ? 1 : 2; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        Tensor squares = slots.getFirst().mul(alpha).add(gradient.square().mul(1 - alpha));
        Tensor direction = gradient.div(squares.sqrt().add(epsilon));
        if (momentum == 0) return new Update(weight.sub(direction.mul(rate)), List.of(squares));
        Tensor velocity = slots.get(1).mul(momentum).add(direction);
        return new Update(weight.sub(velocity.mul(rate)), List.of(squares, velocity));
    }
}
