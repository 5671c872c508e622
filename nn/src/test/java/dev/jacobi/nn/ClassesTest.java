package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ClassesTest {
    @Test
    void accuracyIsTheShareOfRightAnswers() {
        Tensor outputs = Tensor.of(Shape.of(4, 2), 1, 2, 3, 1, -5, -6, 0, 0.5);
        assertThat(Classes.accuracy(outputs, Tensor.ofInts(1, 0, 1, 1))).isEqualTo(0.75);
        // a part of a larger set is a view
        assertThat(Classes.accuracy(outputs.slice(0, 0, 2), Tensor.ofInts(1, 0, 1, 1).slice(0, 0, 2))).isEqualTo(1);
        assertThat(Classes.accuracy(outputs.slice(0, 2, 4), Tensor.ofInts(1, 0, 1, 1).slice(0, 2, 4))).isEqualTo(0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> Classes.accuracy(outputs, Tensor.ofInts(1)));
    }
}
