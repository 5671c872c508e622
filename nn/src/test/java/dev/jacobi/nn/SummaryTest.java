package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void isATable() {
        Sequential net = Architecture.parse("conv2d 1 16 3x3 stride 1 padding 1; batchnorm 16; relu; maxpool 2x2 stride 2; flatten; "
                + "residual [ dense 3136 3136; [ tanh ] ]; dense 3136 10");
        assertThat(Summary.of(net, Shape.of(64, 1, 28, 28))).hasToString("""
                layer                                        output                  parameters
                  1  conv2d 1 16 3x3 stride 1 padding 1      (64, 16, 28, 28)               160
                  2  batchnorm 16                            (64, 16, 28, 28)                32
                  3  relu                                    (64, 16, 28, 28)                 0
                  4  maxpool 2x2 stride 2                    (64, 16, 14, 14)                 0
                  5  flatten                                 (64, 3136)                       0
                  6  residual                                (64, 3136)                       0
                  7    dense 3136 3136                       (64, 3136)               9,837,632
                  8    tanh                                  (64, 3136)                       0
                  9  dense 3136 10                           (64, 10)                    31,370
                total                                                                 9,869,194
                39,476,776 bytes of parameters, and 32 running statistics
                """);
    }

    @Test
    void shapesAreThoseOfARun() {
        Sequential net = Architecture.parse("conv2d 2 3 3x2 stride 2 padding 1; gelu; averagepool 2x2 stride 1; flatten; dropout 0.5; "
                + "unflatten 3 4 3; layernorm 3", Initialization.HE, RandomKey.of(1));
        Tensor x = Tensor.ones(Shape.of(5, 2, 9, 6), DType.F32);
        List<Summary.Row> rows = Summary.of(net, x.shape()).rows();
        for (int i = 0; i < rows.size(); i++) {
            x = net.layers().get(i).apply(x);
            assertThat(rows.get(i).output()).isEqualTo(x.shape());
        }
        assertThat(rows).hasSize(7);
    }

    @Test
    void costsNothing() {
        // 4 GB of weights and five outputs of 8 GB, had anything been computed
        Sequential net = Architecture.parse("dense 32000 32000; relu; unflatten 1 100 320; conv2d 1 1 3x3 stride 1 padding 1; flatten");
        assertThat(Summary.of(net, Shape.of(60_000, 32_000)).parameters()).isEqualTo(32_000L * 32_000 + 32_000 + 10);
    }

    @Test
    void aSharedTensorCountsOnce() {
        Dense dense = Dense.of(4, 4, Initialization.HE, RandomKey.of(1));
        Summary s = Summary.of(Sequential.of(dense, new Dense(dense.weight(), Tensor.zeros(Shape.of(4), DType.F32)), dense), Shape.of(1, 4));
        assertThat(s.rows()).extracting(Summary.Row::parameters).containsExactly(20L, 4L, 0L);
        assertThat(s.parameters()).isEqualTo(24);
        assertThat(s.bytes()).isEqualTo(96);
    }

    @Test
    void theInputIsOfTheKindThatTheNetworkTakes() {
        assertThat(Summary.of(Architecture.parse("[ embedding 10 3; flatten ]; dense 12 2"), Shape.of(5, 4)).rows().getLast().output())
                .isEqualTo(Shape.of(5, 2));
        assertThat(Summary.of(new Dense(Tensor.of(Shape.of(2, 1), 1, 2), Tensor.of(1)), Shape.of(3, 2)).bytes()).isEqualTo(24);
        assertThat(Summary.of(Activation.RELU, Shape.of(3)).parameters()).isZero();
    }

    @Test
    void theLayerThatRefusesIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(Architecture.parse("dense 4 3; relu; dense 2 1"), Shape.of(7, 4)))
                .withMessageStartingWith("layer 3 of the network, dense 2 1, refuses F32(7, 3): matmul needs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(Architecture.parse("relu; residual [ tanh; dense 4 3 ]"), Shape.of(7, 4)))
                .withMessageStartingWith("layer 2 of the network, residual, refuses F32(7, 4): a residual layer needs a body that keeps the shape");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(Architecture.parse("relu; residual [ tanh; dense 5 4 ]"), Shape.of(7, 4)))
                .withMessageStartingWith("layer 4 of the network, dense 5 4, refuses F32(7, 4): matmul needs");
    }

    @Test
    void noLineIsWiderThanATerminal() {
        Sequential net = Architecture.parse("residual ".repeat(32) + "unflatten" + " 1".repeat(60));
        assertThat(net.layers()).hasSize(1);
        assertThat(Summary.of(net, Shape.ones(61)).toString().lines()).allMatch(line -> line.length() <= 80).hasSize(1 + 33 + 2);
    }
}
