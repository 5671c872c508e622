package dev.jacobi.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Holds the values of a line, the gradients of all its inputs for a random upstream gradient, and the gradients of these
/// against libtorch's.
final class Comparison {
    /// Differences are measured against the largest number of an array, or 1 where all are smaller. Second derivatives may
    /// differ ten times as much.
    private static final double TOLERANCE = 1e-10;
    /// Where libtorch itself has no more digits, as a line says.
    private static final double ROUGH = 1e-7;

    private Comparison() {}

    /// @param reproduction what to write so that it happens again
    /// @return the largest difference that was met
    static double of(Line line, List<Tensor> at, long seed, String reproduction) {
        double tolerance = line.rough().isEmpty() ? TOLERANCE : ROUGH;
        var ours = Jacobi.vjp((List<Tensor> in) -> line.ours().apply(in), at);
        Tensor value = ours.value();
        Tensor upstream = RandomKey.of(seed).normal(value.shape(), DType.F64);
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) directions.add(RandomKey.of(~seed - i).normal(at.get(i).shape(), DType.F64));
        try (PointerScope scope = new PointerScope()) {
            List<org.bytedeco.pytorch.Tensor> in = new ArrayList<>();
            for (Tensor t : at) in.add(Torch.of(t).set_requires_grad(true));
            org.bytedeco.pytorch.Tensor result = line.theirs().apply(in);
            assertThat(Shape.of(Arrays.stream(result.shape()).mapToInt(Math::toIntExact).toArray())).as("the shape of %s", reproduction)
                    .isEqualTo(value.shape());
            double worst = difference(value.toDoubles(), Torch.numbers(result), tolerance, "the value of " + reproduction);
            boolean twice = !line.isOnce();
            TensorVector theirs = gradients(result.mul(Torch.of(upstream)).sum(), in, twice);
            worst = Math.max(worst, difference(ours.apply(upstream), theirs, tolerance, "the gradient", reproduction));
            if (!twice) return worst;
            org.bytedeco.pytorch.Tensor slope = Torch.of(Tensor.scalar(0));
            for (int i = 0; i < at.size(); i++) if (theirs.get(i).defined()) slope = slope.add(theirs.get(i).mul(Torch.of(directions.get(i))).sum());
            if (!slope.requires_grad()) return worst;
            List<Tensor> second = Jacobi.grad((List<Tensor> x) -> slope(line, x, upstream, directions), at);
            return Math.max(worst, difference(second, gradients(slope, in, false), 10 * tolerance, "the second derivative", reproduction));
        }
    }

    /// The gradient in some directions, added up.
    private static Tensor slope(Line line, List<Tensor> at, Tensor upstream, List<Tensor> directions) {
        List<Tensor> gradients = Jacobi.vjp((List<Tensor> in) -> line.ours().apply(in), at).apply(upstream);
        Tensor sum = Tensor.scalar(0);
        for (int i = 0; i < at.size(); i++) sum = sum.add(gradients.get(i).mul(directions.get(i)).sum());
        return sum;
    }

    private static TensorVector gradients(org.bytedeco.pytorch.Tensor of, List<org.bytedeco.pytorch.Tensor> in, boolean again) {
        return torch.grad(Torch.vector(List.of(of)), Torch.vector(in), new TensorVector(), new BoolOptional(again), again, true);
    }

    private static double difference(List<Tensor> ours, TensorVector theirs, double tolerance, String what, String reproduction) {
        double worst = 0;
        for (int i = 0; i < ours.size(); i++) {
            org.bytedeco.pytorch.Tensor g = theirs.get(i);
            double[] numbers = g.defined() ? Torch.numbers(g) : new double[ours.get(i).size()];
            worst = Math.max(worst, difference(ours.get(i).toDoubles(), numbers, tolerance, what + " of input " + i + " of " + reproduction));
        }
        return worst;
    }

    private static double difference(double[] ours, double[] theirs, double tolerance, String what) {
        double scale = 1;
        for (double v : theirs) scale = Math.max(scale, Math.abs(v));
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            double d = Double.compare(ours[i], theirs[i]) == 0 ? 0 : Math.abs(ours[i] - theirs[i]) / scale;
            assertThat(d).as("%s: element %s is %s here and %s in libtorch", what, i, ours[i], theirs[i]).isLessThanOrEqualTo(tolerance);
            worst = Math.max(worst, d);
        }
        return worst;
    }
}
