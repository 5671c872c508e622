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

/// Holds the values of a line, and the gradients of all its inputs for a random upstream gradient, against libtorch's.
final class Comparison {
    /// Differences are measured against the largest number of an array, or 1 where all are smaller.
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
        List<Tensor> gradients = ours.apply(upstream);
        try (PointerScope scope = new PointerScope()) {
            List<org.bytedeco.pytorch.Tensor> in = new ArrayList<>();
            for (Tensor t : at) in.add(Torch.of(t).set_requires_grad(true));
            org.bytedeco.pytorch.Tensor result = line.theirs().apply(in);
            assertThat(Shape.of(Arrays.stream(result.shape()).mapToInt(Math::toIntExact).toArray())).as("the shape of %s", reproduction)
                    .isEqualTo(value.shape());
            double worst = difference(value.toDoubles(), Torch.numbers(result), tolerance, "the value of " + reproduction);
            result.mul(Torch.of(upstream)).sum().backward();
            for (int i = 0; i < at.size(); i++) {
                org.bytedeco.pytorch.Tensor g = in.get(i).grad();
                double[] theirs = g.defined() ? Torch.numbers(g) : new double[at.get(i).size()];
                worst = Math.max(worst, difference(gradients.get(i).toDoubles(), theirs, tolerance, "the gradient of input " + i + " of " + reproduction));
            }
            return worst;
        }
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
