package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

import java.util.ArrayList;
import java.util.List;

/// A deep net in little memory: what happens inside a checkpointed block is forgotten and
/// computed again on the way back. The block is a lambda like any other; the weights it
/// captures get their gradients all the same.
public final class Checkpoints {
    record Block(Tensor widen, Tensor narrow) {
        Tensor apply(Tensor x) { return x.add(x.matmul(widen).tanh().matmul(narrow)); }
    }

    record Net(List<Block> blocks) {
        Tensor apply(Tensor x) {
            for (Block block : blocks) x = block.apply(x);
            return x;
        }

        Tensor checkpointed(Tensor x) {
            for (Block block : blocks) x = checkpoint(block::apply, x);
            return x;
        }
    }

    static Net start(int depth, int width) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            RandomKey key = RandomKey.of(1).fold(i);
            blocks.add(new Block(key.fold(0).normal(Shape.of(width, 4 * width), DType.F64).mul(0.3),
                    key.fold(1).normal(Shape.of(4 * width, width), DType.F64).mul(0.1)));
        }
        return new Net(blocks);
    }

    static Tensor batch(int width) { return RandomKey.of(2).normal(Shape.of(8, width), DType.F64); }

    static void main() {
        Net net = start(6, 5);
        Tensor x = batch(5);
        Net whole = grad(n -> n.apply(x).square().mean(), net);
        Net again = grad(n -> n.checkpointed(x).square().mean(), net);
        Tensor one = whole.blocks().getFirst().widen();
        IO.println("checkpoints: the first block's gradient has length " + one.norm().item());
        IO.println("checkpoints: difference " + one.sub(again.blocks().getFirst().widen()).norm().item());
    }
}
