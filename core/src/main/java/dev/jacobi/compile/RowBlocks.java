package dev.jacobi.compile;

import dev.jacobi.kernel.Pool;
import dev.jacobi.op.Copying;
import dev.jacobi.op.General;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayDeque;

/// Lines that work row by row, as one op of a plan: a plan of their own runs on one block of rows after the other. The last block
/// may begin among the rows of the one before, which are then computed twice, to the same bits. It is in no graph, so
/// it has no gradient.
final class RowBlocks implements General {
    private final Listing body;
    private final int rows;
    private final int size;
    private final boolean[] byRows;
    private final TensorType[] results;
    /// Blocks with buffers of their own, as many as have been needed at a time.
    private final ArrayDeque<Block> idle = new ArrayDeque<>();

    /// @param body lines for one block
    /// @param rows of all
    /// @param size rows of a block
    /// @param byRows whether a block takes its own rows of an input, else the whole
    /// @param results their types, whole
    RowBlocks(Listing body, int rows, int size, boolean[] byRows, TensorType[] results) {
        this.body = body;
        this.rows = rows;
        this.size = size;
        this.byRows = byRows;
        this.results = results;
        idle.add(new Block());
    }

    @Override public String name() { return size + (size == 1 ? " row" : " rows") + " at a time: " + PlanText.names(body.lines()); }

    @Override public TensorType[] types(Tensor[] inputs) { return results.clone(); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int blocks = (rows + size - 1) / size;
        int parts = 4 * Pool.threads();
        if (parts == 4) run(inputs, outputs, 0, blocks);
        else Pool.split(blocks, (blocks + parts - 1) / parts, (from, to) -> run(inputs, outputs, from, to));
    }

    private void run(Tensor[] inputs, Tensor[] outputs, int from, int to) {
        Block block;
        synchronized (idle) {
            block = idle.poll();
        }
        if (block == null) block = new Block();
        try {
            block.take(inputs);
            for (int b = from; b < to; b++) block.run(inputs, outputs, Math.min(b * size, rows - size));
        } finally {
            synchronized (idle) {
                idle.push(block);
            }
        }
    }

    /// Bytes of one block.
    long bytes() {
        synchronized (idle) {
            Block block = idle.peek();
            return block == null ? 0 : block.bytes;
        }
    }

    @Override public void vjp(Pullback pullback) { throw new AssertionError("a block of rows is in no graph"); }

    /// A plan for one block, and what it reads and writes.
    private final class Block {
        private final Plan plan = new Plan(body);
        private final Tensor[] in = new Tensor[byRows.length];
        private final Tensor[] out = new Tensor[results.length];
        final long bytes;

        Block() {
            long sum = plan.bytes();
            for (int i = 0; i < in.length; i++) {
                if (!byRows[i]) continue;
                in[i] = Buffer.of(body.types().get(i));
                plan.input(i, in[i]);
                sum += in[i].size() * (long) in[i].dtype().bytes();
            }
            for (int k = 0; k < out.length; k++) {
                out[k] = Buffer.of(plan.type(k));
                if (plan.isGivable(k)) plan.give(k, out[k].storage());
                sum += out[k].size() * (long) out[k].dtype().bytes();
            }
            bytes = sum;
        }

        void take(Tensor[] inputs) { for (int i = 0; i < in.length; i++) if (!byRows[i]) plan.input(i, inputs[i]); }

        void run(Tensor[] inputs, Tensor[] outputs, int first) {
            for (int i = 0; i < in.length; i++) if (byRows[i]) Stretch.read(inputs[i], first, in[i]);
            try {
                plan.run();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage() + " (counted from row " + first + " of " + rows + ")", e);
            }
            for (int k = 0; k < out.length; k++) {
                if (!plan.isGivable(k)) Copying.into(out[k], plan.result(k));
                Stretch.write(out[k], outputs[k], first);
            }
        }
    }
}
