package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.LinearAlgebraOperations.QR;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrTest {
    private static Tensor normal(int... sizes) { return RandomKey.of(2).fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    private static Tensor identity(int n) {
        Tensor index = Tensor.range(n);
        return index.unsqueeze(1).eq(index.unsqueeze(0)).to(DType.F64);
    }

    private static void close(Tensor a, Tensor b, double absolute) {
        assertThat(a.allClose(b, 0, absolute)).as("%s and %s", a, b).isTrue();
    }

    private static void holds(Tensor a, double eps) {
        QR qr = a.qr();
        int n = Math.min(a.size(-2), a.size(-1));
        double size = Math.max(a.norm().item(), Double.MIN_NORMAL);
        close(qr.q().matmul(qr.r()).div(size), a.div(size), eps);
        close(qr.q().transpose().matmul(qr.q()), identity(n), eps);
        for (int i = 0; i < n; i++) {
            assertThat(qr.r().at(i, i)).isNotNegative();
            for (int j = 0; j < i; j++) assertThat(qr.r().at(i, j)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "5, 3", "7, 1", "20, 20", "3, 5", "1, 4", "60, 40"})
    void isWhatItSays(int m, int n) {
        holds(normal(m, n), 1e-14);
        holds(normal(m, n).neg(), 1e-14);
    }

    @Test
    void aKnownOne() {
        QR qr = Tensor.of(Shape.of(2, 2), 3, 0, 4, 5).qr();
        close(qr.q(), Tensor.of(Shape.of(2, 2), 0.6, -0.8, 0.8, 0.6), 1e-15);
        close(qr.r(), Tensor.of(Shape.of(2, 2), 5, 4, 0, 3), 1e-15);
    }

    @Test
    void alsoOfDependentColumnsAndExtremeNumbers() {
        holds(Tensor.of(Shape.of(3, 2), 1, 2, 2, 4, 3, 6), 1e-15);
        holds(Tensor.zeros(Shape.of(3, 2), DType.F64), 0);
        holds(Tensor.of(Shape.of(2, 2), 3e300, 1e300, -4e300, 2e300), 1e-15);
        holds(Tensor.of(Shape.of(2, 2), 3e-300, 1e-300, -4e-300, 2e-300), 1e-15);
        holds(identity(4).neg(), 0);
        QR none = Tensor.zeros(Shape.of(2, 0), DType.F64).qr();
        assertThat(none.r().shape()).isEqualTo(Shape.of(0, 0));
    }

    @Test
    void floatsAreRoundedOnce() {
        Tensor a = normal(4, 3).to(DType.F32);
        QR single = a.qr();
        QR exact = a.to(DType.F64).qr();
        assertThat(single.q().toFloats()).containsExactly(exact.q().to(DType.F32).toFloats());
        assertThat(single.r().toFloats()).containsExactly(exact.r().to(DType.F32).toFloats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "r", "both"})
    void gradientsOfOneOrBoth(String part) {
        Tensor wq = normal(4, 3).cos();
        Tensor wr = normal(3, 3).cos();
        Function<Tensor, Tensor> f = a -> {
            QR qr = a.qr();
            Tensor q = qr.q().sin().mul(wq).sum();
            Tensor r = qr.r().sin().mul(wr).sum();
            return part.equals("q") ? q : part.equals("r") ? r : q.add(r);
        };
        Tensor a = normal(4, 3);
        GradCheck.of(f).at(a).orThrow();
        GradCheck.of((Tensor x) -> grad(f, x).square().sum()).tolerance(1e-7).at(a).orThrow();
        Tensor along = normal(4, 3).flip(0);
        assertThat(jvp(f, a, along).tangent().item()).isCloseTo(grad(f, a).mul(along).sum().item(), within(1e-12));
    }

    @Test
    void theHessianIsSymmetric() {
        Tensor h = hessian(a -> a.qr().q().get(0).sin().sum().add(a.qr().r().square().sum()), normal(3, 2)).reshape(6, 6);
        close(h, h.transpose(), 1e-12);
        // Σ R² is Σ A², so without the first term it would be twice the identity
        close(hessian(a -> a.qr().r().square().sum(), normal(3, 2)).reshape(6, 6), identity(6).mul(2), 1e-12);
    }

    @Test
    void theSlopeOfTheDeterminant() {
        Tensor a = normal(3, 3);
        // log|det A| = Σ log R_ii, whose gradient is the inverse, transposed
        Tensor g = grad(x -> x.qr().r().mul(identity(3)).sum(0).log().sum(), a);
        close(g.transpose().matmul(a), identity(3), 1e-13);
    }

    @Test
    void batches() {
        Tensor a = normal(4, 3, 2);
        Tensor together = vmap(x -> grad(y -> y.qr().q().get(0).sum(), x), a);
        for (int m = 0; m < 4; m++) {
            assertThat(a.qr().q().get(m).toDoubles()).containsExactly(a.get(m).qr().q().toDoubles());
            close(together.get(m), grad(y -> y.qr().q().get(0).sum(), a.get(m)), 1e-13);
        }
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> Tensor.of(1, 2).qr()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("qr needs a floating matrix (…, m, n), but got F64(2); reshape it");
        assertThatThrownBy(() -> Tensor.ofInts(1).reshape(1, 1).qr()).hasMessageContaining("but got I32(1, 1); convert it");
        Tensor dependent = Tensor.of(Shape.of(2, 2), 1, 0, 0, 0);
        assertThatThrownBy(() -> grad(a -> a.qr().q().get(0).sum(), dependent)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the gradient of qr needs a diagonal without zeros, but element 1 (counted from 0) of it is 0 in F64(2, 2)");
    }
}
