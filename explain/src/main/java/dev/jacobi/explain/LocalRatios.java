package dev.jacobi.explain;

import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// All ratios of one entry of a step's output by the entries of its inputs: what the step's
/// own backward rule gives for an upstream gradient of 1 at that entry.
final class LocalRatios implements Pullback {
    private final Node node;
    private final boolean[] wanted;
    private final int output;
    private final Tensor upstream;
    private final @Nullable Tensor[] ratios;

    private LocalRatios(Node node, int output, int entry, boolean[] wanted) {
        this.node = node;
        this.wanted = wanted;
        this.output = output;
        Tensor like = node.output(output);
        Storage one = Storage.allocate(like.dtype(), like.size());
        one.set(entry, 1);
        this.upstream = Tensor.wrap(one, like.shape(), null);
        this.ratios = new Tensor[node.inputCount()];
    }

    /// One array for each input, row by row; an empty one where the input isn't wanted or doesn't
    /// count. A tensor that is there twice, as in x·x, has its ratio in the first place: it is one
    /// thing that changes.
    ///
    /// @param entry counted row by row in the output
    static double[][] of(Node node, int output, int entry, boolean[] wanted) {
        LocalRatios local = new LocalRatios(node, output, entry, wanted);
        node.op().vjp(local);
        double[][] r = new double[wanted.length][0];
        for (int i = 0; i < r.length; i++) {
            Tensor t = local.ratios[i];
            if (t == null) continue;
            double[] ratios = t.to(DType.F64).toDoubles();
            int first = local.first(i);
            for (int e = 0; e < r[first].length; e++) ratios[e] += r[first][e];
            r[first] = ratios;
        }
        return r;
    }

    /// The first input that is the same tensor.
    private int first(int input) {
        Tensor t = node.input(input);
        for (int i = 0; i < input; i++) {
            Tensor u = node.input(i);
            boolean sameStep = u.node() != null && u.node() == t.node() && u.output() == t.output();
            if (u == t || sameStep) return i;
        }
        return input;
    }

    // bare values: the rule runs on constants and records nothing

    @Override public Tensor input(int index) { return node.input(index).bare(); }

    @Override public int inputCount() { return node.inputCount(); }

    @Override public Tensor output(int index) { return node.output(index).bare(); }

    @Override public int outputCount() { return node.outputCount(); }

    @Override public @Nullable Tensor upstream(int index) { return index == output ? upstream : null; }

    @Override public boolean wants(int input) { return wanted[input]; }

    @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
        if (!wanted[input]) return;
        Tensor whole = Placement.placed(gradient, placement, index, node.input(input).type());
        Tensor before = ratios[input];
        ratios[input] = before == null ? whole : before.add(whole);
    }
}
