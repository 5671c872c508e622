package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherTest {
    private static final int MEMBERS = 4;
    /// Two indexes for each of four members, some counted from the end, one twice.
    private static final Tensor INDEXES = Tensor.ofInts(0, -1, 1, 1, -2, 0, 1, -1).reshape(MEMBERS, 2);

    private static Tensor normal(int... sizes) { return RandomKey.of(3).fold(sizes.length).normal(Shape.of(sizes), DType.F64); }

    private static Tensor byLoop(Function<Integer, Tensor> member) {
        return Tensor.stack(IntStream.range(0, MEMBERS).mapToObj(member::apply).toList());
    }

    private static void same(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        assertThat(a.toDoubles()).containsExactly(b.toDoubles());
    }

    @Test
    void picksAlongAnyAxis() {
        Tensor x = normal(2, 3, 2);
        Tensor index = Tensor.ofInts(2, 0, -1, -3).reshape(2, 2);
        Tensor y = x.gather(1, index);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2, 2));
        int[][] meant = {{2, 0}, {2, 0}};
        for (int o = 0; o < 2; o++) for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) for (int k = 0; k < 2; k++) {
            assertThat(y.at(o, i, j, k)).isEqualTo(x.at(o, meant[i][j], k));
        }
    }

    @Test
    void aPlaceNamedTwiceGetsBothGradients() {
        Tensor g = grad(x -> x.gather(0, Tensor.ofInts(0, 0, -1)).mul(Tensor.of(1, 2, 4)).sum(), Tensor.of(7, 8, 9));
        assertThat(g.toDoubles()).containsExactly(3, 0, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBatchOfTablesAndIndexes(int axis) {
        Tensor tables = normal(MEMBERS, 2, 2, 2);
        Function<List<Tensor>, Tensor> f = in -> in.get(0).gather(axis, in.get(1)).sin();
        same(vmap(f, List.of(tables, INDEXES)), byLoop(m -> f.apply(List.of(tables.get(m), INDEXES.get(m)))));
        Function<List<Tensor>, Tensor> slope = in -> grad(t -> f.apply(List.of(t, in.get(1))).sum(), in.get(0));
        same(vmap(slope, List.of(tables, INDEXES)), byLoop(m -> slope.apply(List.of(tables.get(m), INDEXES.get(m)))));
        Function<List<Tensor>, Tensor> second = in -> grad(t -> slope.apply(List.of(t, in.get(1))).square().sum(), in.get(0));
        same(vmap(second, List.of(tables, INDEXES)), byLoop(m -> second.apply(List.of(tables.get(m), INDEXES.get(m)))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBatchOfIndexesAndOneTable(int axis) {
        Tensor table = normal(2, 2, 2);
        same(vmap(i -> table.gather(axis, i), INDEXES), byLoop(m -> table.gather(axis, INDEXES.get(m))));
        Function<Tensor, Tensor> slope = i -> grad(t -> t.gather(axis, i).sin().sum(), table);
        same(vmap(slope, INDEXES), byLoop(m -> slope.apply(INDEXES.get(m))));
        Function<Tensor, Tensor> joined = t -> vmap(i -> t.gather(axis, i), INDEXES).sin().sum();
        Tensor expected = byLoop(m -> slope.apply(INDEXES.get(m))).sum(0);
        assertThat(grad(joined, table).allClose(expected, 1e-14, 1e-14)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBatchOfTablesAndOneIndex(int axis) {
        Tensor tables = normal(MEMBERS, 2, 2, 2);
        Tensor index = INDEXES.get(2);
        Function<Tensor, Tensor> slope = x -> grad(t -> t.gather(axis, index).sin().sum(), x);
        same(vmap(slope, tables), byLoop(m -> slope.apply(tables.get(m))));
    }

    @Test
    void batchesOfBatches() {
        Tensor tables = normal(MEMBERS, 3, 2, 2);
        Tensor indexes = Tensor.ofInts(0, -1, 1, -2, 1, 1).reshape(3, 2);
        Function<List<Tensor>, Tensor> inner = in -> grad(t -> t.gather(1, in.get(1)).sin().sum(), in.get(0));
        Tensor both = vmap((Tensor t) -> vmap(inner, List.of(t, indexes)), tables);
        same(both, byLoop(m -> Tensor.stack(List.of(0, 1, 2).stream()
                .map(k -> inner.apply(List.of(tables.get(m).get(k), indexes.get(k)))).toList())));
        Tensor turned = vmap((Tensor i) -> vmap((Tensor t) -> t.gather(0, i), tables), indexes);
        for (int k = 0; k < 3; k++) {
            Tensor index = indexes.get(k);
            same(turned.get(k), byLoop(m -> tables.get(m).gather(0, index)));
        }
    }

    @Test
    void aMemberCannotReadFromAnother() {
        Tensor tables = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        for (int wrong : new int[] {2, -3}) {
            Tensor indexes = Tensor.ofInts(0, wrong).reshape(2, 1);
            assertThatThrownBy(() -> vmap((List<Tensor> in) -> in.get(0).gather(0, in.get(1)), List.of(tables, indexes)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("gather was asked for index " + wrong + " of an axis of size 2; indexes run from 0 to 1 (or -2 to -1)");
        }
    }

    @Test
    void scatterAddIsTheAdjoint() {
        Tensor x = normal(3, 2);
        Tensor index = Tensor.ofInts(2, -1, 0);
        Tensor v = normal(3, 2, 1).squeeze(2);
        Tensor y = Tensor.zeros(Shape.of(3, 2), DType.F64).scatterAdd(0, index, v);
        assertThat(y.get(0).toDoubles()).containsExactly(v.get(2).toDoubles());
        assertThat(y.get(2).toDoubles()).containsExactly(v.get(0).add(v.get(1)).toDoubles());
        double forward = jvp((Tensor t) -> t.scatterAdd(0, index, t.square()).sin().sum(), x, v).tangent().item();
        double reverse = grad(t -> t.scatterAdd(0, index, t.square()).sin().sum(), x).mul(v).sum().item();
        assertThat(forward).isCloseTo(reverse, within(1e-13));
    }

    @Test
    void perSampleGradientsOfAPickedClass() {
        Tensor logits = normal(MEMBERS, 3, 5);
        Tensor classes = Tensor.ofInts(0, 4, 2, 1, 1, 1, 3, 0, 4, 2, 2, 0).reshape(MEMBERS, 3);
        Function<List<Tensor>, Tensor> slope = in -> grad(t -> t.pickEach(in.get(1)).sin().sum(), in.get(0));
        same(vmap(slope, List.of(logits, classes)), byLoop(m -> slope.apply(List.of(logits.get(m), classes.get(m)))));
    }

    @Test
    void errorsSayWhatToDo() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        assertThatThrownBy(() -> x.gather(0, Tensor.of(1)))
                .hasMessage("gather needs an index of whole numbers, but got F64; make it with Tensor.ofInts or to(DType.I32)");
        assertThatThrownBy(() -> x.gather(2, Tensor.ofInts(1))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("axis 2");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(0), DType.F64).gather(0, Tensor.ofInts(0))).hasMessageContaining("no elements");
        assertThatThrownBy(() -> x.scatterAdd(0, Tensor.ofInts(1), Tensor.of(1, 2)))
                .hasMessage("scatterAdd along axis 0 of F64(2, 2) by an index (1) needs values F64(1, 2), but got F64(2); "
                        + "expand or convert them");
        assertThatThrownBy(() -> Tensor.ofInts(1).scatterAdd(0, Tensor.ofInts(0), Tensor.ofInts(1)))
                .hasMessage("scatterAdd needs a floating tensor, but got I32; convert it with to(DType.F64)");
        assertThatThrownBy(() -> x.pickEach(Tensor.ofInts(0, 2))).hasMessage("class 2 was asked for in row 1, but there are 2 classes, 0 to 1");
        assertThatThrownBy(() -> x.pickEach(Tensor.ofInts(-1, 0))).hasMessageContaining("class -1");
        assertThatThrownBy(() -> x.pickEach(Tensor.ofInts(0))).hasMessageContaining("pickEach needs rows (…, n)");
    }
}
