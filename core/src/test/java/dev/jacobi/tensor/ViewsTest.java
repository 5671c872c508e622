package dev.jacobi.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Movements against index arithmetic, and what indexing and shapes refuse.
class ViewsTest {
    private static Tensor numbered(int... sizes) {
        double[] v = new double[Shape.of(sizes).size()];
        for (int i = 0; i < v.length; i++) v[i] = i;
        return Tensor.of(Shape.of(sizes), v);
    }

    /// Random chains of movements give what the same chain gives when every step is copied together.
    @Test
    void chainsOfViewsEqualChainsOfCopies() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Tensor view = numbered(2 + random.nextInt(3), 1 + random.nextInt(3), 2 + random.nextInt(4));
            Tensor copy = view;
            for (int step = 0; step < 6; step++) {
                int choice = random.nextInt(6);
                long inner = random.nextLong();
                view = moved(view, choice, new Random(inner));
                copy = copied(moved(copy, choice, new Random(inner)));
                assertThat(view.shape()).as("seed %s", seed).isEqualTo(copy.shape());
                assertThat(view.toDoubles()).as("seed %s, step %s", seed, step).isEqualTo(copy.toDoubles());
            }
        }
    }

    private static Tensor copied(Tensor t) { return Tensor.of(t.shape(), t.toDoubles()); }

    private static Tensor moved(Tensor t, int choice, Random random) {
        int axis = t.rank() == 0 ? 0 : random.nextInt(t.rank());
        return switch (choice) {
            case 0 -> t.transpose();
            case 1 -> t.rank() == 0 ? t : t.slice(axis, random.nextInt(2), t.size(axis), 1 + random.nextInt(2));
            case 2 -> t.rank() == 0 ? t : t.flip(axis);
            case 3 -> {
                int n = t.size();
                int by = random.nextInt(3) + 1;
                yield n > 0 && n % by == 0 ? t.reshape(by, n / by) : t.flatten();
            }
            case 4 -> t.rank() > 3 ? t.sum(0) : t.unsqueeze(axis).expand(expanded(t, axis));
            default -> t.rank() < 2 ? t : t.moveAxis(axis, random.nextInt(t.rank()));
        };
    }

    private static Shape expanded(Tensor t, int axis) { return t.unsqueeze(axis).shape().with(axis, 2); }

    @Test
    void viewsShareTheirStorage() {
        Tensor t = numbered(3, 4);
        assertThat(t.transpose().storage()).isSameAs(t.storage());
        assertThat(t.slice(1, 1, 3).reshape(3, 2, 1).storage()).isSameAs(t.storage());
        assertThat(t.transpose().reshape(12).storage()).isNotSameAs(t.storage());
    }

    @Test
    void wrapTakesNoCopyAndOfTakesOne() {
        float[] data = {1, 2, 3};
        Tensor wrapped = Tensor.wrap(data);
        double[] values = {1, 2, 3};
        Tensor copied = Tensor.of(values);
        values[0] = 9;
        assertThat(wrapped.storage().array()).isSameAs(data);
        assertThat(copied.at(0)).isEqualTo(1);
        copied.toDoubles()[0] = 7;
        assertThat(copied.at(0)).isEqualTo(1);
    }

    @Test
    void slicesFollowThePythonRule() {
        Tensor t = numbered(6);
        assertThat(t.slice(0, -2, 6).toDoubles()).containsExactly(4, 5);
        assertThat(t.slice(0, 4, -10, -2).toDoubles()).containsExactly(4, 2, 0);
        assertThat(t.slice(0, 3, 3).size()).isZero();
        assertThat(t.slice(0, 2, 100).toDoubles()).containsExactly(2, 3, 4, 5);
        assertThat(t.pick(0, -1).item()).isEqualTo(5);
        assertThatThrownBy(() -> t.pick(0, 6)).hasMessageContaining("which has 6 elements");
        assertThatThrownBy(() -> t.slice(0, 0, 3, 0)).hasMessageContaining("step");
        assertThatThrownBy(() -> t.slice(1, 0, 3)).hasMessageContaining("axis 1");
    }

    @Test
    void broadcastingFollowsNumPy() {
        int[] sizes = {0, 1, 2, 3};
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of()));
        for (int a : sizes) {
            shapes.add(Shape.of(a));
            for (int b : sizes) shapes.add(Shape.of(a, b));
        }
        for (Shape p : shapes) {
            for (Shape q : shapes) {
                Tensor a = Tensor.full(p, 2, DType.F64);
                Tensor b = Tensor.full(q, 3, DType.F64);
                if (!fits(p, q)) {
                    assertThatThrownBy(() -> a.add(b)).hasMessageContaining("add needs shapes that broadcast");
                    continue;
                }
                Tensor sum = a.add(b);
                for (double v : sum.toDoubles()) assertThat(v).isEqualTo(5);
                Tensor g = dev.jacobi.Jacobi.grad((Tensor x) -> x.add(b).sum(), a);
                assertThat(g.shape()).isEqualTo(p);
                for (double v : g.toDoubles()) assertThat(v).isEqualTo((double) sum.size() / Math.max(1, p.size()));
            }
        }
    }

    private static boolean fits(Shape p, Shape q) {
        for (int i = 1; i <= Math.min(p.rank(), q.rank()); i++) {
            int a = p.size(-i);
            int b = q.size(-i);
            if (a != b && a != 1 && b != 1) return false;
        }
        return true;
    }

    @Test
    void errorsSayWhatWasAskedMetAndToDo() {
        Tensor a = numbered(2, 3);
        assertThatThrownBy(() -> a.matmul(numbered(5, 3))).hasMessage(
                "matmul needs (m, k) and (k, n), but got (2, 3) and (5, 3); did you mean b.transpose()?");
        assertThatThrownBy(() -> a.add(a.to(DType.F32))).hasMessageContaining("to(DType.F32)");
        assertThatThrownBy(() -> a.reshape(4)).hasMessageContaining("6 elements");
        assertThatThrownBy(() -> a.sum(2)).hasMessageContaining("axis 2");
        assertThatThrownBy(() -> a.sum(1, -1)).hasMessageContaining("twice");
        assertThatThrownBy(() -> a.item()).hasMessageContaining("toDoubles()");
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 2), 1, 2, 3)).hasMessageContaining("needs 4 values");
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16)).hasMessageContaining("2147483647");
        assertThatThrownBy(() -> Shape.of(-1)).hasMessageContaining("0 or more");
        assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).size()).isZero();
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).mul(2.5)).hasMessageContaining("whole numbers");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).div(2)).hasMessageContaining("to(DType.F32)");
        assertThatThrownBy(() -> a.where(a, a)).hasMessageContaining("BOOL");
        assertThatThrownBy(() -> a.gather(0, Tensor.ofInts(2))).hasMessageContaining("axis of size 2");
        assertThatThrownBy(() -> numbered(2, 0).max(1)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Tensor.range(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("but got -1");
        assertThatThrownBy(() -> Tensor.full(Shape.of(2), 0.5, DType.I32)).hasMessageContaining("whole numbers");
        assertThatThrownBy(() -> Tensor.ofInts(3).mul(1e10)).hasMessageContaining("1.0E10");
        assertThatThrownBy(() -> Tensor.scalar(Double.NaN, DType.I64)).hasMessageContaining("whole numbers");
    }
}
