package dev.jacobi.explain;

import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;

/// What a backward rule sees of its node when it runs on bare values, so that nothing is recorded.
public abstract class BareRule implements Pullback {
    /// The step whose rule it is.
    protected final Node node;

    protected BareRule(Node node) { this.node = node; }

    @Override public Tensor input(int index) { return node.input(index).bare(); }

    @Override public int inputCount() { return node.inputCount(); }

    @Override public Tensor output(int index) { return node.output(index).bare(); }

    @Override public int outputCount() { return node.outputCount(); }
}
