package dev.jacobi.tensor;

import dev.jacobi.op.Op;

/// A step of a computation graph: an op, its inputs and its outputs.
///
/// A node exists only while a transformation needs it; see [Scope]. Its outputs
/// are tensors that know it ([Tensor#node]) and their index in it.
public final class Node {
    private static final Tensor[] FORGOTTEN = {};

    private final Op op;
    private Tensor[] inputs;
    private Tensor[] outputs;
    private final Scope[] scopes;
    /// Position in the walk that is numbering the graph now; see Walk.
    int mark;

    Node(Op op, Tensor[] inputs, Tensor[] outputs, Scope[] scopes) {
        this.op = op;
        this.inputs = inputs;
        this.outputs = outputs;
        this.scopes = scopes;
        this.mark = -1;
    }

    public Op op() { return op; }

    public int inputCount() { return inputs.length; }

    public Tensor input(int index) { return inputs[index]; }

    public int outputCount() { return outputs.length; }

    public Tensor output(int index) { return outputs[index]; }

    Tensor[] inputs() { return inputs; }

    Tensor[] outputs() { return outputs; }

    Scope[] scopes() { return scopes; }

    boolean dependsOn(Scope scope) { return Scope.contains(scopes, scope); }

    boolean isLive() {
        for (Scope s : scopes) if (s.isOpen()) return true;
        return false;
    }

    boolean isForgotten() { return outputs == FORGOTTEN; }

    /// Lets go of all values, once no open scope needs them.
    void forget() {
        inputs = FORGOTTEN;
        outputs = FORGOTTEN;
    }
}
