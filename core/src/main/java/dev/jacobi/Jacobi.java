package dev.jacobi;

import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.Checkpoint;
import dev.jacobi.diff.CustomRule;
import dev.jacobi.diff.Forward;
import dev.jacobi.diff.Jacobians;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.diff.ValueAndGradient;
import dev.jacobi.diff.WithAuxiliary;
import dev.jacobi.tensor.Gradients;
import dev.jacobi.tensor.Tensor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The functions that transform functions, to be imported statically:
///
/// ```java
/// import static dev.jacobi.Jacobi.*;
/// Tensor g = grad(x -> x.square().sum(), Tensor.of(1, 2, 3));        // [2, 4, 6]
/// ```
///
/// They nest in any order. An argument may be a tensor or a tree of tensors: a record, a
/// list, a map; see [dev.jacobi.tensor.Tree].
public final class Jacobi {
    private Jacobi() {}

    /// The gradient of a function whose result is one number, as a function.
    public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) { return x -> Reverse.grad(f, x); }

    /// The gradient of a function whose result is one number: a tree like the argument.
    ///
    /// @throws IllegalArgumentException if the result has more than one number
    public static <T> T grad(Function<? super T, Tensor> f, T at) { return Reverse.grad(f, at); }

    /// Value and gradient from one pass.
    public static <T> ValueAndGradient<T> valueAndGrad(Function<? super T, Tensor> f, T at) {
        return Reverse.valueAndGrad(f, at);
    }

    /// Value, gradient, and what else the function returns beside its value, from one pass.
    public static <T, A> WithAuxiliary.Gradient<T, A> valueAndGradWithAuxiliary(
            Function<? super T, WithAuxiliary<A>> f, T at) {
        return Reverse.withAuxiliary(f, at);
    }

    /// The result of a function, and the way back from upstream gradients to gradients.
    public static <T, R> Reverse.Vjp<T, R> vjp(Function<? super T, R> f, T at) { return Reverse.vjp(f, at); }

    /// The result of a function, and its change when the argument changes along a tangent.
    public static <T, R> Forward.Jvp<R> jvp(Function<? super T, R> f, T at, T tangent) { return Forward.jvp(f, at, tangent); }

    /// All derivatives of a tensor function: shape (out..., in...).
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor at) { return Jacobians.jacobian(f, at); }

    /// All second derivatives of a function with one number as result: shape (in..., in...).
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor at) { return Jacobians.hessian(f, at); }

    /// A function of one member as a function of a batch, whose axis comes first.
    public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f) { return x -> Trace.vmap(f, x); }

    /// Applies a function of one member to a whole batch: every tensor of the argument, and of
    /// the result, carries the batch as its first axis.
    public static <T, R> R vmap(Function<? super T, R> f, T batch) { return Trace.vmap(f, batch); }

    /// Applies a function whose intermediate results are computed again for the backward pass
    /// instead of being kept.
    public static <T, R> R checkpoint(Function<? super T, R> f, T at) { return Checkpoint.apply(f, at); }

    /// A function with a gradient rule of its own; see [CustomRule].
    public static <T, R> Function<T, R> customVjp(Function<? super T, R> f, CustomRule.Vjp<T, R> rule) {
        return CustomRule.of(f, rule);
    }

    /// Runs a step along the first axis of all tensors of a sequence, handing on a carried tree; see [Scan].
    public static <C, X, Y> Scan.Step<C, Y> scan(BiFunction<? super C, ? super X, Scan.Step<C, Y>> step, C start, X sequence) {
        return Scan.scan(step, start, sequence);
    }

    /// A pure function, traced once for each kind of argument and then run as a plan; see [Compiled].
    public static <T, R> Compiled<T, R> compile(Function<? super T, R> f) { return Compiled.of(f); }

    /// The same values, but a constant to every derivative.
    public static Tensor stopGradient(Tensor x) { return x.stopGradient(); }

    /// A variable with a name, for `loss.backward().of(w)`.
    public static Tensor variable(String name, Tensor value) { return Gradients.variable(name, value); }

    /// The mean of the squared differences over all elements; no factor ½.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor squaredError(Tensor output, Tensor target) { return difference(output, target).square().mean(); }

    /// Half the squared distance between rows, averaged over the rows: ½·Σ(y − t)² over the last axis, then the mean.
    /// For a single vector it is just half its squared distance.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor halfSquaredDistance(Tensor output, Tensor target) {
        return difference(output, target).square().sum(-1).mean().mul(0.5);
    }

    /// L1: the mean of the absolute differences over all elements. Its slope where they are equal is 0.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor absoluteError(Tensor output, Tensor target) { return difference(output, target).abs().mean(); }

    /// Huber's loss (1964), the mean over all elements of ½·d² where |d| ≤ delta and delta·(|d| − ½·delta) elsewhere,
    /// d being the difference: squared for small errors, so that it is smooth, and absolute for outliers. As PyTorch's
    /// HuberLoss; divided by delta it would be the smooth L1 loss.
    ///
    /// @param delta from where on an error counts as an outlier
    /// @throws IllegalArgumentException if the shapes differ or delta isn't positive and finite
    public static Tensor huber(Tensor output, Tensor target, double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("huber needs a positive, finite delta, but got " + delta + "; 1 is usual");
        }
        Tensor d = difference(output, target);
        Tensor held = d.clamp(-delta, delta);
        return held.mul(d.sub(held.mul(0.5))).mean();
    }

    /// The mean over all elements of −t·log σ(x) − (1 − t)·log(1 − σ(x)), for yes-or-no answers given as logits x; no factor.
    /// It is computed as t·softplus(−x) + (1 − t)·softplus(x), which is exact also for large logits, as is its slope.
    ///
    /// @param targets floating: 1 for yes, 0 for no, or a probability
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        requireEqualShapes(logits, targets);
        if (logits.dtype() != targets.dtype()) {
            throw new IllegalArgumentException("binaryCrossEntropy needs logits and targets of one dtype, but got " + logits.dtype() + " and "
                    + targets.dtype() + "; write targets.to(DType." + logits.dtype() + ")");
        }
        return targets.mul(logits.neg().softplus()).add(targets.subFrom(1).mul(logits.softplus())).mean();
    }

    private static Tensor difference(Tensor output, Tensor target) {
        requireEqualShapes(output, target);
        return output.sub(target);
    }

    private static void requireEqualShapes(Tensor output, Tensor target) {
        if (!output.shape().equals(target.shape())) {
            throw new IllegalArgumentException("an error is taken between equal shapes, but got the output " + output.shape()
                    + " and the target " + target.shape() + "; reshape or expand one of them");
        }
    }

    /// The mean of −log softmax(logits) at the right classes, over all samples; no factor.
    ///
    /// @param logits (…, classes)
    /// @param classes whole numbers from 0, shape (…)
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor crossEntropy(Tensor logits, Tensor classes) {
        return logits.logSoftmax(-1).pickEach(classes).mean().neg();
    }
}
