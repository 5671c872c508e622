package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Offset;

/// What the tests of this module compare.
final class Numbers {
    private Numbers() {}

    /// The numbers of a tensor, row by row, as printed with ten digits.
    static void close(Tensor tensor, double... expected) { within(1e-10, tensor, expected); }

    /// The numbers of a tensor, row by row, to a tolerance.
    static void within(double tolerance, Tensor tensor, double... expected) {
        assertThat(tensor.toDoubles()).containsExactly(expected, Offset.offset(tolerance));
    }

    /// Compares the gradient with two-sided differences, entry by entry of every trained tensor.
    ///
    /// @return the gradient
    static <T> T gradientIsRight(Function<? super T, Tensor> f, T at, double tolerance) {
        T gradient = Jacobi.grad(f, at);
        Map<String, Tensor> found = Tree.named(gradient);
        Tree.named(at).forEach((path, tensor) -> {
            double[] numeric = new double[tensor.size()];
            for (int i = 0; i < numeric.length; i++) {
                numeric[i] = (f.apply(nudged(at, tensor, i, 1e-5)).item() - f.apply(nudged(at, tensor, i, -1e-5)).item()) / 2e-5;
            }
            assertThat(found.get(path).toDoubles()).as("the gradient of \"" + path + "\"")
                    .containsExactly(numeric, Offset.offset(tolerance));
        });
        return gradient;
    }

    /// The tree with one number moved; a tensor in two places moves in both.
    private static <T> T nudged(T tree, Tensor which, int index, double by) {
        double[] values = which.toDoubles();
        values[index] += by;
        return Tree.map(tree, t -> t == which ? Tensor.of(which.shape(), values) : t);
    }

    /// Two trees hold the same bits.
    static void sameBits(Object a, Object b) {
        List<Tree.Leaf> one = Tree.leaves(a);
        List<Tree.Leaf> other = Tree.leaves(b);
        assertThat(one).hasSameSizeAs(other);
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i).tensor().toDoubles()).as(one.get(i).path()).isEqualTo(other.get(i).tensor().toDoubles());
        }
    }
}
