package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.examples.Tied.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.Tied.Model;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tree;
import org.junit.jupiter.api.Test;

class TiedTest {
    private static final Model MODEL = Model.start(RandomKey.of(1), 5, 4);

    @Test
    void passes() { Programs.passes("tied", Tied::loss, MODEL, 1e-8); }

    @Test
    void oneGradientWhichIsTheSumOverBothUses() {
        Model tied = grad(Tied::loss, MODEL);
        assertThat(tied.embedding()).isSameAs(tied.output());
        Model apart = grad(Tied::loss, new Model(MODEL.embedding(), MODEL.mix(), MODEL.output().alias()));
        assertThat(apart.embedding()).isNotSameAs(apart.output());
        Numbers.within(1e-15, tied.embedding(), apart.embedding().add(apart.output()).toDoubles());
    }

    @Test
    void oneUpdateAndStillTheSameTensor() {
        Model next = Tied.step(MODEL);
        assertThat(next.embedding()).isSameAs(next.output());
        assertThat(Tree.named(next).keySet()).containsExactly("embedding", "mix");
        double[] once = MODEL.embedding().sub(grad(Tied::loss, MODEL).embedding().mul(0.5)).toDoubles();
        assertThat(next.embedding().toDoubles()).isEqualTo(once);
    }

    @Test
    void agreesWithPlainLoops() {
        double loss = 0;
        for (int t = 0; t < 10; t++) {
            int word = (int) TEXT.at(t);
            double[] score = new double[5];
            double sum = 0;
            for (int w = 0; w < 5; w++) {
                for (int j = 0; j < 4; j++) {
                    double h = 0;
                    for (int i = 0; i < 4; i++) h += MODEL.embedding().at(word, i) * MODEL.mix().at(i, j);
                    score[w] += Math.tanh(h) * MODEL.output().at(w, j);
                }
                sum += Math.exp(score[w]);
            }
            loss += (Math.log(sum) - score[(int) TEXT.at(t + 1)]) / 10;
        }
        assertThat(Tied.loss(MODEL).item()).isCloseTo(loss, offset(1e-14));
    }
}
