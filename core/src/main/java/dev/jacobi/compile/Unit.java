package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.diff.Scan;
import dev.jacobi.kernel.Pool;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Op;
import dev.jacobi.scalar.Operand;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.StraightCode;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A group bound to the buffers that it reads and writes.
abstract sealed class Unit {
    final Group group;

    private Unit(Group group) { this.group = group; }

    /// @param code of a group that is straight
    static Unit of(Group group, @Nullable StraightCode code) {
        Program program = group.program();
        if (program != null) return new Loop(group, program);
        if (code != null) return new Small(group, code);
        Line line = group.lines().getFirst();
        return line.op() instanceof Scan scan ? new Repeated(group, new Loops(scan, outputs(line, group))) : new Step(group, line.op());
    }

    private static int[] outputs(Line line, Group group) {
        int[] r = group.writes().clone();
        for (int k = 0; k < r.length; k++) r[k] -= line.first();
        return r;
    }

    /// Takes the tensors at its places, which stay where they are until the next call.
    abstract void bind(@Nullable Tensor[] at);

    abstract void run();

    private static Tensor[] taken(int[] places, @Nullable Tensor[] at) {
        Tensor[] r = new Tensor[places.length];
        for (int k = 0; k < r.length; k++) {
            Tensor t = at[places[k]];
            if (t == null) throw new AssertionError("a step was bound before its places");
            r[k] = t;
        }
        return r;
    }

    /// One op.
    private static final class Step extends Unit {
        private final Op op;
        private Tensor[] in = {};
        private Tensor[] out = {};

        Step(Group group, Op op) {
            super(group);
            this.op = op;
        }

        @Override void bind(@Nullable Tensor[] at) {
            in = taken(group.reads(), at);
            out = taken(group.writes(), at);
        }

        @Override void run() { op.run(in, out); }
    }

    /// Elementwise ones.
    private static final class Loop extends Unit implements Pool.Task {
        private final Program program;
        private Operand[] in = {};
        private Object[] out = {};
        private int count;

        Loop(Group group, Program program) {
            super(group);
            this.program = program;
        }

        @Override void bind(@Nullable Tensor[] at) {
            Tensor[] reads = taken(group.reads(), at);
            Tensor[] writes = taken(group.writes(), at);
            in = new Operand[reads.length];
            for (int k = 0; k < in.length; k++) in[k] = Elementwise.operand(reads[k]);
            out = new Object[writes.length];
            for (int k = 0; k < out.length; k++) out[k] = writes[k].storage().array();
            count = writes[0].size();
        }

        @Override void run() { Pool.split(count, program.share(count), this); }

        @Override public void run(int from, int to) { program.run(in, out, from, to); }
    }

    /// Small ones.
    private static final class Small extends Unit {
        private final StraightCode code;
        private Object[] arrays = {};

        Small(Group group, StraightCode code) {
            super(group);
            this.code = code;
        }

        @Override void bind(@Nullable Tensor[] at) {
            Tensor[] reads = taken(group.reads(), at);
            Tensor[] writes = taken(group.writes(), at);
            arrays = new Object[reads.length + writes.length];
            for (int k = 0; k < reads.length; k++) arrays[k] = reads[k].storage().array();
            for (int k = 0; k < writes.length; k++) arrays[reads.length + k] = writes[k].storage().array();
        }

        @Override void run() { code.run(arrays); }
    }

    /// A loop over a sequence.
    private static final class Repeated extends Unit {
        private final Loops loops;

        Repeated(Group group, Loops loops) {
            super(group);
            this.loops = loops;
        }

        @Override void bind(@Nullable Tensor[] at) { loops.bind(taken(group.reads(), at), taken(group.writes(), at)); }

        @Override void run() { loops.run(); }
    }
}
