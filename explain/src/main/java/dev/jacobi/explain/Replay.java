package dev.jacobi.explain;

import dev.jacobi.op.MatMul;
import dev.jacobi.op.StopGradient;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a recording again with other values for some quantities: only what lies above them is computed. What stops a
/// gradient counts as a constant.
final class Replay {
    private final Recording recording;

    Replay(Recording recording) { this.recording = recording; }

    /// About how many numbers one run computes; eight terms of a product count as one.
    long cost() {
        long sum = 1;
        for (int i = 0; i < recording.size(); i++) {
            Node node = recording.node(i);
            long size = node.output(0).size();
            sum += node.op() instanceof MatMul ? size * node.input(0).size(-1) / 8 : size;
        }
        return sum;
    }

    /// The result with these values in place of what was computed.
    Tensor result(Map<Quantity, Tensor> instead) {
        IdentityHashMap<Node, @Nullable Tensor[]> changed = new IdentityHashMap<>();
        instead.forEach((q, t) -> {
            @Nullable Tensor[] all = changed.computeIfAbsent(q.node(), n -> new Tensor[n.outputCount()]);
            all[q.tensor().output()] = t;
        });
        for (int i = 0; i < recording.size(); i++) {
            Node node = recording.node(i);
            if (node.op() instanceof Variable || node.op() instanceof StopGradient || changed.containsKey(node)) continue;
            Tensor[] inputs = null;
            for (int k = 0; k < node.inputCount(); k++) {
                Tensor t = moved(node.input(k), changed);
                if (t == null) continue;
                if (inputs == null) {
                    inputs = new Tensor[node.inputCount()];
                    for (int j = 0; j < inputs.length; j++) inputs[j] = node.input(j).bare();
                }
                inputs[k] = t;
            }
            if (inputs != null) changed.put(node, Graph.applyAll(node.op(), inputs));
        }
        Tensor r = moved(recording.result(), changed);
        return r == null ? recording.result().bare() : r;
    }

    private @Nullable Tensor moved(Tensor t, IdentityHashMap<Node, @Nullable Tensor[]> changed) {
        Node node = t.node();
        @Nullable Tensor[] all = node == null ? null : changed.get(node);
        return all == null ? null : all[t.output()];
    }
}
