package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StructureTest {
    private final Tensor x = Tensor.of(Shape.of(2, 6), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    @Test
    void samplesChangeTheirShapeAndKeepTheirNumbers() {
        Tensor images = Unflatten.of(1, 2, 3).apply(x);
        assertThat(images.shape()).isEqualTo(Shape.of(2, 1, 2, 3));
        assertThat(images.at(1, 0, 0, 2)).isEqualTo(9);
        Tensor rows = new Flatten().apply(images);
        assertThat(rows.shape()).isEqualTo(x.shape());
        assertThat(rows.toDoubles()).containsExactly(x.toDoubles());
        assertThat(new Flatten().apply(Tensor.of(1, 2)).shape()).isEqualTo(Shape.of(2, 1));
    }

    @Test
    void aResidualLayerAddsItsInput() {
        assertThat(new Residual(Activation.RELU).apply(Tensor.of(-2, 3)).toDoubles()).containsExactly(-2, 6);
        assertThat(new Residual(Sequential.of()).apply(Tensor.of(-2, 3)).toDoubles()).containsExactly(-4, 6);
    }

    @Test
    void halfOfAnAxisIsTheGateOfTheOther() {
        Tensor y = new Glu().apply(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(y.at(1, 2)).isEqualTo(9 / (1 + Math.exp(-12)), offset(1e-14));
        Tensor pictures = x.reshape(1, 2, 2, 3);
        assertThat(new Glu(1).apply(pictures).at(0, 0, 1, 1)).isEqualTo(5 / (1 + Math.exp(-11)), offset(1e-14));
        assertThat(new Glu(-3).apply(pictures).shape()).isEqualTo(Shape.of(1, 1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Glu().apply(pictures)).withMessageContaining("has the odd size 3");
    }

    @Test
    void theLastTimeOfASequence() {
        assertThat(new LastTime().apply(x.reshape(2, 3, 2)).toDoubles()).containsExactly(5, 6, 11, 12);
        assertThat(new LastTime().apply(x).toDoubles()).containsExactly(7, 8, 9, 10, 11, 12);
        assertThatIllegalArgumentException().isThrownBy(() -> new LastTime().apply(Tensor.of(1))).withMessageContaining("but got (1)");
        assertThatIllegalArgumentException().isThrownBy(() -> new LastTime().apply(Tensor.zeros(Shape.of(2, 0, 3), DType.F64)));
    }

    @Test
    void agreesWithCs231n() {
        Vectors v = Vectors.of("affine_forward");
        Tensor y = Sequential.of(new Flatten(), new Dense(v.get("w"), v.get("b"))).apply(v.get("x"));
        assertThat(y.toDoubles()).containsExactly(v.get("correct_out").toDoubles(), offset(1e-8));
    }

    @Test
    void aLayerInTwoPlacesIsOneLayer() {
        RandomKey key = RandomKey.of(3);
        Dense shared = new Dense(key.fold(0).normal(Shape.of(6, 6), DType.F64), key.fold(1).normal(Shape.of(6), DType.F64));
        Sequential net = Sequential.of(shared, Activation.TANH, new Residual(shared));
        GradCheck.of((Sequential n) -> n.apply(x.div(10)).sin().sum()).at(net).orThrow();
        Sequential untied = Sequential.of(shared, Activation.TANH, new Residual(new Dense(shared.weight().alias(), shared.bias().alias())));
        Sequential g = grad((Sequential n) -> n.apply(x.div(10)).sin().sum(), net);
        Sequential parts = grad((Sequential n) -> n.apply(x.div(10)).sin().sum(), untied);
        Dense first = (Dense) parts.layers().getFirst();
        Dense second = (Dense) ((Residual) parts.layers().getLast()).body();
        assertThat(((Dense) g.layers().getFirst()).weight().toDoubles()).containsExactly(first.weight().add(second.weight()).toDoubles(), offset(1e-12));
        TrainingRun<Sequential, Tensor> run = TrainingRun.of(new Adam(0.1).start(net), (n, batch) -> n.apply(batch).square().sum());
        run.step(x);
        Sequential trained = run.model();
        assertThat(((Dense) ((Residual) trained.layers().getLast()).body()).weight()).isSameAs(((Dense) trained.layers().getFirst()).weight());
    }

    @Test
    void shapesThatDontFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Unflatten.of(4).apply(x))
                .withMessage("samples of the shape (4) need 4 numbers each, but got (2, 6)");
        assertThatIllegalArgumentException().isThrownBy(() -> Unflatten.of(2, 0)).withMessage("unflatten needs sizes of at least 1, but got [2, 0]");
        assertThatIllegalArgumentException().isThrownBy(Unflatten::of);
        assertThatIllegalArgumentException().isThrownBy(() -> new Flatten().apply(Tensor.scalar(1)));
        Residual narrow = new Residual(Dense.of(2, 1, Initialization.HE, RandomKey.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> narrow.apply(Tensor.ofFloats(1, 2)))
                .withMessage("a residual layer needs a body that keeps the shape, but dense 2 1 makes (1) of (2)");
    }
}
