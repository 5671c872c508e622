package dev.jacobi.op;

import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private static final double NAN = Double.NaN;

    private static void same(Tensor actual, double... expected) { assertThat(actual.toDoubles()).containsExactly(expected); }

    private static void refused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void scatterSetsAndKeepsTheRest() {
        Tensor values = Tensor.of(Shape.of(2, 2), 10, 20, 30, 40);
        Tensor index = Tensor.ofInts(2, 0);
        same(X.scatter(1, index, values), 20, 2, 10, 40, 5, 30);
        same(X.scatter(0, Tensor.ofInts(-1), Tensor.of(Shape.of(1, 3), 7, 8, 9)), 1, 2, 3, 7, 8, 9);
        same(X, 1, 2, 3, 4, 5, 6);
        List<Tensor> g = Reverse.grad(in -> in.get(0).scatter(1, index, in.get(1)).mul(X).sum(), List.of(X, values));
        same(g.get(0), 0, 2, 0, 0, 5, 0);
        same(g.get(1), 3, 1, 6, 4);
        same(Tensor.of(NAN, 2).scatter(0, Tensor.ofInts(0), Tensor.of(1.0)), 1, 2);
        same(grad((Tensor x) -> x.log().scatter(0, Tensor.ofInts(0), Tensor.of(1.0)).sum(), Tensor.of(0, 2)), 0, 0.5);
        same(Tensor.ofLongs(0, 0, 0).scatter(0, Tensor.ofInts(2, 0, 1), Tensor.ofLongs(0, 1, 2)).to(DType.F64), 1, 2, 0);
        same(Tensor.ofBooleans(false, false).scatter(0, Tensor.ofInts(1), Tensor.ofBooleans(true)).to(DType.F64), 0, 1);
        same(X.scatter(1, Tensor.ofInts(), Tensor.zeros(Shape.of(2, 0), DType.F64)), 1, 2, 3, 4, 5, 6);
        assertThat(X.to(DType.F16).scatter(1, index, values.to(DType.F16)).dtype()).isEqualTo(DType.F16);
    }

    @Test
    void scatterRefusesWhatWouldBeAnAccident() {
        Tensor two = Tensor.of(Shape.of(2, 2), 10, 20, 30, 40);
        refused(() -> X.scatter(1, Tensor.ofInts(1, 1), two), "scatter sets each place once, but the index names 1 twice; use scatterAdd");
        refused(() -> X.scatter(1, Tensor.ofInts(2, -1), two), "names 2 twice");
        refused(() -> X.scatter(1, Tensor.ofInts(0), two), "scatter along axis 1 of F64(2, 3) by an index (1) needs values F64(2, 1), but got F64(2, 2)");
        refused(() -> X.scatter(1, Tensor.ofInts(0, 1), two.to(DType.F32)), "needs values F64(2, 2), but got F32(2, 2)");
        refused(() -> X.scatter(1, Tensor.of(0, 1), two), "an index of whole numbers");
        refused(() -> X.scatter(1, Tensor.ofInts(0, 3), two), "scatter was asked for index 3 of an axis of size 3");
    }

    /// Members of a batch may name the same places; one member may not name a place twice.
    @Test
    void scattersOfABatch() {
        Tensor x = Tensor.stack(List.of(X, X.neg()));
        Tensor v = Tensor.of(Shape.of(2, 2, 1), 10, 20, 30, 40);
        Tensor indexes = Tensor.ofInts(1, 2).reshape(2, 1);
        Function<List<Tensor>, Tensor> f = in -> in.get(0).scatter(1, in.get(1), in.get(2)).mul(in.get(0));
        Tensor together = vmap(f, List.of(x, indexes, v));
        for (int m = 0; m < 2; m++) same(together.get(m), f.apply(List.of(x.get(m), indexes.get(m), v.get(m))).toDoubles());
        Tensor table = vmap((Tensor i) -> X.scatter(1, i, v.get(0)), indexes);
        for (int m = 0; m < 2; m++) same(table.get(m), X.scatter(1, indexes.get(m), v.get(0)).toDoubles());
        Tensor slopes = vmap((List<Tensor> in) -> grad((Tensor t) -> f.apply(List.of(t, in.get(1), in.get(2))).sum(), in.get(0)), List.of(x, indexes, v));
        for (int m = 0; m < 2; m++) {
            List<Tensor> in = List.of(x.get(m), indexes.get(m), v.get(m));
            same(slopes.get(m), grad((Tensor t) -> f.apply(List.of(t, in.get(1), in.get(2))).sum(), in.get(0)).toDoubles());
        }
        Tensor inner = vmap((List<Tensor> in) -> vmap((List<Tensor> one) -> one.get(0).scatter(0, one.get(1), one.get(2)), List.of(in.get(0), in.get(1).expand(2, 1), in.get(2))), List.of(x, indexes, v));
        for (int m = 0; m < 2; m++) for (int k = 0; k < 2; k++) same(inner.get(m).get(k), x.get(m).get(k).scatter(0, indexes.get(m), v.get(m).get(k)).toDoubles());
        refused(() -> vmap((Tensor i) -> X.scatter(1, i, Tensor.zeros(Shape.of(2, 2), DType.F64)), Tensor.ofInts(0, 1, 2, 2).reshape(2, 2)), "names 2 twice");
    }

    @Test
    void alongAnAxis() {
        Tensor index = Tensor.ofInts(2, 0, 1, 1).reshape(2, 2);
        same(X.takeAlong(1, index), 3, 1, 5, 5);
        same(X.takeAlong(-1, index), 3, 1, 5, 5);
        same(X.takeAlong(0, Tensor.ofInts(1, 0, -1).reshape(1, 3)), 4, 2, 6);
        same(X.takeAlong(1, Tensor.ofInts(-1).reshape(1, 1)), 3);
        same(Tensor.of(5, 7).takeAlong(0, Tensor.ofInts(1, 1, 0)), 7, 7, 5);
        same(X.putAlong(1, Tensor.ofInts(2, 0).reshape(2, 1), Tensor.of(Shape.of(2, 1), 10, 20)), 1, 2, 10, 20, 5, 6);
        Tensor order = Tensor.ofInts(2, 0, 1, 1, 2, 0).reshape(2, 3);
        Tensor sorted = X.takeAlong(1, order);
        same(X.zerosLike().putAlong(1, order, sorted), X.toDoubles());
        refused(() -> X.takeAlong(1, Tensor.ofInts(1)), "takeAlong needs an index of the same rank, no longer along the other axes, but got (1) for axis 1 of (2, 3); gather");
        refused(() -> X.takeAlong(1, Tensor.ofInts(0, 0, 0).reshape(3, 1)), "but got (3, 1)");
        refused(() -> X.takeAlong(1, Tensor.of(Shape.of(1, 1), 0)), "an index of whole numbers");
        refused(() -> X.putAlong(1, Tensor.ofInts(0).reshape(1, 1), Tensor.of(Shape.of(1, 1), 0)), "putAlong needs an index as long as the tensor along the other axes, but got (1, 1)");
        refused(() -> X.putAlong(1, index, Tensor.of(Shape.of(2, 2), 0, 0, 0, 0)), "names 1 twice");
        refused(() -> X.putAlong(1, index, Tensor.of(1, 2)), "needs as many values of that kind");
        refused(() -> Tensor.scalar(1).takeAlong(0, Tensor.ofInts(0).reshape()), "which has no axes");
    }

    @Test
    void masks() {
        Tensor mask = Tensor.ofBooleans(true, false, true);
        same(X.maskedSelect(X.gt(2)), 3, 4, 5, 6);
        same(X.maskedSelect(mask), 1, 3, 4, 6);
        assertThat(X.maskedSelect(X.lt(0)).shape()).isEqualTo(Shape.of(0));
        same(grad((Tensor x) -> x.maskedSelect(x.gt(4)).square().sum(), X), 0, 0, 0, 0, 10, 12);
        same(X.maskedFill(mask, -1), -1, 2, -1, -1, 5, -1);
        same(grad((Tensor x) -> x.log().maskedFill(mask, 0).sum(), Tensor.of(0, 2, -1)), 0, 0.5, 0);
        same(Tensor.of(NAN, 1).maskedFill(Tensor.ofBooleans(true, false), 0), 0, 1);
        same(compile((Tensor x) -> x.maskedSelect(mask)).apply(X), 1, 3, 4, 6);
        for (ThrowingCallable traced : List.<ThrowingCallable>of(() -> compile((Tensor x) -> x.maskedSelect(x.gt(2))).apply(X),
                () -> vmap((Tensor x) -> x.maskedSelect(x.gt(2)), X))) {
            assertThatThrownBy(traced).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("maskedSelect makes as many elements as the mask has true places, but the mask BOOL(")
                    .hasMessageContaining("use maskedFill or where, which keep the shape");
        }
        refused(() -> X.maskedSelect(X), "maskedSelect needs a mask of BOOL, but got F64; make one by a comparison such as gt(0)");
        refused(() -> X.maskedFill(X, 0), "maskedFill needs a mask of BOOL");
        refused(() -> X.maskedSelect(Tensor.ofBooleans(true, false)), "broadcasts to (2, 3)");
        refused(() -> Tensor.ofInts(1).maskedFill(Tensor.ofBooleans(true), 0.5), "whole numbers");
    }

    @Test
    void classesAsRows() {
        Tensor labels = Tensor.ofInts(2, 0);
        same(labels.oneHot(3, DType.F64), 0, 0, 1, 1, 0, 0);
        assertThat(labels.reshape(2, 1).oneHot(3, DType.BF16).type().toString()).isEqualTo("BF16(2, 1, 3)");
        same(Tensor.ofLongs(1).reshape().oneHot(2, DType.I32).to(DType.F64), 0, 1);
        assertThat(labels.oneHot(3, DType.BOOL).dtype()).isEqualTo(DType.BOOL);
        assertThat(Tensor.ofInts().oneHot(3, DType.F32).shape()).isEqualTo(Shape.of(0, 3));
        same(compile((Tensor t) -> t.oneHot(3, DType.F64)).apply(labels), 0, 0, 1, 1, 0, 0);
        same(vmap((Tensor t) -> t.oneHot(3, DType.F64), labels), 0, 0, 1, 1, 0, 0);
        refused(() -> labels.oneHot(2, DType.F64), "oneHot was asked for class 2 at place 0, but there are 2 classes, 0 to 1");
        refused(() -> Tensor.ofInts(0, -1).oneHot(2, DType.F64), "class -1 at place 1");
        refused(() -> X.oneHot(2, DType.F64), "oneHot needs classes as whole numbers and at least one of them, but got F64(2, 3)");
        refused(() -> labels.oneHot(0, DType.F64), "0 classes");
        refused(() -> Tensor.ofLongs(1L << 32).oneHot(2, DType.F64), "class 4294967296");
    }

    @Test
    void trianglesAndDiagonals() {
        same(X.tril(), 1, 0, 0, 4, 5, 0);
        same(X.tril(1), 1, 2, 0, 4, 5, 6);
        same(X.triu(), 1, 2, 3, 0, 5, 6);
        same(X.triu(1), 0, 2, 3, 0, 0, 6);
        same(X.triu(-1), X.toDoubles());
        for (int far : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            same(X.tril(far), far > 0 ? X.toDoubles() : new double[6]);
            same(X.triu(far), far < 0 ? X.toDoubles() : new double[6]);
        }
        same(Tensor.of(Shape.of(2, 2), NAN, NAN, 1, NAN).tril(-1), 0, 0, 1, 0);
        same(Tensor.ofInts(1, 2, 3, 4).reshape(2, 2).triu().to(DType.F64), 1, 2, 0, 4);
        same(Tensor.of(1, 2).diagEmbed(), 1, 0, 0, 2);
        same(Tensor.of(1.0).diagEmbed(1), 0, 1, 0, 0);
        same(Tensor.of(1.0).diagEmbed(-1), 0, 0, 1, 0);
        assertThat(X.diagEmbed().shape()).isEqualTo(Shape.of(2, 3, 3));
        same(X.diagEmbed().diagonal(), X.toDoubles());
        same(X.diag(), 1, 5);
        same(Tensor.of(1, 2).diag(), 1, 0, 0, 2);
        assertThat(Tensor.of().diagEmbed(2).shape()).isEqualTo(Shape.of(2, 2));
        refused(() -> Tensor.of(1, 2).tril(), "tril needs matrices (..., n, m), but got (2)");
        refused(() -> Tensor.scalar(1).triu(), "triu needs matrices");
        refused(() -> Tensor.scalar(1).diagEmbed(), "at least one axis");
        refused(() -> Tensor.ofInts(1).diagEmbed(), "diagEmbed needs a floating tensor");
        refused(() -> X.diagEmbed().diag(), "diag needs a vector or a matrix, but got (2, 3, 3)");
    }
}
