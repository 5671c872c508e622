package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// Dropout with a key. Nothing is random behind your back: the same key drops the same units,
/// forward and backward, now and tomorrow; each step takes a key of its own.
public final class Dropout {
    record Net(Tensor hidden, Tensor output) {
        Tensor apply(Tensor x) { return x.matmul(hidden).tanh().matmul(output); }

        /// As [#apply], but each hidden unit is dropped with probability 1/4, and the others stand in for it.
        Tensor train(Tensor x, RandomKey key) {
            Tensor h = x.matmul(hidden).tanh();                                 // (batch, units)
            return dropout(h, 0.75, key).matmul(output);
        }
    }

    static Tensor dropout(Tensor x, double keep, RandomKey key) {
        return key.bernoulli(keep, x.shape()).where(x.div(keep), Tensor.zeros(x.shape(), x.dtype()));
    }

    static Tensor loss(Net net, Tensor x, Tensor y, RandomKey key) { return net.train(x, key).sub(y).square().mean(); }

    static Net start(RandomKey key) {
        return new Net(key.fold(0).normal(Shape.of(3, 16), DType.F64), key.fold(1).normal(Shape.of(16, 1), DType.F64).mul(0.1));
    }

    /// Exclusive or; the third input is always 1.
    static final Tensor X = Tensor.of(Shape.of(4, 3), -1, -1, 1, -1, 1, 1, 1, -1, 1, 1, 1, 1);
    static final Tensor Y = Tensor.of(Shape.of(4, 1), -1, 1, 1, -1);

    static Net train(RandomKey keys, int steps) {
        Net net = start(keys.fold(0));
        for (int i = 1; i <= steps; i++) {
            RandomKey key = keys.fold(i);
            net = Tree.zip(net, grad(n -> loss(n, X, Y, key), net), (p, g) -> p.sub(g.mul(0.1)));
        }
        return net;
    }

    static void main() { IO.println("dropout: exclusive or is " + train(RandomKey.of(1), 600).apply(X).flatten()); }
}
