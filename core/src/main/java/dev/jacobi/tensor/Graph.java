package dev.jacobi.tensor;

import dev.jacobi.op.Call;
import dev.jacobi.op.Cast;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Op;
import dev.jacobi.op.StopGradient;
import dev.jacobi.op.Variable;

/// The one door through which every op enters the graph.
///
/// The op runs at once where all inputs have values; otherwise only the types of
/// its outputs are worked out. It is recorded as a [Node] only where an input
/// depends on an open [Scope].
public final class Graph {
    private Graph() {}

    /// Applies an op with one output.
    public static Tensor apply(Op op, Tensor... inputs) { return applyAll(op, inputs)[0]; }

    /// Applies an op; its outputs in their order.
    public static Tensor[] applyAll(Op op, Tensor... inputs) {
        TensorType[] types = op.types(inputs);
        for (Tensor t : inputs) if (t.dtype().isHalf() && computes(op)) return widened(op, inputs, types);
        boolean known = true;
        for (Tensor t : inputs) known &= t.hasValue();
        Tensor[] outputs = new Tensor[types.length];
        if (!known) {
            for (int i = 0; i < types.length; i++) outputs[i] = Tensor.withoutValue(types[i]);
        } else if (op instanceof Movement movement) {
            outputs[0] = view(movement, inputs[0], types[0]);
        } else {
            for (int i = 0; i < types.length; i++) {
                outputs[i] = new Tensor(types[i], Storage.allocate(types[i].dtype(), types[i].shape().size()), null);
            }
            op.run(inputs, outputs);
        }
        Scope[] scopes = Scope.union(inputs);
        if (scopes.length > 0) record(op, inputs, outputs, scopes);
        return outputs;
    }

    /// Whether an op does more than move numbers, convert them, or hand them to ops inside.
    private static boolean computes(Op op) {
        return !(op instanceof Movement || op instanceof Cast || op instanceof StopGradient || op instanceof Call);
    }

    /// An op on numbers of 16 bits: computed in `F32`, rounded once.
    private static Tensor[] widened(Op op, Tensor[] inputs, TensorType[] types) {
        Tensor[] wide = new Tensor[inputs.length];
        for (int i = 0; i < wide.length; i++) wide[i] = inputs[i].dtype().isHalf() ? inputs[i].to(DType.F32) : inputs[i];
        Tensor[] outputs = applyAll(op.computedIn(DType.F32), wide);
        for (int i = 0; i < outputs.length; i++) outputs[i] = outputs[i].to(types[i].dtype());
        return outputs;
    }

    /// Records an op whose outputs are known already, as a call's are.
    public static Tensor[] applyKnown(Op op, Tensor[] inputs, Tensor[] values) {
        Tensor[] outputs = new Tensor[values.length];
        for (int i = 0; i < outputs.length; i++) outputs[i] = values[i].sameValue();
        Scope[] scopes = Scope.union(inputs);
        if (scopes.length > 0) record(op, inputs, outputs, scopes);
        return outputs;
    }

    /// The same elements in another order, without a copy where strides can describe it.
    static Tensor view(Movement movement, Tensor input, TensorType type) {
        Shape shape = input.shape();
        Layout moved = movement.move(shape, input.layout());
        if (moved == null) return new Tensor(type, input.dense(), null);         // a reshape that had to copy
        return new Tensor(type, input.storage(), moved.orDense(type.shape()));
    }

    /// A variable of the scope, with the value and the name of the given tensor.
    public static Tensor variable(Scope scope, Tensor at) {
        Tensor t = at.sameValue();
        t.name(at.name());
        record(new Variable(), new Tensor[] {at}, new Tensor[] {t}, Scope.union(at.scopes(), new Scope[] {scope}));
        return t;
    }

    /// A variable of the scope that has a type and no value, as used while tracing.
    public static Tensor symbol(Scope scope, TensorType type) {
        Tensor t = Tensor.withoutValue(type);
        record(new Variable(), new Tensor[0], new Tensor[] {t}, new Scope[] {scope});
        return t;
    }

    private static void record(Op op, Tensor[] inputs, Tensor[] outputs, Scope[] scopes) {
        Node node = new Node(op, inputs, outputs.clone(), scopes);          // the caller may do with its array what it likes
        for (int i = 0; i < outputs.length; i++) outputs[i].madeBy(node, i);
        for (Scope s : scopes) s.tell(node);
    }
}
