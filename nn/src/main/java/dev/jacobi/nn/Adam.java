package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Adam (Kingma and Ba 2015): each weight moves by about the rate, in the direction of
/// its averaged gradient divided by the root of its averaged square.
///
/// The averages are m = beta1 · m + (1 − beta1) · g and s = beta2 · s + (1 − beta2) · g²; after n steps, w becomes
/// w − rate · (m / (1 − beta1ⁿ)) / (√(s / (1 − beta2ⁿ)) + epsilon).
///
/// @param rate the learning rate
/// @param beta1 how much of the average survives a step
/// @param beta2 how much of the average of squares survives a step
/// @param epsilon keeps the divisor from zero
public record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

    /// @throws IllegalArgumentException if a number is out of its range
    public Adam { requireSettings(rate, beta1, beta2, epsilon); }

    /// With the settings of the paper: 0.9, 0.999, 1e-8.
    public Adam(double rate) { this(rate, 0.9, 0.999, 1e-8); }

    @Override public int slots() { return 2; }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        Tensor mean = slots.get(0).mul(beta1).add(gradient.mul(1 - beta1));
        Tensor square = slots.get(1).mul(beta2).add(gradient.square().mul(1 - beta2));
        // both averages begin at 0, so they are too small at first, by a factor that is known
        Tensor unbiasedMean = mean.div(grown(beta1, step, weight));
        Tensor unbiasedSquare = square.div(grown(beta2, step, weight));
        Tensor direction = unbiasedMean.div(unbiasedSquare.sqrt().add(epsilon));
        return new Update(weight.sub(direction.mul(rate)), List.of(mean, square));
    }

    /// 1 − betaⁿ after n steps.
    private static Tensor grown(double beta, Tensor step, Tensor like) {
        return step.mul(StrictMath.log(beta)).exp().neg().add(1).to(like.dtype());
    }

    static void requireSettings(double rate, double beta1, double beta2, double epsilon) {
        Settings.requireNotNegative("a learning rate", rate);
        Settings.requireShare("beta1", beta1);
        Settings.requireShare("beta2", beta2);
        Settings.requireNotNegative("epsilon", epsilon);
    }
}
