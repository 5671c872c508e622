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
}
