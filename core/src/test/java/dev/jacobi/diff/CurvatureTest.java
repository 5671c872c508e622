package dev.jacobi.diff;

import static dev.jacobi.Jacobi.gaussNewtonVectorProduct;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.hessianDiagonal;
import static dev.jacobi.Jacobi.hessianVectorProduct;
import static dev.jacobi.Jacobi.jacobian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.compile.Compiled;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Products with second derivatives, against the whole matrices.
class CurvatureTest {
    private static final Tensor X = Tensor.of(0.4, -1.1, 0.8);
    private static final Tensor V = Tensor.of(-0.3, 0.9, 1.7);
    private static final Tensor W = RandomKey.of(3).normal(Shape.of(4, 3), DType.F64);

    private record Weights(Tensor w, Tensor b) {}

    private static Tensor f(Tensor x) { return W.matmul(x).tanh().square().sum().mul(x.exp().sum()); }

    private static void close(Tensor actual, Tensor expected) {
        assertThat(actual.allClose(expected, 1e-10, 1e-12)).as("%s%nexpected%n%s", actual, expected).isTrue();
    }

    @Test
    void productsWithTheHessian() {
        close(hessianVectorProduct(CurvatureTest::f, X, V), hessian(CurvatureTest::f, X).matmul(V));
    }

    @Test
    void productsWithTheHessianOfATree() {
        Weights at = new Weights(W, Tensor.of(0.1, 0.2, 0.3, 0.4));
        Weights direction = new Weights(W.sin(), Tensor.of(1, -1, 2, 0.5));
        Weights product = hessianVectorProduct(p -> p.w().matmul(X).add(p.b()).tanh().prod(), at, direction);
        Tensor flat = Tensor.concat(0, java.util.List.of(at.w().flatten(), at.b()));
        Tensor h = hessian(p -> p.slice(0, 0, 12).reshape(4, 3).matmul(X).add(p.slice(0, 12, 16)).tanh().prod(), flat);
        Tensor whole = h.matmul(Tensor.concat(0, java.util.List.of(direction.w().flatten(), direction.b())));
        close(product.w().flatten(), whole.slice(0, 0, 12));
        close(product.b(), whole.slice(0, 12, 16));
    }

    @Test
    void gaussNewtonLeavesOutTheCurvatureOfTheModel() {
        Tensor j = jacobian(x -> W.matmul(x).tanh(), X);
        Tensor y = W.matmul(X).tanh();
        Tensor h = hessian(r -> r.exp().sum(), y);
        Tensor product = gaussNewtonVectorProduct((Tensor x) -> W.matmul(x).tanh(), r -> r.exp().sum(), X, V);
        close(product, j.transpose().matmul(h.matmul(j.matmul(V))));
        assertThat(product.dot(V).item()).as("never negative for a convex loss").isPositive();
    }

    @Test
    void theDiagonalIsThatOfTheHessian() {
        Tensor h = hessian(CurvatureTest::f, X);
        close(hessianDiagonal(CurvatureTest::f, X), h.mul(Tensor.range(3).unsqueeze(1).eq(Tensor.range(3)).to(DType.F64)).sum(0));
        assertThat(hessianDiagonal(x -> x.sum(), Tensor.zeros(Shape.of(0, 2), DType.F64)).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void theDiagonalOfManyElementsComesInBundles() {
        Tensor x = RandomKey.of(5).normal(Shape.of(10, 20), DType.F64);
        close(hessianDiagonal(v -> v.pow(3).sum().add(v.sum().square()), x), x.mul(6).add(2));
    }

    @Test
    void theyNest() {
        Tensor third = grad((Tensor x) -> hessianVectorProduct(CurvatureTest::f, x, V).dot(V), X);
        Tensor alongEach = jacobian(x -> hessian(CurvatureTest::f, x).matmul(V).dot(V), X);
        close(third, alongEach);
        Tensor batch = vmap((Tensor v) -> hessianVectorProduct(CurvatureTest::f, X, v), W);
        close(batch, W.matmul(hessian(CurvatureTest::f, X)));
        close(jvp((Tensor x) -> hessianDiagonal(CurvatureTest::f, x), X, V).tangent(),
                jacobian(x -> hessianDiagonal(CurvatureTest::f, x), X).matmul(V));
        Compiled<Tensor, Tensor> compiled = Compiled.of((Tensor x) -> hessianVectorProduct(CurvatureTest::f, x, V));
        assertThat(compiled.apply(X).toDoubles()).isEqualTo(hessianVectorProduct(CurvatureTest::f, X, V).toDoubles());
        Tensor newton = vmap((Tensor x) -> gaussNewtonVectorProduct((Tensor t) -> t.sin().mul(t), r -> r.square().sum(), x, V), W);
        close(newton.get(1), gaussNewtonVectorProduct((Tensor t) -> t.sin().mul(t), r -> r.square().sum(), W.get(1), V));
    }

    @Test
    void aDirectionMustBeLikeTheArgument() {
        assertThatThrownBy(() -> hessianVectorProduct(CurvatureTest::f, X, Tensor.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("F64(3)").hasMessageContaining("F64(2)");
    }
}
