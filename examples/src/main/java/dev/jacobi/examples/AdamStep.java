package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// Adam as a function: a state comes in, the next comes out, and nothing is changed in place.
/// So it can be differentiated: how would the loss after three steps change with the rate?
public final class AdamStep {
    /// The optimizer's state for a model of any type: two averages like the model, and a counter.
    record Adam<M>(M model, M mean, M square, Held steps) {
        static <M> Adam<M> start(M model) { return new Adam<>(model, zeros(model), zeros(model), new Held(Tensor.scalar(0))); }

        private static <M> M zeros(M model) { return Tree.map(model, t -> Tensor.zeros(t.shape(), t.dtype())); }

        Adam<M> update(M gradient, Tensor rate) {
            Tensor t = steps.tensor().add(1);
            M m = Tree.zip(mean, gradient, (a, g) -> a.mul(0.9).add(g.mul(0.1)));
            M v = Tree.zip(square, gradient, (a, g) -> a.mul(0.999).add(g.square().mul(0.001)));
            Tensor mShare = Tensor.scalar(0.9).pow(t).subFrom(1);               // both averages began at 0
            Tensor vShare = Tensor.scalar(0.999).pow(t).subFrom(1);
            M direction = Tree.zip(m, v, (a, b) -> a.div(mShare).div(b.div(vShare).sqrt().add(1e-8)));
            return new Adam<>(Tree.zip(model, direction, (p, d) -> p.sub(d.mul(rate))), m, v, new Held(t));
        }
    }

    record Line(Tensor slope, Tensor offset) {
        Tensor loss(Tensor x, Tensor y) { return x.mul(slope).add(offset).sub(y).square().mean(); }
    }

    static final Tensor X = Tensor.of(0, 1, 2, 3);
    static final Tensor Y = Tensor.of(1, 3, 5, 7);

    static Line train(Line line, Tensor rate, int steps) {
        Adam<Line> state = Adam.start(line);
        for (int i = 0; i < steps; i++) state = state.update(grad(l -> l.loss(X, Y), state.model()), rate);
        return state.model();
    }

    static void main() {
        Line start = new Line(Tensor.scalar(0.5), Tensor.scalar(-0.5));
        IO.println("adam: y = 2 x + 1 is found as " + train(start, Tensor.scalar(0.1), 300));
        Tensor slope = grad(rate -> train(start, rate, 3).loss(X, Y), Tensor.scalar(0.1));
        IO.println("adam: d loss / d rate after three steps " + slope.item());
    }
}
