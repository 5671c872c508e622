package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.examples.Dropout.X;
import static dev.jacobi.examples.Dropout.Y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.Dropout.Net;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Net NET = Dropout.start(RandomKey.of(3));

    @Test
    void passes() { Programs.passes("dropout", n -> Dropout.loss(n, X, Y, RandomKey.of(4)), NET, 1e-8); }

    @Test
    void agreesWithPlainLoops() {
        Tensor ones = Tensor.ones(Shape.of(4, 16), DType.F64);
        Tensor mask = Dropout.dropout(ones, 0.75, RandomKey.of(4));
        double loss = 0;
        double[] slopes = new double[16];
        for (int i = 0; i < 4; i++) {
            double out = 0;
            double[] h = new double[16];
            for (int j = 0; j < 16; j++) {
                assertThat(mask.at(i, j)).isIn(0.0, 1 / 0.75);
                for (int k = 0; k < 3; k++) h[j] += X.at(i, k) * NET.hidden().at(k, j);
                h[j] = Math.tanh(h[j]) * mask.at(i, j);
                out += h[j] * NET.output().at(j, 0);
            }
            double error = out - Y.at(i, 0);
            loss += error * error / 4;
            for (int j = 0; j < 16; j++) slopes[j] += 2 * error * h[j] / 4;
        }
        assertThat(Dropout.loss(NET, X, Y, RandomKey.of(4)).item()).isCloseTo(loss, offset(1e-14));
        Numbers.within(1e-14, grad((Net n) -> Dropout.loss(n, X, Y, RandomKey.of(4)), NET).output(), slopes);
    }

    @Test
    void aKeyDecidesEverything() {
        Net one = grad((Net n) -> Dropout.loss(n, X, Y, RandomKey.of(4)), NET);
        Numbers.sameBits(grad((Net n) -> Dropout.loss(n, X, Y, RandomKey.of(4)), NET), one);
        Net other = grad((Net n) -> Dropout.loss(n, X, Y, RandomKey.of(5)), NET);
        assertThat(other.output().toDoubles()).isNotEqualTo(one.output().toDoubles());
    }

    @Test
    void aQuarterIsDropped() {
        Tensor kept = Dropout.dropout(Tensor.ones(Shape.of(100, 100), DType.F64), 0.75, RandomKey.of(6));
        assertThat(kept.mean().item()).isCloseTo(1, offset(0.025));             // four standard deviations
    }

    @Test
    void learns() {
        Tensor answers = Dropout.train(RandomKey.of(1), 600).apply(X);
        for (int i = 0; i < 4; i++) assertThat(answers.at(i, 0) * Y.at(i, 0)).as("row " + i).isGreaterThan(0.5);
    }
}
