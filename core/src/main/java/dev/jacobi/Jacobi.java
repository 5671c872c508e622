package dev.jacobi;

import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.Checkpoint;
import dev.jacobi.diff.Curvature;
import dev.jacobi.diff.CustomRule;
import dev.jacobi.diff.Forward;
import dev.jacobi.diff.Jacobians;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.SavedForBackward;
import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.diff.ValueAndGradient;
import dev.jacobi.diff.WithAuxiliary;
import dev.jacobi.kernel.Pool;
import dev.jacobi.tensor.Gradients;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
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
/// They nest in any order, and losses come along from [Losses]. An argument may be a tensor or a tree of tensors: a record, a
/// list, a map; see [dev.jacobi.tensor.Tree].
public final class Jacobi extends Losses {
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

    /// Value and gradient from one pass, with hooks: each sees the gradient that arrives at the tensor of that name,
    /// and returns what goes on in its place. A hook that is never reached, because no gradient arrives, isn't called.
    ///
    /// ```java
    /// var r = valueAndGrad(x -> x.tanh().named("h").square().sum(), Tensor.of(1, 2),
    ///         Map.of("h", g -> g.clamp(-1, 1)));
    /// ```
    ///
    /// @throws IllegalArgumentException for a name that no tensor has, or two have, or a gradient of another type
    public static <T> ValueAndGradient<T> valueAndGrad(
            Function<? super T, Tensor> f, T at, Map<String, UnaryOperator<Tensor>> hooks) {
        return Reverse.valueAndGrad(f, at, hooks);
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

    /// How the gradient changes along a direction, H·v, without the Hessian; see [Curvature].
    public static <T> T hessianVectorProduct(Function<? super T, Tensor> f, T at, T direction) {
        return Curvature.hessianVectorProduct(f, at, direction);
    }

    /// Jᵀ·H·J·v for a loss of a model's result; see [Curvature].
    public static <T, R> T gaussNewtonVectorProduct(
            Function<? super T, R> model, Function<? super R, Tensor> loss, T at, T direction) {
        return Curvature.gaussNewtonVectorProduct(model, loss, at, direction);
    }

    /// The second derivative by each element, without the mixed ones: a tensor like the argument; see [Curvature].
    public static Tensor hessianDiagonal(UnaryOperator<Tensor> f, Tensor at) { return Curvature.hessianDiagonal(f, at); }

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

    /// As [#customVjp(Function, CustomRule.Vjp)], for a function that saves for its rule what it has worked out:
    ///
    /// ```java
    /// Function<Tensor, Tensor> logistic = customVjp(
    ///         (Tensor x) -> { Tensor e = x.neg().exp(); return new CustomRule.Kept<>(e.add(1).divInto(1), e); },
    ///         (e, g) -> g.mul(e).div(e.add(1).square()));
    /// ```
    public static <T, R, S> Function<T, R> customVjp(
            Function<? super T, CustomRule.Kept<R, S>> f, CustomRule.SavedVjp<T, R, S> rule) {
        return CustomRule.saving(f, rule);
    }

    /// A function with a rule of its own for how changes go forward; the gradient is its transpose. See [CustomRule].
    public static <T, R> Function<T, R> customJvp(Function<? super T, R> f, CustomRule.Jvp<T, R> rule) {
        return CustomRule.ofForward(f, rule);
    }

    /// What has to be kept for the way back through a function, and how many bytes that takes; see [SavedForBackward].
    public static <T> SavedForBackward savedForBackward(Function<? super T, Tensor> f, T at) { return SavedForBackward.of(f, at); }

    /// Runs a step along the first axis of all tensors of a sequence, handing on a carried tree; see [Scan].
    public static <C, X, Y> Scan.Step<C, Y> scan(BiFunction<? super C, ? super X, Scan.Step<C, Y>> step, C start, X sequence) {
        return Scan.scan(step, start, sequence);
    }

    /// Divides large loops among so many threads from now on, for the whole process; without it, among as many as there are
    /// processors, or as the system property `jacobi.threads` says. No result depends on it, not in its last bit.
    ///
    /// @throws IllegalArgumentException if it isn't from 1 to 64
    public static void threads(int threads) { Pool.threads(threads); }

    /// A pure function, traced once for each kind of argument and then run as a plan; see [Compiled].
    public static <T, R> Compiled<T, R> compile(Function<? super T, R> f) { return Compiled.of(f); }

    /// The same values, but a constant to every derivative.
    public static Tensor stopGradient(Tensor x) { return x.stopGradient(); }

    /// A variable with a name, for `loss.backward().of(w)`.
    public static Tensor variable(String name, Tensor value) { return Gradients.variable(name, value); }
}
