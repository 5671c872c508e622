package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentTest {
    private static final RandomKey KEY = RandomKey.of(8);
    private static final Tensor X = KEY.fold(9).normal(Shape.of(2, 5, 3), DType.F64);

    private static <L> L exact(L layer) {
        int[] leaf = {0};
        return Tree.map(layer, t -> KEY.fold(leaf[0]++).normal(t.shape(), DType.F64));
    }

    private static double sigmoid(double x) { return 1 / (1 + Math.exp(-x)); }

    /// x W or h U for one row.
    private static double[] row(double[] x, Tensor w) {
        double[] y = new double[w.size(1)];
        for (int i = 0; i < x.length; i++) for (int j = 0; j < y.length; j++) y[j] += x[i] * w.at(i, j);
        return y;
    }

    @Test
    void aPlainRecurrenceAgreesWithLoops() {
        Rnn layer = exact(Rnn.of(3, 4, Initialization.NORMAL, KEY));
        Tensor y = layer.apply(X);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 5, 4));
        for (int n = 0; n < 2; n++) {
            double[] h = new double[4];
            for (int t = 0; t < 5; t++) {
                double[] a = row(X.get(n).get(t).toDoubles(), layer.weight());
                double[] b = row(h, layer.recurrent());
                for (int j = 0; j < 4; j++) h[j] = Math.tanh(a[j] + b[j] + layer.bias().at(j));
                assertThat(y.get(n).get(t).toDoubles()).containsExactly(h, within(1e-13));
            }
        }
    }

    @Test
    void anLstmAgreesWithLoops() {
        Lstm layer = exact(Lstm.of(3, 4, Initialization.NORMAL, KEY));
        Tensor y = layer.apply(X);
        for (int n = 0; n < 2; n++) {
            double[] h = new double[4];
            double[] c = new double[4];
            for (int t = 0; t < 5; t++) {
                double[] a = row(X.get(n).get(t).toDoubles(), layer.weight());
                double[] b = row(h, layer.recurrent());
                for (int j = 0; j < 16; j++) a[j] += b[j] + layer.bias().at(j);
                for (int j = 0; j < 4; j++) {
                    c[j] = sigmoid(a[4 + j]) * c[j] + sigmoid(a[j]) * Math.tanh(a[8 + j]);
                    h[j] = sigmoid(a[12 + j]) * Math.tanh(c[j]);
                }
                assertThat(y.get(n).get(t).toDoubles()).containsExactly(h, within(1e-13));
            }
        }
    }

    @Test
    void aGruAgreesWithLoops() {
        Gru layer = exact(Gru.of(3, 4, Initialization.NORMAL, KEY));
        Tensor y = layer.apply(X);
        for (int n = 0; n < 2; n++) {
            double[] h = new double[4];
            for (int t = 0; t < 5; t++) {
                double[] a = row(X.get(n).get(t).toDoubles(), layer.weight());
                double[] b = row(h, layer.recurrent());
                for (int j = 0; j < 12; j++) a[j] += layer.bias().at(j);
                for (int j = 0; j < 4; j++) {
                    double keep = sigmoid(a[4 + j] + b[4 + j]);
                    double fresh = Math.tanh(a[8 + j] + sigmoid(a[j] + b[j]) * (b[8 + j] + layer.inner().at(j)));
                    h[j] = (1 - keep) * fresh + keep * h[j];
                }
                assertThat(y.get(n).get(t).toDoubles()).containsExactly(h, within(1e-13));
            }
        }
    }

    /// Gates in the order input, forget, output, new, as ours.
    private static Tensor ordered(Tensor gates) {
        List<Tensor> parts = gates.split(-1, 4);
        return Tensor.concat(-1, List.of(parts.get(0), parts.get(1), parts.get(3), parts.get(2)));
    }

    @Test
    void agreesWithCs231n() {
        Vectors v = Vectors.of("rnn_forward");
        Rnn plain = new Rnn(v.get("Wx"), v.get("Wh"), v.get("b"));
        assertThat(plain.along(v.get("h0"), v.get("x").moveAxis(1, 0)).output().moveAxis(0, 1).toDoubles())
                .containsExactly(v.get("expected_h").toDoubles(), offset(1e-7));
        Vectors m = Vectors.of("lstm_forward");
        Lstm lstm = new Lstm(ordered(m.get("Wx")), ordered(m.get("Wh")), ordered(m.get("b")));
        Lstm.State start = new Lstm.State(m.get("h0"), m.get("h0").mul(0));
        assertThat(lstm.along(start, m.get("x").moveAxis(1, 0)).output().moveAxis(0, 1).toDoubles())
                .containsExactly(m.get("expected_h").toDoubles(), offset(1e-7));
    }

    static List<Recurrent<?>> layers() {
        return List.of(exact(Rnn.of(3, 4, Initialization.NORMAL, KEY)), exact(Lstm.of(3, 4, Initialization.NORMAL, KEY)),
                exact(Gru.of(3, 4, Initialization.NORMAL, KEY)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    <S> void aSequenceInPartsGivesTheBitsOfTheWhole(Recurrent<S> layer) {
        Tensor times = X.moveAxis(1, 0);
        Scan.Step<S, Tensor> first = layer.along(layer.start(Shape.of(2)), times.slice(0, 0, 2));
        Scan.Step<S, Tensor> second = layer.along(first.carry(), times.slice(0, 2, 5));
        Tensor joined = Tensor.concat(0, List.of(first.output(), second.output())).moveAxis(0, 1);
        assertThat(joined.toDoubles()).containsExactly(layer.apply(X).toDoubles());
        assertThat(layer.output(second.carry()).toDoubles()).containsExactly(new LastTime().apply(joined).toDoubles());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void sequencesOfAnyBatchAndOfNoTime(Recurrent<?> layer) {
        Tensor one = layer.apply(X.get(1));
        assertThat(one.shape()).isEqualTo(Shape.of(5, 4));
        assertThat(one.toDoubles()).containsExactly(layer.apply(X).get(1).toDoubles(), within(1e-14));
        assertThat(layer.apply(X.reshape(1, 2, 5, 3)).shape()).isEqualTo(Shape.of(1, 2, 5, 4));
        assertThat(layer.apply(X.slice(1, 0, 0)).shape()).isEqualTo(Shape.of(2, 0, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> layer.apply(Tensor.of(1, 2, 3)))
                .withMessage("a recurrent layer, " + layer.specification() + ", needs (..., times, 3), but got (3)");
        assertThatIllegalArgumentException().isThrownBy(() -> layer.apply(X.slice(2, 0, 2)));
    }

    @Test
    void freshGatesAreLayersOfTheirOwn() {
        Lstm lstm = Lstm.of(50, 40, Initialization.XAVIER, KEY);
        assertThat(lstm.weight().shape()).isEqualTo(Shape.of(50, 160));
        assertThat(lstm.weight().variance().item() * (50 + 40) / 2).isBetween(0.95, 1.05);            // 8000 numbers: ±1.6 %
        assertThat(lstm.recurrent().variance().item() * (40 + 40) / 2).isBetween(0.95, 1.05);
        assertThat(lstm.bias().reshape(4, 40).mean(1).toDoubles()).containsExactly(0, 1, 0, 0);
        assertThat(lstm.weight().dtype()).isEqualTo(DType.F32);
        assertThat(Gru.of(50, 40, Initialization.HE, KEY).inner().shape()).isEqualTo(Shape.of(40));
    }

    /// Whether the first of eight numbers is positive can be told at the end only by who remembers.
    @Test
    void whatWasFirstIsRemembered() {
        Tensor x = KEY.fold(1).normal(Shape.of(64, 8, 1), DType.F32);
        Tensor classes = x.slice(1, 0, 1).reshape(64).gt(0).to(DType.I32);
        for (String kind : List.of("lstm", "gru")) {
            Sequential net = Architecture.parse(kind + " 1 8; lasttime; dense 8 2", Initialization.XAVIER, KEY);
            var run = Training.compileTraining(net, new Adam(0.05), (Sequential n, Tensor in) -> Jacobi.crossEntropy(n.apply(in), classes));
            for (int i = 0; i < 150; i++) run.step(x);
            assertThat(Classes.accuracy(run.model().apply(x), classes)).as(kind).isGreaterThan(0.95);
        }
    }

    @Test
    void shapesThatDontBelongTogetherAreRefused() {
        Tensor w = Tensor.zeros(Shape.of(3, 8), DType.F32);
        Tensor u = Tensor.zeros(Shape.of(2, 8), DType.F32);
        Tensor b = Tensor.zeros(Shape.of(8), DType.F32);
        assertThat(new Lstm(w, u, b).specification()).isEqualTo("lstm 3 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Lstm(w, w, b)).withMessage("an LSTM needs a weight (in, 4*out), a recurrent "
                + "weight (out, 4*out) and a bias (4*out), but got (3, 8), (3, 8) and (8)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Lstm(w, u, w.get(0).slice(0, 0, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Gru(w, u, b, b)).withMessageStartingWith("a GRU needs a weight (in, 3*out)");
        Tensor six = Tensor.zeros(Shape.of(6), DType.F32);
        assertThatIllegalArgumentException().isThrownBy(() -> new Gru(w.slice(1, 0, 6), u.slice(1, 0, 6), six, six))
                .withMessage("a GRU needs an inner bias (2), but got (6)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Rnn(w, u, b)).withMessageContaining("a weight (in, out)");
        assertThatIllegalArgumentException().isThrownBy(() -> Lstm.of(3, Integer.MAX_VALUE / 4 + 1, Initialization.HE, KEY))
                .withMessage("an LSTM needs at least one input, and from 1 to 536870911 outputs, but got 3 and 536870912");
        assertThatIllegalArgumentException().isThrownBy(() -> Rnn.of(0, 2, Initialization.HE, KEY));
        Lstm lstm = Lstm.of(3, 2, Initialization.HE, KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> lstm.along(lstm.start(Shape.of()), Tensor.ofFloats(1, 2)))
                .withMessageContaining("needs a sequence (times, ..., 3) to go along, but got (2)");
    }
}
