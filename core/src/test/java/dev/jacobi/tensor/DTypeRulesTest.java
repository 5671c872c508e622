package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.compile.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of docs/numerics.md for kinds of numbers, for every pair of them.
class DTypeRulesTest {
    private static final List<DType> ALL = List.of(DType.values());

    private static Tensor make(DType dtype) { return Tensor.of(1, 2, 3).to(dtype); }

    static List<DType[]> pairs() { return ALL.stream().flatMap(a -> ALL.stream().map(b -> new DType[] {a, b})).toList(); }

    @ParameterizedTest
    @MethodSource("pairs")
    void twoTensorsHaveOneDType(DType a, DType b) {
        boolean together = a == b || a == DType.BOOL || b == DType.BOOL;
        if (together) {
            DType result = a == DType.BOOL ? b : a;
            assertThat(make(a).mul(make(b)).dtype()).isEqualTo(result);
            assertThat(make(a).lt(make(b)).dtype()).isEqualTo(DType.BOOL);
        } else {
            for (var op : List.<java.util.function.BinaryOperator<Tensor>>of(Tensor::add, Tensor::mul, Tensor::lt, Tensor::maximum,
                    (x, y) -> x.gt(x).where(x, y), (x, y) -> Tensor.concat(0, List.of(x, y)))) {
                assertThatThrownBy(() -> op.apply(make(a), make(b))).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(a.name()).hasMessageContaining(b.name()).hasMessageContaining("to(DType.");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void aJavaNumberTakesTheDTypeOfTheTensor(DType dtype) {
        assertThat(make(dtype).add(1).dtype()).isEqualTo(dtype);
        if (dtype.isInteger()) {
            assertThatThrownBy(() -> make(dtype).add(0.5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("whole numbers");
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"I32", "I64", "BOOL"})
    void functionsOfFractionsNeedThem(DType dtype) {
        assertThatThrownBy(() -> make(dtype).exp()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exp is not made for " + dtype).hasMessageContaining("to(DType.F64)");
        assertThat(make(dtype).square().dtype()).isEqualTo(dtype);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void onlyFloatingTensorsAreVaried(DType dtype) {
        if (dtype.isFloating()) assertThat(grad((Tensor x) -> x.sum(), make(dtype)).dtype()).isEqualTo(dtype);
        else assertThatThrownBy(() -> grad((Tensor x) -> x.sum(), make(dtype))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("floating");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyKindConvertsToEveryOther(DType a, DType b) {
        Tensor x = make(a).to(b);
        assertThat(x.dtype()).isEqualTo(b);
        assertThat(x.toDoubles()).isEqualTo(a == DType.BOOL || b == DType.BOOL ? new double[] {1, 1, 1} : new double[] {1, 2, 3});
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"F16", "BF16"})
    void halvesAreComputedInF32AndRoundedOnce(DType half) {
        Tensor a = Tensor.of(1.1, -0.3, 250).to(half);
        Tensor b = Tensor.of(0.7, 3.3, 1.001).to(half);
        Tensor wide = a.to(DType.F32).mul(b.to(DType.F32)).to(half);
        assertThat(a.mul(b).toDoubles()).isEqualTo(wide.toDoubles());
        assertThat(a.mul(b).dtype()).isEqualTo(half);
        assertThat(a.tanh().toDoubles()).isEqualTo(a.to(DType.F32).tanh().to(half).toDoubles());
        assertThat(a.dot(b).toDoubles()).isEqualTo(a.to(DType.F32).dot(b.to(DType.F32)).to(half).toDoubles());
        assertThat(a.flip(0).unsqueeze(0).transpose().dtype()).isEqualTo(half);
        assertThat(Tensor.concat(0, List.of(a, b)).size()).isEqualTo(6);
        assertThat(a.toString()).contains("250");
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"F16", "BF16"})
    void halvesAreDifferentiatedBatchedAndCompiled(DType half) {
        Tensor x = Tensor.of(0.5, -1.25, 2).to(half);
        Tensor g = grad((Tensor v) -> v.tanh().mul(v).sum(), x);
        Tensor wide = grad((Tensor v) -> v.tanh().mul(v).sum(), x.to(DType.F32));
        assertThat(g.dtype()).isEqualTo(half);
        assertThat(g.to(DType.F32).allClose(wide, half == DType.F16 ? 2e-3 : 2e-2, 1e-3)).isTrue();
        assertThat(jvp((Tensor v) -> v.square(), x, x).tangent().toDoubles()).isEqualTo(x.square().mul(2).toDoubles());
        assertThat(vmap((Tensor v) -> v.mul(2), x).dtype()).isEqualTo(half);
        Compiled<Tensor, Tensor> compiled = Compiled.of((Tensor t) -> grad((Tensor v) -> v.tanh().mul(v).sum(), t));
        assertThat(compiled.apply(x).toDoubles()).isEqualTo(g.toDoubles());
    }

    /// Case 143 of the hard cases.
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"F16", "BF16"})
    void sumsOfHalvesDoNotStopGrowing(DType half) {
        assertThat(Tensor.ones(Shape.of(4096), half).sum().item()).isEqualTo(4096);
        assertThat(Tensor.ones(Shape.of(4096), half).mean().item()).isEqualTo(1);
    }

    @Test
    void overflowIsInfinite() {
        assertThat(Tensor.of(300).to(DType.F16).square().item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Tensor.of(300).to(DType.BF16).square().item()).isEqualTo(90112);
    }
}
