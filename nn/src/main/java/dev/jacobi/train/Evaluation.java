package dev.jacobi.train;

import dev.jacobi.data.Encoding;
import dev.jacobi.data.Samples;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Confusion;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.RegressionMetrics;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How well a network does on samples.
///
/// @param count of samples
/// @param loss the mean over them
/// @param confusion which class was called what; null if numbers are learned
/// @param errors in the unit of the target; null if classes are learned
public record Evaluation(int count, double loss, @Nullable Confusion confusion, @Nullable RegressionMetrics errors) {
    private static final int BATCH = 1000;

    /// Asks a network about all samples.
    ///
    /// @throws IllegalArgumentException if there are none
    public static Evaluation of(Layer network, Encoding encoding, Objective objective, Samples samples) {
        if (samples.count() == 0) throw new IllegalArgumentException("an evaluation needs samples, but there are none");
        double loss = 0;
        Confusion confusion = encoding.target() instanceof ClassTarget target ? new Confusion(target.classes()) : null;
        RegressionMetrics errors = confusion == null ? new RegressionMetrics() : null;
        for (Batch batch : samples.inOrder(BATCH)) {
            Tensor outputs = network.apply(batch.x());
            loss += objective.loss(outputs, batch.y()).item() * batch.size();
            if (encoding.target() instanceof NumberTarget target && errors != null) {
                errors.add(Arrays.stream(outputs.toDoubles()).map(target::number).toArray(),
                        Arrays.stream(batch.y().toDoubles()).map(target::number).toArray());
            } else if (confusion != null) {
                confusion.add(whole(batch.y()), whole(outputs.argMax(-1)));
            }
        }
        return new Evaluation(samples.count(), loss / samples.count(), confusion, errors);
    }

    private static int[] whole(Tensor classes) { return Arrays.stream(classes.toLongs()).mapToInt(Math::toIntExact).toArray(); }

    /// The share of samples that were classified rightly, from 0 to 1.
    ///
    /// @throws IllegalStateException if numbers are learned
    public double accuracy() {
        if (confusion == null) throw new IllegalStateException("accuracy is for classes, but numbers are learned; ask errors()");
        return confusion.accuracy();
    }

    /// By name, the loss first: "accuracy", or "r2", "mae" and "rmse".
    public Map<String, Double> measures() {
        Map<String, Double> r = new LinkedHashMap<>();
        r.put("loss", loss);
        if (confusion != null) r.put("accuracy", confusion.accuracy());
        if (errors != null) {
            r.put("r2", errors.rSquared());
            r.put("mae", errors.meanAbsoluteError());
            r.put("rmse", Math.sqrt(errors.meanSquaredError()));
        }
        return r;
    }
}
