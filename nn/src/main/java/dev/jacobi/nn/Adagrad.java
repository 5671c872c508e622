package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Adagrad (Duchi, Hazan and Singer 2011): w − rate · g / (√s + epsilon), where s is the sum of g² over all
/// steps. Weights that rarely get a gradient move far when they do. As PyTorch defines it.
///
/// @param rate the learning rate
/// @param epsilon keeps the divisor from zero
public record Adagrad(double rate, double epsilon) implements Optimizer {

    /// @throws IllegalArgumentException if a number is out of its range
    public Adagrad {
        Settings.requireNotNegative("a learning rate", rate);
        Settings.requireNotNegative("epsilon", epsilon);
    }

    /// With PyTorch's epsilon, 1e-10.
    public Adagrad(double rate) { this(rate, 1e-10); }

    @Override public int slots() { return 1; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        Tensor squares = slots.getFirst().add(gradient.square());
        Tensor direction = gradient.div(squares.sqrt().add(epsilon));
        return new Update(weight.sub(direction.mul(rate)), List.of(squares));
    }
}
