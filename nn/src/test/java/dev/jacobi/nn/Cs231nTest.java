package dev.jacobi.nn;

import static dev.jacobi.nn.Vectors.linspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the course's notebooks expect of networks and of recurrences; the cases on layers and optimizers are with those.
class Cs231nTest {
    private static final double DIGITS = 1e-7;                                   // as many as the notebooks print

    private static void close(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.toDoubles()).containsExactly(expected.toDoubles(), offset(DIGITS));
    }

    @Test
    void relu() {
        Vectors v = Vectors.of("relu_forward");
        close(v.get("x").relu(), v.get("correct_out"));
    }

    @Test
    void twoLayers() {
        Vectors v = Vectors.of("two_layer_net_loss");
        Tensor w1 = linspace(-0.7, 0.3, 5, 50);
        Tensor w2 = linspace(-0.3, 0.4, 50, 7);
        Tensor x = linspace(-5.5, 4.5, 5, 3).transpose();
        Tensor scores = x.matmul(w1).add(linspace(-0.1, 0.9, 50)).relu().matmul(w2).add(linspace(-0.9, 0.1, 7));
        assertThat(scores.toDoubles()).containsExactly(v.get("correct_scores").toDoubles(), offset(1e-6));
        Tensor loss = Jacobi.crossEntropy(scores, Tensor.ofInts(0, 5, 1));
        assertThat(loss.item()).isCloseTo(v.get("correct_loss_reg0").item(), offset(1e-9));
        Tensor squares = w1.square().sum().add(w2.square().sum());
        assertThat(loss.add(squares.mul(0.5)).item()).isCloseTo(v.get("correct_loss_reg1").item(), offset(1e-9));
    }

    // ---- recurrences

    /// The weights of a recurrence.
    private record Cell(Tensor wx, Tensor wh, Tensor b) {
        static Cell of(Vectors v) { return new Cell(v.get("Wx"), v.get("Wh"), v.get("b")); }

        private Tensor sums(Tensor x, Tensor h) { return x.matmul(wx).add(h.matmul(wh)).add(b); }

        Tensor plain(Tensor x, Tensor h) { return sums(x, h).tanh(); }

        /// Gates in the order input, forget, output, new.
        Memory withMemory(Tensor x, Memory before) {
            Tensor a = sums(x, before.h);
            int n = before.h.size(-1);
            Tensor input = a.slice(-1, 0, n).sigmoid();
            Tensor forget = a.slice(-1, n, 2 * n).sigmoid();
            Tensor output = a.slice(-1, 2 * n, 3 * n).sigmoid();
            Tensor c = forget.mul(before.c).add(input.mul(a.slice(-1, 3 * n, 4 * n).tanh()));
            return new Memory(output.mul(c.tanh()), c);
        }

        /// (samples, times, features) to (samples, times, states)
        Tensor plainly(Tensor x, Tensor start) {
            return Jacobi.scan((Tensor h, Tensor now) -> {
                Tensor next = plain(now, h);
                return new Scan.Step<>(next, next);
            }, start, x.moveAxis(1, 0)).output().moveAxis(0, 1);
        }

        Tensor remembering(Tensor x, Tensor start) {
            return Jacobi.scan((Memory m, Tensor now) -> {
                Memory next = withMemory(now, m);
                return new Scan.Step<>(next, next.h);
            }, new Memory(start, start.mul(0)), x.moveAxis(1, 0)).output().moveAxis(0, 1);
        }
    }

    record Memory(Tensor h, Tensor c) {}

    @Test
    void oneStep() {
        Vectors v = Vectors.of("rnn_step");
        close(Cell.of(v).plain(v.get("x"), v.get("prev_h")), v.get("expected_next_h"));
        Vectors m = Vectors.of("lstm_step");
        Memory next = Cell.of(m).withMemory(m.get("x"), new Memory(m.get("prev_h"), m.get("prev_c")));
        close(next.h, m.get("expected_next_h"));
        close(next.c, m.get("expected_next_c"));
    }

    @Test
    void allSteps() {
        Vectors v = Vectors.of("rnn_forward");
        close(Cell.of(v).plainly(v.get("x"), v.get("h0")), v.get("expected_h"));
        Vectors m = Vectors.of("lstm_forward");
        close(Cell.of(m).remembering(m.get("x"), m.get("h0")), m.get("expected_h"));
    }

    // ---- captions

    @Test
    void captions() {
        assertThat(captions(false, -1.5, 0.3)).isCloseTo(Vectors.of("captioning_rnn_loss").get("expected_loss").item(), offset(1e-9));
        assertThat(captions(true, -0.5, 1.7)).isCloseTo(Vectors.of("captioning_lstm_loss").get("expected_loss").item(), offset(1e-9));
    }

    private static Tensor parameter(int... sizes) { return linspace(-1.4, 1.3, sizes); }

    private static double captions(boolean memory, double from, double to) {
        int samples = 10;
        int features = 20;
        int embedding = 30;
        int states = 40;
        int words = 3;
        int times = 13;
        int gates = memory ? 4 * states : states;
        Tensor captions = Tensor.ofInts(IntStream.range(0, samples * times).map(i -> i % words).toArray()).reshape(samples, times);
        Tensor start = linspace(from, to, samples, features).matmul(parameter(features, states)).add(parameter(states));
        Tensor x = parameter(words, embedding).gather(0, captions.slice(1, 0, times - 1));
        Cell cell = new Cell(parameter(embedding, gates), parameter(states, gates), parameter(gates));
        Tensor h = memory ? cell.remembering(x, start) : cell.plainly(x, start);
        Tensor scores = h.matmul(parameter(states, words).expand(Shape.of(samples, states, words))).add(parameter(words));
        Tensor targets = captions.slice(1, 1, times);
        return Jacobi.crossEntropyEach(scores, targets).mul(targets.ne(0).to(DType.F64)).sum().item() / samples;
    }
}
