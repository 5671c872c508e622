package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.PadMode;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MovementsTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private static final Tensor ROW = Tensor.of(1, 2, 3, 4, 5);

    private static void same(Tensor actual, double... expected) { assertThat(actual.toDoubles()).containsExactly(expected); }

    private static void refused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void turnedAround() {
        same(X.flip(1), 3, 2, 1, 6, 5, 4);
        same(X.flip(), 6, 5, 4, 3, 2, 1);
        same(X.flip(0, 1), X.flip().toDoubles());
        same(Tensor.scalar(3).flip(), 3);
        same(ROW.roll(0, 2), 4, 5, 1, 2, 3);
        same(ROW.roll(0, -1), 2, 3, 4, 5, 1);
        same(ROW.roll(0, 12), ROW.roll(0, 2).toDoubles());
        same(ROW.roll(0, Integer.MIN_VALUE), ROW.roll(0, Math.floorMod(Integer.MIN_VALUE, 5)).toDoubles());
        assertThat(ROW.roll(0, 5)).isSameAs(ROW);
        same(X.roll(1, 1), 3, 1, 2, 6, 4, 5);
        refused(() -> Tensor.scalar(3).roll(0, 1), "which has no axes");
    }

    @Test
    void intoParts() {
        assertThat(X.split(1, 3)).hasSize(3).allMatch(t -> t.shape().equals(Shape.of(2, 1)));
        same(X.split(1, 3).get(1), 2, 5);
        List<Tensor> parts = ROW.split(0, new int[] {2, 0, 3});
        assertThat(parts).extracting(Tensor::size).containsExactly(2, 0, 3);
        same(parts.get(2), 3, 4, 5);
        assertThat(ROW.chunk(0, 3)).extracting(Tensor::size).containsExactly(2, 2, 1);
        assertThat(ROW.chunk(0, 4)).as("parts of 2, so three are enough").extracting(Tensor::size).containsExactly(2, 2, 1);
        assertThat(ROW.chunk(0, 9)).hasSize(5);
        assertThat(Tensor.of().chunk(0, 3)).extracting(Tensor::size).containsExactly(0);
        assertThat(Tensor.of().split(0, 3)).extracting(Tensor::size).containsExactly(0, 0, 0);
        assertThat(X.unstack(0)).hasSize(2);
        same(X.unstack(-1).get(2), 3, 6);
        same(Tensor.stack(X.unstack(0)), X.toDoubles());
        assertThat(Tensor.zeros(Shape.of(0, 2), DType.F64).unstack(0)).isEmpty();
        assertThat(parts.get(2).storage()).as("a view").isSameAs(ROW.storage());
        refused(() -> ROW.split(0, 2), "2 doesn't divide axis 0 of (5); chunk makes");
        refused(() -> ROW.split(0, 0), "0 doesn't divide");
        refused(() -> ROW.split(0, -5), "-5 doesn't divide");
        refused(() -> ROW.split(0, new int[] {2, 2}), "add up to axis 0 of (5), but got [2, 2]");
        refused(() -> ROW.split(0, new int[] {7, -2}), "sizes of 0 or more");
        refused(() -> ROW.split(0, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 7}), "add up");
        refused(() -> ROW.chunk(0, 0), "chunk needs a count of at least 1, but got 0");
    }

    @Test
    void windows() {
        Tensor w = ROW.slidingWindows(0, 3, 1);
        assertThat(w.shape()).isEqualTo(Shape.of(3, 3));
        same(w, 1, 2, 3, 2, 3, 4, 3, 4, 5);
        assertThat(w.storage()).as("a view").isSameAs(ROW.storage());
        same(ROW.slidingWindows(0, 2, 2), 1, 2, 3, 4);
        same(ROW.slidingWindows(0, 2, 100), 1, 2);
        assertThat(X.slidingWindows(0, 2, 1).shape()).as("the windows come last").isEqualTo(Shape.of(1, 3, 2));
        same(X.slidingWindows(0, 2, 1), 1, 4, 2, 5, 3, 6);
        same(grad((Tensor x) -> x.slidingWindows(0, 3, 1).sum(), ROW), 1, 2, 3, 2, 1);
        same(grad((Tensor x) -> x.slidingWindows(0, 2, 1).square().sum(), ROW), 2, 8, 12, 16, 10);
        refused(() -> ROW.slidingWindows(0, 6, 1), "windows need a size from 1 to that of their axis and a step of at least 1, but got the size 6 and the step 1 for axis 0 of (5)");
        refused(() -> ROW.slidingWindows(0, 0, 1), "the size 0");
        refused(() -> ROW.slidingWindows(0, 2, 0), "the step 0");
    }

    @Test
    void diagonals() {
        same(X.diagonal(), 1, 5);
        same(X.diagonal(1, 0, 1), 2, 6);
        same(X.diagonal(2, 0, 1), 3);
        same(X.diagonal(-1, 0, 1), 4);
        same(X.diagonal(1, 1, 0), 4);
        for (int outside : new int[] {3, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(X.diagonal(outside, 0, 1).shape()).isEqualTo(Shape.of(0));
            same(grad((Tensor x) -> x.diagonal(outside, 0, 1).sum(), X), 0, 0, 0, 0, 0, 0);
        }
        Tensor cube = Tensor.range(24).to(DType.F64).reshape(2, 3, 4);
        assertThat(cube.diagonal(0, 0, 1).shape()).isEqualTo(Shape.of(4, 2));
        same(cube.diagonal(0, 0, 2).get(1), 4, 17);
        assertThat(cube.diagonal(0, 2, 0).storage()).as("a view").isSameAs(cube.storage());
        same(grad((Tensor x) -> x.diagonal().square().sum(), X), 2, 0, 0, 0, 10, 0);
        same(Tensor.ofBooleans(true, false, false, true).reshape(2, 2).diagonal().to(DType.F64), 1, 1);
        refused(() -> ROW.diagonal(), "axis -2 was asked of the shape (5)");
        refused(() -> X.diagonal(0, 1, 1), "a diagonal needs two axes, but got 1 and 1, which are one axis of (2, 3)");
    }

    @Test
    void repeated() {
        same(ROW.slice(0, 0, 2).repeatInterleave(0, 3), 1, 1, 1, 2, 2, 2);
        same(X.repeatInterleave(0, 2), 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
        assertThat(X.repeatInterleave(-1, 0).shape()).isEqualTo(Shape.of(2, 0));
        same(ROW.slice(0, 0, 2).tile(2), 1, 2, 1, 2);
        same(X.tile(2), 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
        assertThat(X.tile(2, 1, 1).shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(X.tile().toDoubles()).containsExactly(X.toDoubles());
        same(Tensor.scalar(4).tile(3), 4, 4, 4);
        assertThat(X.tile(0, 5).shape()).isEqualTo(Shape.of(0, 15));
        same(grad((Tensor x) -> x.tile(2, 2).sum(), X), 4, 4, 4, 4, 4, 4);
        same(Tensor.ofInts(1, 2).tile(2).to(DType.F64), 1, 2, 1, 2);
        refused(() -> X.tile(-1), "tile needs a count of 0 or more, and an axis of at most 2147483647 elements, but got -1 for (2, 3)");
        refused(() -> X.repeatInterleave(0, -2), "repeatInterleave needs a count of 0 or more");
    }

    @Test
    void padsWithElementsOfItsOwn() {
        Tensor x = Tensor.of(1, 2, 3);
        same(x.pad(0, 2, 2, PadMode.REFLECT), 3, 2, 1, 2, 3, 2, 1);
        same(x.pad(0, 2, 1, PadMode.REPLICATE), 1, 1, 1, 2, 3, 3);
        same(x.pad(0, 2, 1, PadMode.CIRCULAR), 2, 3, 1, 2, 3, 1);
        same(x.pad(0, 5, 6, PadMode.REFLECT), 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1);
        same(x.pad(0, 4, 7, PadMode.CIRCULAR), 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1);
        for (PadMode mode : PadMode.values()) {
            same(Tensor.of(7.0).pad(0, 2, 1, mode), 7, 7, 7, 7);
            same(x.pad(0, 0, 0, mode), 1, 2, 3);
            same(Tensor.ofInts(1, 2).pad(0, 1, 0, mode).slice(0, 1, 3).to(DType.F64), 1, 2);
            assertThat(Tensor.zeros(Shape.of(0, 2), DType.F64).pad(1, 1, 1, mode).shape()).isEqualTo(Shape.of(0, 4));
            refused(() -> Tensor.of().pad(0, 1, 0, mode), "pad by " + mode + " needs an element to repeat, but axis 0 of (0) is empty; pad with a number");
            refused(() -> x.pad(0, -1, 0, mode), "pad needs 0 or more on both sides");
            refused(() -> X.expand(1 << 15, 2, 3).pad(2, 1 << 20, 0, mode), "2147483647");
        }
        same(grad((Tensor t) -> t.pad(0, 1, 2, PadMode.REPLICATE).sum(), x), 2, 1, 3);
        same(grad((Tensor t) -> t.pad(0, 1, 2, PadMode.REFLECT).sum(), x), 2, 3, 1);
        Tensor border = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).pad(new int[] {0, 1}, 1, 1, PadMode.CIRCULAR);
        same(border, 4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1);
        assertThat(X.pad(new int[0], 1, 1, PadMode.CIRCULAR)).isSameAs(X);
    }

    /// Numbers of 16 bits move as they are, and their gradients are of their kind.
    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void otherKindsOfNumbers(DType dtype) {
        List<UnaryOperator<Tensor>> movements = List.of(x -> x.flip().roll(1, 1), x -> x.slidingWindows(1, 2, 1), x -> x.diagonal(), x -> x.diagEmbed(1), x -> x.tile(2, 2),
                x -> x.repeatInterleave(0, 3), x -> x.pad(1, 2, 2, PadMode.REFLECT), x -> x.tril(), x -> x.maskedFill(x.gt(4), 1), x -> x.maskedSelect(x.gt(4)),
                x -> x.takeAlong(1, Tensor.ofInts(2, 0).reshape(2, 1)), x -> x.scatter(1, Tensor.ofInts(1), x.slice(1, 0, 1)), x -> Tensor.einsum("ij,ik->jk", x, x));
        for (UnaryOperator<Tensor> f : movements) {
            same(f.apply(X.to(dtype)), f.apply(X).toDoubles());
            assertThat(f.apply(X.to(dtype)).dtype()).isEqualTo(dtype);
            Tensor slope = grad((Tensor x) -> f.apply(x).sum(), X.to(dtype));
            assertThat(slope.dtype()).isEqualTo(dtype);
            same(slope, grad((Tensor x) -> f.apply(x).sum(), X).toDoubles());
        }
    }
}
