package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Eigenvalues and singular values: what they are made of gives the matrix again, at every size and scale.
class SpectralTest {
    private static Tensor random(int m, int n) { return RandomKey.of(8).fold(m).fold(n).normal(Shape.of(m, n), DType.F64); }

    private static Tensor eye(int n) { return Tensor.range(n).unsqueeze(1).eq(Tensor.range(n)).to(DType.F64); }

    private static void close(Tensor actual, Tensor expected, double tolerance) {
        double scale = expected.size() == 0 ? 0 : expected.abs().max().item();
        assertThat(actual.allClose(expected, 0, tolerance * Math.max(scale, Double.MIN_NORMAL))).as("%s%nexpected%n%s", actual, expected).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 20, 60})
    void eigenvaluesAndVectors(int n) {
        for (double factor : new double[] {1, 1e200, 1e-200}) {
            Tensor a = random(n, n).mul(factor);
            Tensor s = a.add(a.transpose()).mul(0.5);
            var e = a.eigh();
            close(e.vectors().mul(e.values().unsqueeze(-2)).matmul(e.vectors().transpose()), s, 2e-14 * Math.max(1, n / 4));
            close(e.vectors().transpose().matmul(e.vectors()), eye(n), 2e-14);
            double[] values = e.values().toDoubles();
            assertThat(values).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 20, 60})
    void singularValuesAndVectors(int n) {
        for (int m : new int[] {n, n + 3, Math.max(1, n / 2)}) {
            for (double factor : new double[] {1, 1e200, 1e-200}) {
                Tensor a = random(m, n).mul(factor);
                var d = a.svd();
                close(d.u().mul(d.s().unsqueeze(-2)).matmul(d.v().transpose()), a, 2e-14 * Math.max(1, n / 4));
                int k = Math.min(m, n);
                close(d.u().transpose().matmul(d.u()), eye(k), 5e-14);
                close(d.v().transpose().matmul(d.v()), eye(k), 5e-14);
                double[] s = d.s().toDoubles();
                for (int i = 1; i < k; i++) assertThat(s[i]).isLessThanOrEqualTo(s[i - 1]);
            }
        }
    }

    @Test
    void smallSingularValuesAreAccurateBesideLargeOnes() {
        // columns of very different sizes: relative accuracy, which takes more than small residuals
        Tensor q = random(3, 3).qr().q();
        Tensor s = Tensor.of(1e8, 1, 1e-8);
        double[] found = q.mul(s.unsqueeze(-2)).singularValues().toDoubles();
        for (int i = 0; i < 3; i++) assertThat(found[i] / s.at(i)).isBetween(1 - 1e-14, 1 + 1e-14);
    }

    @Test
    void signsAndOrderAreFixed() {
        Tensor v = random(5, 5).eigh().vectors();
        for (int j = 0; j < 5; j++) {
            Tensor column = v.pick(1, j);
            assertThat(column.at((int) column.abs().argMax(0).item())).isPositive();
        }
    }

    @Test
    @DisplayName("case 125: values of equal ones have a gradient, vectors none")
    void equalValues() {
        Tensor one = eye(3);
        assertThat(grad((Tensor a) -> a.singularValues().sum(), one).toDoubles()).containsExactly(eye(3).toDoubles());
        assertThat(grad((Tensor a) -> a.eigh().values().sum(), one).toDoubles()).containsExactly(eye(3).toDoubles());
        assertThatThrownBy(() -> grad((Tensor a) -> a.eigh().vectors().sum(), one)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eigh").hasMessageContaining("number 0 and 1 are 1.0 and 1.0, not known to differ");
        assertThatThrownBy(() -> grad((Tensor a) -> a.svd().u().sum(), one)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("svd");
    }

    @Test
    void errorsSayWhatIsWrong() {
        assertThatThrownBy(() -> random(2, 3).eigh()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("square");
        assertThatThrownBy(() -> Tensor.of(1).svd()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("matrix");
        assertThatThrownBy(() -> Tensor.of(Shape.of(1, 2), Double.NaN, 1).svd()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 2), 1, Double.POSITIVE_INFINITY, 1, 1).eigh()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }

    @Test
    void batchesAreTheirMembers() {
        Tensor batch = Tensor.stack(java.util.List.of(random(3, 3), random(3, 3).sin(), random(3, 3).mul(1e-3)));
        Tensor all = batch.eigh().vectors();
        Tensor mapped = vmap((Tensor a) -> a.eigh().vectors(), batch);
        for (int i = 0; i < 3; i++) {
            assertThat(all.get(i).toDoubles()).isEqualTo(batch.get(i).eigh().vectors().toDoubles());
            assertThat(mapped.get(i).toDoubles()).isEqualTo(batch.get(i).eigh().vectors().toDoubles());
        }
    }

    @Test
    void valuesARoundingErrorApartCountAsEqual() {
        Tensor values = Tensor.of(1e-17, 2e-17, 3);
        assertThatThrownBy(() -> grad(x -> eye(3).mul(x).eigh().vectors().sin().sum(), values)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("number 0 and 1 are 1.0E-17 and 2.0E-17, not known to differ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 60})
    void pseudoInversesOfAnyRank(int n) {
        for (double factor : new double[] {1, 1e200, 1e-200}) {
            for (Tensor a : new Tensor[] {random(n, n), random(n + 2, n), random(n, n + 3), random(n + 3, n / 2).matmul(random(n / 2, n))}) {
                Tensor scaled = a.mul(factor);
                Tensor p = scaled.pseudoInverse();
                // the four conditions of Penrose, to the condition of the matrix
                Tensor left = p.matmul(scaled);
                Tensor right = scaled.matmul(p);
                close(right.matmul(scaled), scaled, 1e-10);
                close(left.matmul(p), p, 1e-10);
                close(left.transpose(), left, 1e-10);
                close(right.transpose(), right, 1e-10);
            }
        }
    }

    @Test
    void theGradientOfAPseudoInverseWhereValuesAreEqualOrZero() {
        // equal singular values: −A⁻ᵀ·ḡ·A⁻ᵀ as for the inverse
        Tensor w = random(3, 3);
        close(grad(a -> a.pseudoInverse().mul(w).sum(), eye(3)), w.neg(), 1e-14);
        // along matrices of rank 1, u·vᵀ: through the factors
        Tensor u = random(3, 1);
        Tensor v = random(1, 4);
        Tensor m = random(4, 3);
        Tensor slope = grad(t -> t.matmul(v).pseudoInverse().mul(m).sum(), u);
        Tensor expected = grad(t -> v.transpose().matmul(t.transpose()).div(t.square().sum().mul(v.square().sum())).mul(m).sum(), u);
        close(slope, expected, 1e-12);
        Tensor none = Tensor.zeros(Shape.of(2, 3), DType.F64);
        assertThat(none.pseudoInverse().toDoubles()).hasSize(6).containsOnly(0);
        assertThat(grad(a -> a.pseudoInverse().sum(), none).toDoubles()).containsOnly(0);
    }
}
