package dev.jacobi.hard;

import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.LinearAlgebraOperations.SignAndLog;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Hard cases of linear algebra, where other frameworks give a wrong number or none.
class LinearAlgebraHardCasesTest {
    private static final Tensor RANK_ONE = matrix(2, 1, 2, 2, 4);

    private static Tensor matrix(int n, double... values) { return Tensor.of(Shape.of(n, values.length / n), values); }

    @Test
    @DisplayName("case 122: det of [[1, 2], [2, 4]] is 0, its gradient the cofactors")
    void determinantOfRankOne() {
        assertThat(RANK_ONE.det().item()).isZero();
        assertThat(grad(Tensor::det, RANK_ONE).toDoubles()).containsExactly(4, -2, -2, 1);
        assertThat(hessian(Tensor::det, RANK_ONE).add(0).toDoubles())
                .containsExactly(0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0);
    }

    @Test
    @DisplayName("case 123: det of diag(1, 0) is 0, its gradient diag(0, 1)")
    void determinantOfADiagonal() {
        Tensor a = matrix(2, 1, 0, 0, 0);
        assertThat(a.det().item()).isZero();
        assertThat(grad(Tensor::det, a).toDoubles()).containsExactly(0, 0, 0, 1);
        // of rank n − 2 the gradient is 0 and the second derivative isn't
        Tensor b = matrix(3, 2, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(grad(Tensor::det, b).toDoubles()).containsOnly(0);
        Tensor h = hessian(Tensor::det, b);
        assertThat(h.at(1, 1, 2, 2)).isEqualTo(2);
        assertThat(h.at(1, 2, 2, 1)).isEqualTo(-2);
        assertThat(h.abs().sum().item()).isEqualTo(8);
    }

    @Test
    @DisplayName("case 124: slogdet of a singular matrix is 0 and -inf, its gradient an error that names the pivot")
    void logDeterminantOfRankOne() {
        SignAndLog r = RANK_ONE.slogdet();
        assertThat(r.sign().item()).isZero();
        assertThat(r.log().item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> grad(a -> a.slogdet().log(), RANK_ONE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the gradient of slogdet needs a matrix of full rank, but pivot 1 (counted from 0) of its elimination is 0 in F64(2, 2); "
                        + "svd shows how far from it, or add a little to the diagonal");
    }

    @Test
    @DisplayName("case 126: cholesky, inverse and solve name the op and the pivot, at once, compiled and in a batch")
    void noFactor() {
        Tensor indefinite = matrix(2, 4, 2, 2, -3);
        failsEverywhere(Tensor::cholesky, indefinite, "cholesky needs a positive definite matrix, but pivot 1 (counted from 0) is -4.0");
        failsEverywhere(Tensor::cholesky, RANK_ONE, "cholesky needs a positive definite matrix, but pivot 1 (counted from 0) is 0.0");
        failsEverywhere(Tensor::inverse, RANK_ONE, "inverse needs a matrix of full rank, but pivot 1 (counted from 0)");
        failsEverywhere(a -> a.solve(Tensor.of(1, 2)), RANK_ONE, "solve needs a matrix of full rank, but pivot 1 (counted from 0)");
    }

    private static void failsEverywhere(Function<Tensor, Tensor> f, Tensor a, String message) {
        assertThatThrownBy(() -> f.apply(a)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
        assertThatThrownBy(() -> compile(f).apply(a)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
        Tensor good = matrix(2, 2, 0, 0, 3);
        assertThatThrownBy(() -> vmap(f, Tensor.stack(List.of(good, a)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message).hasMessageContaining("matrix 1 of the batch");
        f.apply(good);
    }

    @Test
    @DisplayName("case 133: a product over no terms is 0, and so are its gradients")
    void productOfNothing() {
        Tensor a = Tensor.zeros(Shape.of(2, 0), DType.F64);
        Tensor b = Tensor.zeros(Shape.of(0, 3), DType.F64);
        Tensor c = a.matmul(b);
        assertThat(c.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(c.toDoubles()).containsOnly(0);
        assertThat(grad(x -> x.matmul(b).sum(), a).shape()).isEqualTo(a.shape());
        assertThat(grad(x -> a.matmul(x).sum(), b).shape()).isEqualTo(b.shape());
    }
}
