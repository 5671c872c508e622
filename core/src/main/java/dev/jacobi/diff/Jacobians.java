package dev.jacobi.diff;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Whole matrices of derivatives, by one vectorized pass for all rows or all columns.
public final class Jacobians {
    private Jacobians() {}

    /// All derivatives of a tensor function: shape (out..., in...). Goes forward where the
    /// argument is smaller than the result, else backward.
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor at) {
        Reverse.Vjp<Tensor, Tensor> vjp = Reverse.vjp(f, at);
        Tensor y = vjp.value();
        Shape out = y.shape();
        Shape in = at.shape();
        if (out.size() == 0 || in.size() == 0) return Tensor.zeros(out.append(in), at.dtype());
        if (in.size() < out.size()) {
            Tensor columns = Trace.vmap(d -> Forward.jvp(f, at, d).tangent(), basis(at));   // (in, out...)
            return columns.moveAxis(0, -1).reshape(out.append(in));
        }
        return Trace.vmap(vjp::apply, basis(y)).reshape(out.append(in));
    }

    /// All second derivatives of a function with one number as result: shape (in..., in...).
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor at) {
        return jacobian(x -> Reverse.grad(f, x), at);
    }

    /// One tensor like `t` for each of its elements, 1 there and 0 elsewhere.
    private static Tensor basis(Tensor t) {
        int n = t.size();
        if ((long) n * n > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a Jacobian of " + n + " by " + n + " seeds is too large; use vjp or jvp for the "
                    + "products you need");
        }
        Tensor index = Tensor.range(n);
        Tensor eye = index.unsqueeze(1).eq(index.unsqueeze(0)).to(t.dtype());
        return eye.reshape(t.shape().prepend(n));
    }
}
