package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// One matrix in two places: it embeds the words that come in and scores the words that could
/// come next. It is one parameter: one gradient, the sum over both uses; one update; and still
/// the same tensor afterwards.
public final class Tied {
    record Model(Tensor embedding, Tensor mix, Tensor output) {
        static Model start(RandomKey key, int words, int width) {
            Tensor shared = key.fold(0).normal(Shape.of(words, width), DType.F64);
            return new Model(shared, key.fold(1).normal(Shape.of(width, width), DType.F64), shared);
        }

        /// Scores of the next word after each word: (n) to (n, words).
        Tensor apply(Tensor text) {
            return embedding.gather(0, text).matmul(mix).tanh().matmul(output.transpose());
        }
    }

    static final Tensor TEXT = Tensor.ofInts(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0);

    static Tensor loss(Model m) { return crossEntropy(m.apply(TEXT.slice(0, 0, 10)), TEXT.slice(0, 1, 11)); }

    static Model step(Model m) { return Tree.zip(m, grad(Tied::loss, m), (p, g) -> p.sub(g.mul(0.5))); }

    static void main() {
        Model model = Model.start(RandomKey.of(1), 5, 4);
        for (int i = 0; i < 50; i++) model = step(model);
        IO.println("tied: loss " + loss(model).item());
        IO.println("tied: parameters " + Tree.named(model).keySet() + ", still one: " + (model.embedding() == model.output()));
    }
}
