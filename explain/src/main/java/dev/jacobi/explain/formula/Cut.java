package dev.jacobi.explain.formula;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Where a statement is cut: which of its parts are steps of their own.
///
/// Each gate is one, but for what is written in one breath: `sum((y - a)^2)` or `3*x^2` is a single step, because sums,
/// constant powers and factors, signs, and the differences beneath them are read together; so is a layer, `W @ x + b`. Constants, names, and
/// other entries of a name are none.
final class Cut {
    private Cut() {}

    /// The parts that are steps, the root among them.
    static Set<Expression> steps(Expression root, List<Expression> inOrder) {
        Set<Expression> steps = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Expression> chains = Collections.newSetFromMap(new IdentityHashMap<>());
        steps.add(root);
        if (root.isChain()) chains.add(root);
        for (Expression e : inOrder.reversed()) {                             // parents first
            for (Expression o : e.operands) {
                if (o.constant || o.isReference() || o.isMovement()) continue;
                boolean beneath = chains.contains(e);
                boolean folded = beneath && (o.isSumOrDifference() || o.isChain() && !e.isSumOrDifference());
                if (e.isLayer(o)) continue;
                if (!folded) steps.add(o);
                if (folded || o.isChain()) chains.add(o);
            }
        }
        return steps;
    }
}
