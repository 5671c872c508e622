package dev.jacobi.tensor;

import dev.jacobi.op.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gradients that one `backward()` found, for those who think in variables:
///
/// ```java
/// Tensor w = variable("w", Tensor.of(1, 2));
/// Tensor loss = w.square().sum();
/// Tensor g = loss.backward().of(w);          // [2, 4]
/// ```
///
/// `backward()` closes the variables: afterwards they count as constants, and a training
/// loop holds on to nothing. [Tensor#backwardAndKeep] leaves them open, and the gradients
/// themselves can be differentiated.
public final class Gradients {
    private final Map<Node, Tensor> byVariable;

    private Gradients(Map<Node, Tensor> byVariable) { this.byVariable = byVariable; }

    /// A variable with a name, for `backward()`.
    ///
    /// @throws IllegalArgumentException for a tensor of whole numbers
    public static Tensor variable(String name, Tensor value) {
        if (!value.dtype().isFloating()) {
            throw new IllegalArgumentException("variable needs a floating tensor, but \"" + name + "\" is " + value.dtype()
                    + "; convert it with to(DType.F64)");
        }
        return Graph.variable(Scope.forVariable(), value.named(name));
    }

    static Gradients backward(Tensor result, @Nullable Tensor seed, boolean keep) {
        Scope scope = null;
        for (Scope s : result.scopes()) if (s.isVariables()) scope = s.root();
        if (scope == null) {
            throw new IllegalStateException("backward() was asked of a tensor that depends on no open variable; make one with "
                    + "variable(name, value), and note that an earlier backward() has closed its variables: "
                    + "use backwardAndKeep() to walk twice");
        }
        if (seed == null) {
            if (result.size() != 1) {
                throw new IllegalArgumentException("backward() needs a single number, but this tensor has the shape " + result.shape()
                        + "; sum() it, give backward(seed), or use jacobian");
            }
            seed = Tensor.ones(result.shape(), result.dtype());
        } else if (!seed.type().equals(result.type())) {
            throw new IllegalArgumentException("backward(seed) needs a seed like the result, " + result.type() + ", but got " + seed.type());
        }
        Walk walk = Walk.between(scope, result);
        List<Tensor> variables = new ArrayList<>();
        for (int i = 0; i < walk.size(); i++) {
            if (walk.node(i).op() instanceof Variable) variables.add(walk.node(i).output(0));
        }
        if (!keep) scope.close();
        @Nullable Tensor[] gradients = walk.backward(new Tensor[] {seed}, variables.toArray(Tensor[]::new), keep);
        Map<Node, Tensor> by = new IdentityHashMap<>();
        for (int i = 0; i < gradients.length; i++) {
            Node node = variables.get(i).rawNode();
            Tensor g = gradients[i];
            if (node != null && g != null) by.put(node, g);
        }
        return new Gradients(by);
    }

    /// The gradient of one variable; zeros where the result doesn't depend on it.
    ///
    /// @throws IllegalArgumentException for a tensor that is no variable
    public Tensor of(Tensor variable) {
        Node node = variable.rawNode();
        if (node == null || !(node.op() instanceof Variable)) {
            throw new IllegalArgumentException("of(...) gives the gradient of a variable, but this tensor "
                    + (variable.name() == null ? variable.type() : "\"" + variable.name() + "\"")
                    + " is none; make it one with variable(name, value), or use grad(f, at)");
        }
        Tensor g = byVariable.get(node);
        return g != null ? g : Tensor.zeros(variable.shape(), variable.dtype());
    }
}
