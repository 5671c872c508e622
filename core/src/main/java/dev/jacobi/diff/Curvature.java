package dev.jacobi.diff;

import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What second derivatives do to a direction, without the matrix: each product costs a few passes through the function.
public final class Curvature {
    /// As many rows of the Hessian are worked out at once.
    private static final int ROWS = 64;

    private Curvature() {}

    /// H·v, H being the Hessian of `f`: how the gradient changes along v. One pass back, and forward through it
    /// (Pearlmutter, "Fast exact multiplication by the Hessian", 1994).
    ///
    /// @param direction a tree like the argument
    /// @return a tree like the argument
    /// @throws IllegalArgumentException if the result isn't one number, or the direction isn't like the argument
    public static <T> T hessianVectorProduct(Function<? super T, Tensor> f, T at, T direction) {
        return Forward.jvp((T x) -> Reverse.grad(f, x), at, direction).tangent();
    }

    /// Jᵀ·H·J·v, J being the Jacobian of the model and H the Hessian of the loss at what the model returns: the part of
    /// the curvature that is never negative where the loss is convex (Schraudolph, "Fast curvature matrix-vector
    /// products", 2002).
    ///
    /// @param direction a tree like the argument
    /// @return a tree like the argument
    /// @throws IllegalArgumentException if the loss isn't one number, or the direction isn't like the argument
    public static <T, R> T gaussNewtonVectorProduct(Function<? super T, R> model, Function<? super R, Tensor> loss, T at, T direction) {
        Reverse.Vjp<T, R> back = Reverse.vjp(model, at);
        R change = Forward.jvp(model, at, direction).tangent();
        return back.apply(hessianVectorProduct(loss, back.value(), change));
    }

    /// The diagonal of the Hessian: a tensor like the argument. It costs as many products with the Hessian as the argument
    /// has elements, in bundles, so that its memory grows linearly.
    ///
    /// @throws IllegalArgumentException if the result isn't one number
    public static Tensor hessianDiagonal(UnaryOperator<Tensor> f, Tensor at) {
        int n = at.size();
        if (n == 0) return Tensor.zeros(at.shape(), at.dtype());
        Tensor index = Tensor.range(n);
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < n; from += ROWS) {
            Tensor rows = index.slice(0, from, Math.min(n, from + ROWS));
            Tensor ones = rows.unsqueeze(1).eq(index.unsqueeze(0)).to(at.dtype());          // (rows, n)
            parts.add(Trace.vmap((Tensor one) -> hessianVectorProduct(f, at, one.reshape(at.shape())).reshape(n).mul(one).sum(), ones));
        }
        return Tensor.concat(0, parts).reshape(at.shape());
    }
}
