package dev.jacobi.compile;

import dev.jacobi.diff.Scan;
import dev.jacobi.op.Copying;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.List;

/// A scan in a plan: the plan of its body, run for each step of the sequence. What is carried lies in two sets
/// of buffers, one read and one written, which change roles from step to step.
final class Loops {
    private final int carried;
    private final int sequences;
    private final int length;
    private final boolean backward;
    /// Which of the scan's outputs are read by others.
    private final int[] wanted;
    private final Plan[] plans = new Plan[2];
    private final Tensor[][] carry = new Tensor[2][];
    private final Tensor[] rows;
    private final Tensor[] made;
    private Tensor[] in = {};
    private Tensor[] out = {};

    Loops(Scan scan, int[] wanted) {
        carried = scan.carried();
        sequences = scan.sequences();
        length = scan.length();
        backward = scan.isBackward();
        this.wanted = wanted;
        List<TensorType> types = scan.body().inputs();
        for (int side = 0; side < 2; side++) carry[side] = buffers(types.subList(0, carried));
        rows = buffers(types.subList(carried, carried + sequences));
        TensorType[] results = scan.body().resultTypes();
        made = buffers(List.of(results).subList(carried, results.length));
        plans[0] = new Plan(Listing.open(scan.body()));
        plans[1] = plans[0].twin();
        for (int side = 0; side < 2; side++) {
            Plan p = plans[side];
            for (int i = 0; i < carried; i++) {
                p.input(i, carry[side][i]);
                if (p.isGivable(i)) p.give(i, carry[1 - side][i].storage());
            }
            for (int i = 0; i < sequences; i++) p.input(carried + i, rows[i]);
            for (int i = 0; i < made.length; i++) if (p.isGivable(carried + i)) p.give(carried + i, made[i].storage());
        }
    }

    private static Tensor[] buffers(List<TensorType> types) {
        Tensor[] r = new Tensor[types.size()];
        for (int i = 0; i < r.length; i++) r[i] = Buffer.of(types.get(i));
        return r;
    }

    void bind(Tensor[] inputs, Tensor[] outputs) {
        in = inputs;
        out = outputs;
    }

    void run() {
        for (int i = carried + sequences; i < in.length; i++) for (Plan p : plans) p.input(i, in[i]);
        for (int i = 0; i < carried; i++) Copying.into(carry[0][i], in[i]);
        int side = 0;
        for (int k = 0; k < length; k++) {
            int t = backward ? length - 1 - k : k;
            step(plans[side], carry[side], carry[1 - side], t);
            side = 1 - side;
        }
        for (int o = 0; o < wanted.length; o++) if (wanted[o] < carried) Copying.into(out[o], carry[side][wanted[o]]);
    }

    private void step(Plan plan, Tensor[] from, Tensor[] to, int t) {
        for (int o = 0; o < wanted.length; o++) {
            int met = wanted[o] - carried - made.length;
            if (met >= 0) Stretch.write(from[met], out[o], t);
        }
        for (int i = 0; i < sequences; i++) Stretch.read(in[carried + i], t, rows[i]);
        plan.run();
        for (int i = 0; i < carried; i++) if (!plan.isGivable(i)) Copying.into(to[i], plan.result(i));
        for (int o = 0; o < wanted.length; o++) {
            int i = wanted[o] - carried;
            if (i < 0 || i >= made.length) continue;
            if (!plan.isGivable(carried + i)) Copying.into(made[i], plan.result(carried + i));
            Stretch.write(made[i], out[o], t);
        }
    }
}
