package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// An LSTM over fifty steps learns to continue a wave. The loop is one `scan`: one node of the
/// graph, traced once, however long the sequence.
public final class Lstm {
    record State(Tensor hidden, Tensor cell) {}

    record Cell(Tensor input, Tensor hidden, Tensor bias) {                     // (in, 4·n), (n, 4·n), (4·n)
        State step(State before, Tensor x) {
            Tensor gates = x.matmul(input).add(before.hidden().matmul(hidden)).add(bias);
            int n = before.hidden().size(-1);
            Tensor enter = gates.slice(-1, 0, n).sigmoid();
            Tensor keep = gates.slice(-1, n, 2 * n).sigmoid();
            Tensor show = gates.slice(-1, 2 * n, 3 * n).sigmoid();
            Tensor candidate = gates.slice(-1, 3 * n, 4 * n).tanh();
            Tensor cell = keep.mul(before.cell()).add(enter.mul(candidate));
            return new State(show.mul(cell.tanh()), cell);
        }
    }

    record Net(Cell cell, Tensor output) {
        /// The next value after each value of a sequence: (time, in) to (time, out).
        Tensor apply(Tensor sequence) {
            Tensor zeros = Tensor.zeros(Shape.of(output.size(0)), output.dtype());
            return scan((before, x) -> {
                State after = cell.step(before, x);
                return new Scan.Step<>(after, after.hidden());
            }, new State(zeros, zeros), sequence).output().matmul(output);
        }

        Tensor loss(Tensor sequence) {
            int steps = sequence.size(0) - 1;
            return apply(sequence.slice(0, 0, steps)).sub(sequence.slice(0, 1, steps + 1)).square().mean();
        }
    }

    static Net start(RandomKey key, int n) {
        Cell cell = new Cell(key.fold(0).normal(Shape.of(1, 4 * n), DType.F64).mul(0.5),
                key.fold(1).normal(Shape.of(n, 4 * n), DType.F64).mul(0.5), Tensor.zeros(Shape.of(4 * n), DType.F64));
        return new Net(cell, key.fold(2).normal(Shape.of(n, 1), DType.F64).mul(0.5));
    }

    static Tensor wave(int length) {
        return Tensor.range(length).to(DType.F64).mul(0.3).sin().reshape(length, 1);
    }

    static void main() {
        Tensor wave = wave(51);                                                 // fifty steps, and what follows each
        Net net = start(RandomKey.of(1), 8);
        IO.println("lstm: loss before " + net.loss(wave).item());
        for (int i = 0; i < 30; i++) net = Tree.zip(net, grad(n -> n.loss(wave), net), (p, g) -> p.sub(g.mul(0.3)));
        IO.println("lstm: loss after  " + net.loss(wave).item());
    }
}
