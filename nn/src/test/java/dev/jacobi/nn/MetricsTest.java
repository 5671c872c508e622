package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void confusionAgreesWithCountingEverySample() {
        Random random = new Random(5);
        int[] right = random.ints(500, 0, 4).toArray();
        int[] predicted = Arrays.stream(right).map(c -> random.nextInt(3) == 0 ? random.nextInt(4) : c).toArray();
        Confusion confusion = new Confusion(List.of("a", "b", "c", "d", "never"));
        for (int i = 0; i < 500; i += 50) confusion.add(Arrays.copyOfRange(right, i, i + 50), Arrays.copyOfRange(predicted, i, i + 50));
        assertThat(confusion.count()).isEqualTo(500);
        assertThat(confusion.accuracy()).isEqualTo(IntStream.range(0, 500).filter(i -> right[i] == predicted[i]).count() / 500.0);
        double[] sums = new double[3];
        for (int k = 0; k < 4; k++) {
            int c = k;
            double both = IntStream.range(0, 500).filter(i -> right[i] == c && predicted[i] == c).count();
            double precision = both / Arrays.stream(predicted).filter(p -> p == c).count();
            double recall = both / Arrays.stream(right).filter(p -> p == c).count();
            assertThat(confusion.precision(k)).isEqualTo(precision);
            assertThat(confusion.recall(k)).isEqualTo(recall);
            assertThat(confusion.f1(k)).isCloseTo(2 * precision * recall / (precision + recall), offset(1e-15));
            sums[0] += precision;
            sums[1] += recall;
            sums[2] += confusion.f1(k);
        }
        assertThat(confusion.macroPrecision()).isCloseTo(sums[0] / 4, offset(1e-15));
        assertThat(confusion.macroRecall()).isCloseTo(sums[1] / 4, offset(1e-15));
        assertThat(confusion.macroF1()).isCloseTo(sums[2] / 4, offset(1e-15));
        assertThat(confusion.f1(4)).isZero();
    }

    @Test
    void aClassThatIsNeverPredictedHasNoPrecision() {
        Confusion confusion = new Confusion(List.of("no", "yes"));
        assertThat(confusion.accuracy()).isNaN();
        assertThat(confusion.macroF1()).isNaN();
        confusion.add(new int[] {0, 0, 1}, new int[] {0, 0, 0});
        assertThat(confusion.precision(1)).isZero();
        assertThat(confusion.recall(0)).isEqualTo(1);
        assertThat(confusion.macroF1()).isCloseTo(0.4, offset(1e-15));
    }

    @Test
    void theTableOfFewClasses() {
        Confusion confusion = new Confusion(List.of("setosa", "virginica"));
        confusion.add(new int[] {0, 0, 1, 1, 1}, new int[] {0, 0, 1, 0, 1});
        assertThat(confusion).hasToString("""
                class     precision    recall        F1   samples
                setosa       0.6667    1.0000    0.8000         2
                virginica    1.0000    0.6667    0.8000         3
                mean         0.8333    0.8333    0.8000         5
                accuracy 0.8000

                Rows: the class; columns: what it was taken for.
                          setosa virginica
                setosa         2         0
                virginica      1         2
                """);
    }

    @Test
    void aTableIsNeverWiderThan80() {
        for (int count : new int[] {1, 2, 10, 30, 300}) {
            for (String name : new String[] {"%d", "class %d", "a name of a class that is long 😀 and does not end soon %d"}) {
                Confusion confusion = new Confusion(IntStream.range(0, count).mapToObj(name::formatted).toList());
                int[] right = new Random(1).ints(2000, 0, count).toArray();
                confusion.add(right, new Random(2).ints(2000, 0, count).toArray());
                for (String line : confusion.toString().split("\n")) assertThat(line.codePointCount(0, line.length())).as(line).isLessThanOrEqualTo(80);
                assertThat(confusion.toString()).contains(count <= 2 ? "Rows: " : "accuracy");
                if (count == 300) assertThat(confusion.toString()).contains("most frequent mistakes").contains("taken for");
            }
        }
    }

    @Test
    void whatIsNoClassIsRefusedAndNothingCounted() {
        Confusion confusion = new Confusion(List.of("no", "yes"));
        assertThatIllegalArgumentException().isThrownBy(() -> confusion.add(new int[] {0, 1}, new int[] {0, 2})).withMessageContaining("from 0 to 1, but got 2");
        assertThatIllegalArgumentException().isThrownBy(() -> confusion.add(new int[] {0}, new int[] {0, 1})).withMessageContaining("1 and 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Confusion(List.of()));
        assertThat(confusion.count()).isZero();
    }

    /// Exactly, by decimals.
    private static double[] exactly(double[] predicted, double[] right) {
        BigDecimal n = BigDecimal.valueOf(right.length);
        BigDecimal squares = BigDecimal.ZERO;
        BigDecimal absolutes = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < right.length; i++) {
            BigDecimal e = new BigDecimal(predicted[i]).subtract(new BigDecimal(right[i]));
            squares = squares.add(e.multiply(e));
            absolutes = absolutes.add(e.abs());
            sum = sum.add(new BigDecimal(right[i]));
        }
        BigDecimal mean = sum.divide(n, new MathContext(60));
        BigDecimal spread = BigDecimal.ZERO;
        for (double t : right) spread = spread.add(new BigDecimal(t).subtract(mean).pow(2));
        return new double[] {squares.divide(n, MathContext.DECIMAL64).doubleValue(), absolutes.divide(n, MathContext.DECIMAL64).doubleValue(),
            BigDecimal.ONE.subtract(squares.divide(spread, new MathContext(40))).doubleValue()};
    }

    @Test
    void regressionAgreesWithTheDefinitionsAlsoFarFromZero() {
        for (double far : new double[] {0, 1e9}) {
            Random random = new Random(9);
            double[] right = random.doubles(1000, far - 1, far + 1).toArray();
            double[] predicted = Arrays.stream(right).map(t -> t + 0.3 * random.nextGaussian()).toArray();
            RegressionMetrics metrics = new RegressionMetrics();
            for (int i = 0; i < 1000; i += 100) metrics.add(Arrays.copyOfRange(predicted, i, i + 100), Arrays.copyOfRange(right, i, i + 100));
            double[] exact = exactly(predicted, right);
            assertThat(metrics.meanSquaredError()).isCloseTo(exact[0], offset(1e-14));
            assertThat(metrics.meanAbsoluteError()).isCloseTo(exact[1], offset(1e-14));
            assertThat(metrics.rSquared()).isCloseTo(exact[2], offset(far == 0 ? 1e-13 : 1e-7));
            assertThat(metrics.count()).isEqualTo(1000);
        }
    }

    @Test
    void regressionAtItsEdges() {
        RegressionMetrics metrics = new RegressionMetrics();
        assertThat(metrics.meanSquaredError()).isNaN();
        assertThat(metrics.rSquared()).isNaN();
        metrics.add(new double[] {2, 2}, new double[] {1, 1});
        assertThat(metrics.rSquared()).as("no variance to explain").isNaN();
        metrics.add(new double[] {1, 1}, new double[] {0, 2});
        assertThat(metrics.meanSquaredError()).isEqualTo(1);
        assertThat(metrics.meanAbsoluteError()).isEqualTo(1);
        assertThat(metrics.rSquared()).isEqualTo(-1);
        RegressionMetrics mean = new RegressionMetrics();
        mean.add(new double[] {2, 2, 2}, new double[] {1, 2, 3});
        assertThat(mean.rSquared()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> mean.add(new double[1], new double[2])).withMessageContaining("2 and 1");
    }
}
