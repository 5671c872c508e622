package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final RandomKey KEY = RandomKey.of(8);

    private static BatchNorm norm() {
        return new BatchNorm(Tensor.of(2, -1, 0.5), Tensor.of(0.1, 0.2, 0.3), new Held(Tensor.of(1, 2, 3)), new Held(Tensor.of(4, 5, 6)));
    }

    /// The numbers of a channel.
    private static List<Double> channel(Tensor x, int c) {
        List<Double> values = new ArrayList<>();
        double[] all = x.moveAxis(1, 0).get(c).toDoubles();
        for (double v : all) values.add(v);
        return values;
    }

    private static double mean(List<Double> values) { return values.stream().mapToDouble(v -> v).average().orElseThrow(); }

    private static double squares(List<Double> values) {
        double mean = mean(values);
        return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    }

    @Test
    void trainingNormalizesByTheBatch() {
        for (Shape shape : List.of(Shape.of(7, 3), Shape.of(2, 3, 4), Shape.of(3, 3, 4, 2))) {
            Tensor x = KEY.normal(shape, DType.F64).mul(3).add(1);
            Tensor y = norm().apply(x, Pass.training(KEY));
            assertThat(y.shape()).isEqualTo(shape);
            for (int c = 0; c < 3; c++) {
                List<Double> in = channel(x, c);
                List<Double> out = channel(y, c);
                double deviation = Math.sqrt(squares(in) / in.size() + 1e-5);
                for (int i = 0; i < in.size(); i++) {
                    double expected = norm().scale().at(c) * (in.get(i) - mean(in)) / deviation + norm().shift().at(c);
                    assertThat(out.get(i)).isCloseTo(expected, within(1e-12));
                }
            }
        }
    }

    @Test
    void useNormalizesByTheRunningStatistics() {
        Tensor x = KEY.normal(Shape.of(2, 3, 2), DType.F64);
        Tensor y = norm().apply(x);
        for (int n = 0; n < 2; n++) for (int c = 0; c < 3; c++) for (int i = 0; i < 2; i++) {
            double expected = norm().scale().at(c) * (x.at(n, c, i) - (1 + c)) / Math.sqrt(4 + c + 1e-5) + norm().shift().at(c);
            assertThat(y.at(n, c, i)).isCloseTo(expected, within(1e-13));
        }
    }

    @Test
    void aCompiledTrainingGathersTheStatistics() {
        TrainingRun<BatchNorm, Tensor> run = TrainingRun.of(new Sgd(0.1).start(norm()), KEY,
                (model, x, pass) -> model.apply(x, pass).square().sum());
        double[] means = {1, 2, 3};
        double[] variances = {4, 5, 6};
        for (int step = 0; step < 5; step++) {
            Tensor x = KEY.fold(step).normal(Shape.of(4, 3, 2), DType.F64).mul(step + 1);
            run.step(x);
            for (int c = 0; c < 3; c++) {
                List<Double> in = channel(x, c);
                means[c] = 0.9 * means[c] + 0.1 * mean(in);
                variances[c] = 0.9 * variances[c] + 0.1 * squares(in) / (in.size() - 1);
            }
        }
        assertThat(run.model().mean().tensor().toDoubles()).containsExactly(means, within(1e-12));
        assertThat(run.model().variance().tensor().toDoubles()).containsExactly(variances, within(1e-12));
        assertThat(run.model().scale().toDoubles()).isNotEqualTo(norm().scale().toDoubles());
    }

    @Test
    void freshStatisticsAreTensorsOfTheirOwn() {
        BatchNorm fresh = BatchNorm.of(2);
        Pass pass = Pass.training(KEY);
        fresh.apply(Tensor.ofFloats(1, 5, 3, 9).reshape(2, 2), pass);
        BatchNorm next = pass.updated(fresh);
        assertThat(next.mean().tensor().toFloats()).containsExactly(0.2f, 0.7f);
        assertThat(next.variance().tensor().toFloats()).containsExactly(new float[] {0.9f + 0.2f, 0.9f + 0.8f}, within(1e-6f));
        assertThat(next.scale()).isSameAs(fresh.scale());
        assertThat(next.shift()).isSameAs(fresh.shift());
    }

    @Test
    void layerNormalizationTakesEveryRowByItself() {
        LayerNorm norm = new LayerNorm(Tensor.of(2, -1, 0.5), Tensor.of(0.1, 0.2, 0.3));
        Tensor x = KEY.normal(Shape.of(2, 4, 3), DType.F64).mul(3).add(1);
        Tensor y = norm.apply(x);
        for (int n = 0; n < 2; n++) for (int t = 0; t < 4; t++) {
            List<Double> row = List.of(x.at(n, t, 0), x.at(n, t, 1), x.at(n, t, 2));
            for (int i = 0; i < 3; i++) {
                double expected = norm.scale().at(i) * (row.get(i) - mean(row)) / Math.sqrt(squares(row) / 3 + 1e-5) + norm.shift().at(i);
                assertThat(y.at(n, t, i)).isCloseTo(expected, within(1e-12));
            }
        }
        // a row of one number says nothing but the shift
        assertThat(new LayerNorm(Tensor.of(3), Tensor.of(0.7)).apply(Tensor.of(1e6, -5).reshape(2, 1)).toDoubles()).containsExactly(0.7, 0.7);
    }

    @Test
    void groupsAndInstancesAreTheFunctions() {
        Tensor x = KEY.normal(Shape.of(2, 4, 3), DType.F64).mul(3).add(1);
        Tensor scale = Tensor.of(2, -1, 0.5, 3);
        Tensor shift = Tensor.of(0.1, 0.2, 0.3, 0.4);
        Tensor groups = new GroupNorm(2, scale, shift).apply(x, Pass.training(KEY));
        Tensor instances = new InstanceNorm(scale, shift).apply(x);
        for (int n = 0; n < 2; n++) for (int c = 0; c < 4; c++) {
            List<Double> own = new ArrayList<>();
            for (double v : x.get(n).get(c).toDoubles()) own.add(v);
            List<Double> group = new ArrayList<>(own);
            for (double v : x.get(n).get(c ^ 1).toDoubles()) group.add(v);
            for (int i = 0; i < 3; i++) {
                assertThat(instances.at(n, c, i)).isCloseTo(scale.at(c) * (x.at(n, c, i) - mean(own)) / Math.sqrt(squares(own) / 3 + 1e-5) + shift.at(c), within(1e-12));
                assertThat(groups.at(n, c, i)).isCloseTo(scale.at(c) * (x.at(n, c, i) - mean(group)) / Math.sqrt(squares(group) / 6 + 1e-5) + shift.at(c), within(1e-12));
            }
        }
    }

    @Test
    void rmsNormalizationTakesEveryRowByItself() {
        Tensor x = KEY.normal(Shape.of(2, 3), DType.F64);
        Tensor y = new RmsNorm(Tensor.of(2, -1, 0.5)).apply(x);
        for (int n = 0; n < 2; n++) for (int i = 0; i < 3; i++) {
            double length = x.at(n, 0) * x.at(n, 0) + x.at(n, 1) * x.at(n, 1) + x.at(n, 2) * x.at(n, 2);
            assertThat(y.at(n, i)).isCloseTo(new double[] {2, -1, 0.5}[i] * x.at(n, i) / Math.sqrt(length / 3 + 1e-5), within(1e-14));
        }
    }

    @Test
    void whatDoesntFitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> norm().apply(Tensor.of(1, 2, 3)))
                .withMessage("batch normalization needs (batch, 3) or (batch, 3, ...), but got (3)");
        assertThatIllegalArgumentException().isThrownBy(() -> norm().apply(Tensor.of(1, 2, 3).reshape(1, 3), Pass.training(KEY)))
                .withMessageContaining("at least 2 numbers a channel, but got (1, 3); use larger batches");
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchNorm(Tensor.of(1), Tensor.of(1, 2), new Held(Tensor.of(1)), new Held(Tensor.of(1))))
                .withMessageContaining("but got (1), (2), (1) and (1)");
        assertThatIllegalArgumentException().isThrownBy(() -> BatchNorm.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LayerNorm.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RmsNorm.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> GroupNorm.of(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> InstanceNorm.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> GroupNorm.of(4, 6)).withMessageContaining("but got (6), (6) and 4 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> GroupNorm.of(2, 6).apply(Tensor.ofFloats(1, 2))).withMessageContaining("the channels are axis 1");
        assertThatIllegalArgumentException().isThrownBy(() -> LayerNorm.of(3).apply(Tensor.ofFloats(1, 2)))
                .withMessage("layer normalization needs (..., 3), but got (2)");
        assertThatIllegalArgumentException().isThrownBy(() -> new LayerNorm(Tensor.of(1, 2), Tensor.of(1)));
    }
}
