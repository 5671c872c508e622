package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Gradient descent: a step against the gradient, w − rate · g. Stochastic, because the
/// gradient comes from a batch.
///
/// With momentum (Polyak 1964) it steps against v, which becomes momentum · v + g; with
/// Nesterov's (Sutskever et al. 2013), against g + momentum · v. As PyTorch defines them: the rate
/// is outside v, so that another rate counts at once.
///
/// @param rate the learning rate
/// @param momentum how much of v survives a step; 0 for none
/// @param nesterov whether it looks ahead
public record Sgd(double rate, double momentum, boolean nesterov) implements Optimizer {

    /// @throws IllegalArgumentException if a number is out of its range
    public Sgd {
        Settings.requireNotNegative("a learning rate", rate);
        Settings.requireShare("momentum", momentum);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's momentum was asked, but the momentum is 0; 0.9 is usual");
        }
    }

    /// Without momentum.
    public Sgd(double rate) { this(rate, 0, false); }

    /// With momentum.
    public Sgd(double rate, double momentum) { this(rate, momentum, false); }

    @Override public int slots() { return momentum == 0 ? 0 : 1; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        if (momentum == 0) return new Update(weight.sub(gradient.mul(rate)));
        Tensor velocity = slots.getFirst().mul(momentum).add(gradient);
        Tensor direction = nesterov ? gradient.add(velocity.mul(momentum)) : velocity;
        return new Update(weight.sub(direction.mul(rate)), List.of(velocity));
    }
}
