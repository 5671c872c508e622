package dev.jacobi.diff;

import dev.jacobi.op.Copying;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function that was run on real values and is about to become one node: its body,
/// the arguments of that node, and its results.
///
/// @param arguments the inputs, then what the body captured
record Called<R>(Trace<R> trace, Tensor[] arguments) {

    static <T, R> Called<R> of(Function<? super T, R> f, T at) {
        Scope scope = Scope.open();
        try {
            List<Tensor> variables = new ArrayList<>();
            List<Tensor> inputs = new ArrayList<>();
            T tree = Tree.mapAll(at, t -> {
                Tensor v = Graph.variable(scope, t);
                variables.add(v);
                inputs.add(t);
                return v;
            });
            R result = f.apply(tree);
            Body body = Body.between(scope, variables.toArray(Tensor[]::new), Trace.distinct(result));
            inputs.addAll(body.captured());
            return new Called<>(new Trace<>(body, result), inputs.toArray(Tensor[]::new));
        } finally {
            scope.close();
        }
    }

    Body body() { return trace.body(); }

    Tensor[] values() { return Trace.distinct(trace.result()); }

    R tree(Tensor[] tensors) { return trace.tree(tensors); }

    /// Runs a body without recording it.
    static void run(Body body, Tensor[] inputs, Tensor[] outputs) {
        Tensor[] bare = new Tensor[inputs.length];
        for (int i = 0; i < bare.length; i++) bare[i] = inputs[i].bare();
        Tensor[] results = body.run(bare);
        for (int k = 0; k < results.length; k++) Copying.into(outputs[k], results[k]);
    }

    /// Upstream gradients taken back through a body, whose steps run again.
    static void vjp(Body body, Pullback p, @Nullable Tensor[] upstream) {
        Tensor[] inputs = new Tensor[p.inputCount()];
        for (int i = 0; i < inputs.length; i++) inputs[i] = p.input(i);
        List<Integer> wanted = new ArrayList<>();
        List<Tensor> variables = new ArrayList<>();
        Scope scope = Scope.open();
        Walk walk;
        try {
            for (int i = 0; i < inputs.length; i++) {
                if (!p.wants(i)) continue;
                inputs[i] = Graph.variable(scope, inputs[i]);
                wanted.add(i);
                variables.add(inputs[i]);
            }
            walk = Walk.between(scope, body.run(inputs));
        } finally {
            scope.close();
        }
        @Nullable Tensor[] gradients = walk.backward(upstream, variables.toArray(Tensor[]::new), false);
        for (int i = 0; i < gradients.length; i++) {
            Tensor g = gradients[i];
            if (g != null) p.give(wanted.get(i), g);
        }
    }

    /// Changes pushed through a body.
    static @Nullable Tensor[] jvp(Body body, Tensor[] inputs, @Nullable Tensor[] tangents) {
        Tensor[] arguments = inputs.clone();
        List<Tensor> variables = new ArrayList<>();
        List<Tensor> changes = new ArrayList<>();
        Scope scope = Scope.open();
        Walk walk;
        try {
            for (int i = 0; i < arguments.length; i++) {
                Tensor d = tangents[i];
                if (d == null) continue;
                arguments[i] = Graph.variable(scope, arguments[i]);
                variables.add(arguments[i]);
                changes.add(d);
            }
            walk = Walk.between(scope, body.run(arguments));
        } finally {
            scope.close();
        }
        return walk.forward(variables.toArray(Tensor[]::new), changes.toArray(Tensor[]::new));
    }
}
