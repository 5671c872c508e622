package dev.jacobi.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A product reads matrices as they lie, and gives the bits that it gives for copies.
class MatMulViewsTest {
    private static final List<UnaryOperator<Tensor>> VIEWS = List.of(
            t -> t, t -> t.transpose().transpose(), t -> t.permute(1, 0, 2, 3).permute(1, 0, 2, 3),
            t -> t.flip(0), t -> t.flip(1), t -> t.flip(2), t -> t.flip(3), t -> t.flip(0).flip(1),
            t -> t.pad(0, 1, 1).slice(0, 1, 3), t -> t.pad(1, 1, 0).slice(1, 1, 4), t -> t.pad(2, 0, 3).slice(2, 0, 4),
            t -> t.pad(3, 2, 0).slice(3, 2, 6), t -> Tensor.concat(1, List.of(t, t)).slice(1, 0, 6, 2),
            t -> Tensor.concat(3, List.of(t, t)).slice(3, 0, 8, 2),
            t -> t.slice(0, 0, 1).expand(2, 3, 4, 4), t -> t.slice(1, 2, 3).expand(2, 3, 4, 4),
            t -> t.slice(2, 1, 2).expand(2, 3, 4, 4), t -> t.slice(3, 0, 1).expand(2, 3, 4, 4),
            t -> t.get(1).get(0).expand(2, 3, 4, 4), t -> t.permute(1, 0, 2, 3).reshape(2, 3, 4, 4),
            t -> t.permute(2, 3, 0, 1).reshape(2, 3, 4, 4), t -> t.reshape(3, 2, 4, 4).permute(1, 0, 2, 3),
            t -> t.reshape(4, 4, 2, 3).permute(2, 3, 0, 1), t -> t.reshape(4, 4, 2, 3).permute(2, 3, 1, 0));

    @Test
    void viewsGiveTheBitsOfCopies() {
        for (DType dtype : List.of(DType.F64, DType.F32)) {
            Tensor a = RandomKey.of(1).normal(Shape.of(2, 3, 4, 4), dtype);
            Tensor b = RandomKey.of(2).normal(Shape.of(2, 3, 4, 4), dtype);
            for (int i = 0; i < VIEWS.size(); i++) {
                for (int j = 0; j < VIEWS.size(); j++) {
                    Tensor p = VIEWS.get(i).apply(a);
                    Tensor q = VIEWS.get(j).apply(b).transpose();
                    assertThat(p.matmul(q).toDoubles()).as("views %s and %s", i, j).isEqualTo(copy(p).matmul(copy(q)).toDoubles());
                    assertThat(q.matmul(p).toDoubles()).as("views %s and %s", j, i).isEqualTo(copy(q).matmul(copy(p)).toDoubles());
                }
            }
        }
    }

    private static Tensor copy(Tensor t) { return Tensor.of(t.shape(), t.toDoubles()).to(t.dtype()); }

    @Test
    void thinMatricesAsWell() {
        Tensor row = RandomKey.of(1).normal(Shape.of(3, 1, 5), DType.F64);
        Tensor column = RandomKey.of(2).normal(Shape.of(3, 5, 1), DType.F64);
        for (Tensor r : List.of(row, row.flip(0), row.flip(2), column.transpose(), column.flip(1).transpose())) {
            for (Tensor c : List.of(column, column.flip(0), column.flip(1), row.transpose(), row.get(1).expand(3, 1, 5).transpose())) {
                assertThat(r.matmul(c).toDoubles()).isEqualTo(copy(r).matmul(copy(c)).toDoubles());
                assertThat(c.matmul(r).toDoubles()).isEqualTo(copy(c).matmul(copy(r)).toDoubles());
            }
        }
    }

    @Test
    void emptyProductsAreZerosOrNothing() {
        assertThat(Tensor.zeros(Shape.of(2, 0), DType.F64).matmul(Tensor.zeros(Shape.of(0, 3), DType.F64)).toDoubles())
                .containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(Tensor.zeros(Shape.of(0, 2), DType.F64).matmul(Tensor.zeros(Shape.of(2, 3), DType.F64)).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Tensor.zeros(Shape.of(0, 2, 4), DType.F32).matmul(Tensor.zeros(Shape.of(4, 3), DType.F32)).shape())
                .isEqualTo(Shape.of(0, 2, 3));
    }

    @Test
    void wholeNumbersAreRefused() {
        Tensor ints = Tensor.ofInts(1, 2, 3, 4).reshape(2, 2);
        assertThatThrownBy(() -> ints.matmul(ints)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("to(DType.F32)");
        assertThatThrownBy(() -> ints.reshape(1, 1, 2, 2).conv2d(ints.reshape(1, 1, 2, 2))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv2d needs floating tensors");
    }
}
