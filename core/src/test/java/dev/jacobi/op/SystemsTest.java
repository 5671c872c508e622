package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.LinearAlgebraOperations.SignAndLog;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Determinants, inverses, systems of equations, Cholesky's triangle.
class SystemsTest {
    private static final double UNIT = 0x1p-52;

    private static Tensor normal(int... sizes) { return RandomKey.of(6).fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    private static Tensor identity(int n) {
        Tensor index = Tensor.range(n);
        return index.unsqueeze(1).eq(index.unsqueeze(0)).to(DType.F64);
    }

    private static double norm(Tensor a) { return a.size() == 0 ? 0 : a.norm().item(); }

    private static void small(Tensor residual, double bound) { assertThat(norm(residual)).isLessThanOrEqualTo(bound); }

    private static Tensor hilbert(int n) {
        Tensor index = Tensor.range(n).to(DType.F64);
        return index.unsqueeze(1).add(index.unsqueeze(0)).add(1).divInto(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 60})
    void residualsAreSmallWhateverTheScale(int n) {
        Tensor b = normal(n, 2);
        for (double scale : new double[] {1, 1e200, 1e-200}) {
            Tensor a = normal(n, n).mul(scale);
            Tensor x = a.solve(b);
            small(a.matmul(x).sub(b), 8 * n * UNIT * norm(a) * norm(x));
            small(a.matmul(a.inverse()).sub(identity(n)), 8 * n * UNIT * norm(a) * norm(a.inverse()));
            Tensor positive = normal(n, n).matmul(normal(n, n).transpose()).add(identity(n)).mul(scale);
            Tensor l = positive.cholesky();
            small(l.matmul(l.transpose()).sub(positive), 8 * n * UNIT * norm(positive));
            Tensor y = l.choleskySolve(b);
            small(positive.matmul(y).sub(b), 8 * n * UNIT * norm(positive) * norm(y));
            assertThat(Triangle.UNIT_UPPER.of(l).toDoubles()).containsOnly(n == 0 ? new double[0] : new double[] {0});
        }
    }

    @Test
    void alsoOfAnIllConditionedMatrix() {
        Tensor a = hilbert(10);
        Tensor b = normal(10);
        Tensor x = a.solve(b);
        small(a.matmul(x).sub(b), 80 * UNIT * norm(a) * norm(x));
        Tensor l = a.cholesky();
        small(l.matmul(l.transpose()).sub(a), 80 * UNIT * norm(a));
        // 2.16417922643149…e-53 by its closed form; it is known to its condition, 1.6e13
        assertThat(a.det().item()).isCloseTo(2.164179226431492e-53, within(1.6e13 * UNIT * 2.164179226431492e-53));
    }

    @Test
    void knownDeterminants() {
        assertThat(Tensor.of(Shape.of(3, 3), 2, 0, 1, 1, 3, 2, 1, 1, 4).det().item()).isEqualTo(18);
        assertThat(identity(5).det().item()).isEqualTo(1);
        assertThat(identity(5).slice(0, 4, -6, -1).det().item()).isEqualTo(1);                    // rows in reverse: two swaps
        assertThat(identity(3).slice(0, 2, -4, -1).det().item()).isEqualTo(-1);
        assertThat(Tensor.zeros(Shape.of(0, 0), DType.F64).det().item()).isEqualTo(1);
        // on the way 1e400 and 1e-400
        assertThat(Tensor.of(1e200, 1e200, 1e-200, 1e-200).unsqueeze(0).mul(identity(4)).det().item()).isCloseTo(1, within(1e-14));
        assertThat(identity(3).mul(1e200).det().item()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theLogarithmReachesFurther() {
        SignAndLog r = identity(60).mul(-1e200).slogdet();
        assertThat(r.sign().item()).isEqualTo(1);
        assertThat(r.log().item()).isCloseTo(60 * 200 * Math.log(10), within(1e-10));
        assertThat(identity(3).neg().slogdet().sign().item()).isEqualTo(-1);
        SignAndLog batch = normal(2, 4, 4).slogdet();
        Tensor det = normal(2, 4, 4).det();
        for (int k = 0; k < 2; k++) {
            assertThat(batch.sign().at(k) * Math.exp(batch.log().at(k))).isCloseTo(det.at(k), within(1e-13 * Math.abs(det.at(k))));
        }
        Tensor a = normal(4, 4);
        assertThat(grad(x -> x.slogdet().log(), a).allClose(a.inverse().transpose(), 1e-13, 1e-13)).isTrue();
        assertThat(grad(x -> x.slogdet().sign(), a).toDoubles()).containsOnly(0);
    }

    /// By Jacobi's formula, where there is an inverse.
    @Test
    void derivativesOfDeterminants() {
        Tensor a = normal(6, 6);
        assertThat(grad(Tensor::det, a).allClose(a.inverse().transpose().mul(a.det()), 1e-12, 1e-12)).isTrue();
        // of a product of rank 1, at any rank: the second derivative along two directions is a polynomial of its own
        Tensor u = normal(5, 3);
        Tensor singular = u.matmul(normal(3, 5));
        Tensor h = hessian(Tensor::det, singular).reshape(25, 25);
        assertThat(h.allClose(h.transpose(), 0, 1e-12)).isTrue();
        Tensor v = normal(5, 5);
        Tensor w = normal(1, 5, 5).get(0);
        double form = v.reshape(25).matmul(h).dot(w.reshape(25)).item();
        double step = 1e-3;
        // det(A + s·V + t·W) has no terms beyond the fifth degree; of rank 3 the mixed term is the lowest but one
        double numeric = (det(singular, v, w, step, step) - det(singular, v, w, step, -step) - det(singular, v, w, -step, step)
                + det(singular, v, w, -step, -step)) / (4 * step * step);
        assertThat(form).isCloseTo(numeric, within(1e-4 * Math.abs(form) + 1e-9));
    }

    private static double det(Tensor a, Tensor v, Tensor w, double s, double t) { return a.add(v.mul(s)).add(w.mul(t)).det().item(); }

    @Test
    void theThirdDerivativeOfADeterminantNeedsAnInverse() {
        Tensor a = Tensor.of(Shape.of(2, 2), 1, 2, 2, 4);
        assertThatThrownBy(() -> grad((Tensor x) -> hessian(Tensor::det, x).square().sum(), a)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the third derivative of det needs a matrix of full rank, but pivot 1 (counted from 0)");
    }

    @Test
    void notANumberStaysOne() {
        Tensor a = normal(3, 3).mul(1);
        double[] values = a.toDoubles();
        values[4] = Double.NaN;
        Tensor bad = Tensor.of(Shape.of(3, 3), values);
        assertThat(bad.det().item()).isNaN();
        assertThat(bad.slogdet().log().item()).isNaN();
        assertThat(bad.inverse().hasNaN()).isTrue();
        assertThat(bad.solve(Tensor.of(1, 2, 3)).toDoubles()).containsOnly(Double.NaN);
        assertThat(bad.cholesky().hasNaN()).isTrue();
        assertThat(Tensor.full(Shape.of(2, 2), Double.NaN, DType.F64).det().item()).isNaN();
        assertThat(Tensor.of(Shape.of(2, 2), Double.NaN, 0, 0, 0).det().item()).isNaN();
        assertThat(Tensor.full(Shape.of(2, 2), Double.POSITIVE_INFINITY, DType.F64).inverse().toDoubles()).containsOnly(Double.NaN);
    }

    @Test
    void batchesBroadcast() {
        Tensor a = normal(2, 1, 3, 3);
        Tensor b = normal(4, 3, 2);
        Tensor x = a.solve(b);
        assertThat(x.shape()).isEqualTo(Shape.of(2, 4, 3, 2));
        assertThat(a.matmul(x).allClose(b.expand(2, 4, 3, 2), 0, 1e-12)).isTrue();
        assertThat(a.solve(normal(3)).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(x.get(1).get(2).toDoubles()).containsExactly(a.get(1).get(0).solve(b.get(2)).toDoubles());
        assertThat(a.transpose().inverse().get(1).get(0).toDoubles()).containsExactly(a.get(1).get(0).transpose().inverse().toDoubles());
        assertThat(Tensor.zeros(Shape.of(0, 3, 3), DType.F64).det().shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void singlePrecisionIsRoundedOnce() {
        Tensor a = normal(5, 5).to(DType.F32);
        assertThat(a.inverse().toFloats()).containsExactly(a.to(DType.F64).inverse().to(DType.F32).toFloats());
        assertThat(a.det().toFloats()).containsExactly(a.to(DType.F64).det().to(DType.F32).toFloats());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 60})
    void trianglesGiveTheRowsInTheirOrder(int n) {
        Tensor a = normal(n, n);
        var d = a.lu();
        small(d.l().matmul(d.u()).sub(a.gather(0, d.rows())), 8 * n * UNIT * norm(a));
        if (n > 0) assertThat(d.l().abs().max().item()).isEqualTo(1);
        assertThat(Triangle.UNIT_LOWER.of(d.u()).sub(0).toDoubles()).containsOnly(n == 0 ? new double[0] : new double[] {0});
    }

    @Test
    void aSingularMatrixHasTrianglesButNoGradient() {
        Tensor a = Tensor.of(Shape.of(2, 2), 1, 2, 2, 4);
        var d = a.lu();
        assertThat(d.u().toDoubles()).containsExactly(2, 4, 0, 0);
        assertThat(d.rows().toLongs()).containsExactly(1, 0);
        assertThatThrownBy(() -> grad(x -> x.lu().u().sum(), a)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the gradient of lu needs a diagonal without zeros, but element 1");
    }

    @Test
    void powersAndProducts() {
        Tensor a = Tensor.of(Shape.of(2, 2), 1, 1, 1, 0);
        assertThat(a.matrixPower(30).toDoubles()).containsExactly(1346269, 832040, 832040, 514229);            // Fibonacci's numbers
        assertThat(a.matrixPower(-2).toDoubles()).containsExactly(1, -1, -1, 2);
        assertThat(a.matrixPower(0).toDoubles()).containsExactly(1, 0, 0, 1);
        assertThat(normal(2, 1, 2, 3).kron(normal(4, 5, 1)).shape()).isEqualTo(Shape.of(2, 4, 10, 3));
        assertThatThrownBy(() -> normal(2, 3).matrixPower(2)).hasMessage("matrixPower needs a floating square matrix (…, n, n), but got F64(2, 3)");
        assertThatThrownBy(() -> normal(3).kron(a)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kron needs matrices (…, m, n) and (…, p, q), but got (3) and (2, 2); reshape them");
        assertThatThrownBy(() -> normal(3).pseudoInverse()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pseudoInverse needs a floating matrix (…, m, n), but got F64(3); reshape it");
        assertThatThrownBy(() -> Tensor.full(Shape.of(2, 2), Double.NaN, DType.F64).pseudoInverse()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pseudoInverse needs finite numbers");
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> normal(2, 3).det()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("det needs a square matrix (…, n, n), but got F64(2, 3); leastSquares, qr and svd take other matrices");
        assertThatThrownBy(() -> Tensor.of(1, 2).cholesky()).hasMessage("cholesky needs a floating matrix (…, m, n), but got F64(2); reshape it");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2, 3, 4).reshape(2, 2).inverse())
                .hasMessage("inverse needs a floating matrix (…, m, n), but got I32(2, 2); convert it with to(DType.F64)");
        assertThatThrownBy(() -> normal(3, 3).solve(normal(2))).hasMessage("solve needs a square matrix (…, n, n) and a right side (…, n, m) or (n), "
                + "but got (3, 3) and (2); leastSquares takes other matrices");
        assertThatThrownBy(() -> normal(2, 3).solve(normal(2))).hasMessageContaining("leastSquares takes other matrices");
        assertThatThrownBy(() -> normal(3, 3).solve(normal(3).to(DType.F32))).hasMessageContaining("F64").hasMessageContaining("F32");
        assertThatThrownBy(() -> identity(3).sub(Tensor.of(0, 0, 1)).triangularSolve(normal(3), Triangle.LOWER)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("triangularSolve needs a diagonal without zeros, but element 2 (counted from 0) of it is 0 in F64(3, 3); "
                        + "svd shows how far from it, or add a little to the diagonal");
        assertThatThrownBy(() -> Tensor.of(1).trace()).hasMessage("trace needs a matrix (…, m, n), but got (1); reshape it");
    }
}
