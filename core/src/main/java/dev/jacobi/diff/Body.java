package dev.jacobi.diff;

import dev.jacobi.op.Op;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A closed piece of graph: steps that lead from inputs, and from tensors captured
/// from outside, to results. It holds ops and places, no intermediate values, so it can
/// be run again on other tensors: batched by `vmap`, recomputed by a checkpoint,
/// repeated by a scan, planned by `compile`.
///
/// Places are numbered: first the inputs, then the captured tensors, then the outputs
/// of the steps in their order.
public final class Body {
    /// An op, the places of its arguments, and the place of its first output.
    public record Step(Op op, int[] arguments, int firstOutput, int outputs) {}

    private final List<TensorType> inputs;
    private final List<Tensor> captured;
    private final List<Step> steps;
    private final int[] results;
    private final List<TensorType> types;
    private final int[] lastUse;

    private Body(List<TensorType> inputs, List<Tensor> captured, List<Step> steps, int[] results, List<TensorType> types) {
        this.inputs = inputs;
        this.captured = captured;
        this.steps = steps;
        this.results = results;
        this.types = types;
        this.lastUse = new int[types.size()];
        Arrays.fill(lastUse, -1);
        for (int s = 0; s < steps.size(); s++) for (int a : steps.get(s).arguments()) lastUse[a] = s;
        for (int r : results) lastUse[r] = Integer.MAX_VALUE;
    }

    /// What lies between the variables of a scope and some results.
    ///
    /// @param variables made by [Graph#variable] or [Graph#symbol] in this scope
    public static Body between(Scope scope, Tensor[] variables, Tensor[] results) {
        return new Builder(scope, variables).build(results);
    }

    private static final class Builder {
        private final Scope scope;
        private final Tensor[] variables;
        private final Map<Tensor, Integer> capturedAt = new IdentityHashMap<>();
        private final List<Tensor> captured = new ArrayList<>();
        private final Map<Node, Integer> firstOutput = new IdentityHashMap<>();

        Builder(Scope scope, Tensor[] variables) {
            this.scope = scope;
            this.variables = variables;
        }

        Body build(Tensor[] results) {
            Walk walk = Walk.between(scope, results);
            for (int i = 0; i < variables.length; i++) firstOutput.put(nodeOf(variables[i]), i);
            // captured tensors come before the outputs of the steps, so they are counted first
            for (int i = 0; i < walk.size(); i++) {
                Node node = walk.node(i);
                if (firstOutput.containsKey(node)) continue;
                for (int k = 0; k < node.inputCount(); k++) capture(walk, node.input(k));
            }
            for (Tensor t : results) capture(walk, t);
            List<TensorType> types = new ArrayList<>();
            for (Tensor t : variables) types.add(t.type());
            for (Tensor t : captured) types.add(t.type());
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < walk.size(); i++) {
                Node node = walk.node(i);
                if (firstOutput.containsKey(node)) continue;
                if (node.op() instanceof Variable) {                       // of a transformation that has ended
                    firstOutput.put(node, place(walk, node.input(0)));
                    continue;
                }
                int[] arguments = new int[node.inputCount()];
                for (int k = 0; k < arguments.length; k++) arguments[k] = place(walk, node.input(k));
                firstOutput.put(node, types.size());
                steps.add(new Step(node.op(), arguments, types.size(), node.outputCount()));
                for (int k = 0; k < node.outputCount(); k++) types.add(node.output(k).type());
            }
            int[] at = new int[results.length];
            for (int i = 0; i < at.length; i++) at[i] = place(walk, results[i]);
            return new Body(Arrays.stream(variables).map(Tensor::type).toList(), List.copyOf(captured), List.copyOf(steps), at,
                    List.copyOf(types));
        }

        private static Node nodeOf(Tensor variable) {
            Node node = variable.node();
            if (node == null) throw new AssertionError("a variable of a closed scope");
            return node;
        }

        private void capture(Walk walk, Tensor t) {
            if (walk.contains(t) || capturedAt.containsKey(t)) return;
            capturedAt.put(t, variables.length + captured.size());
            captured.add(t);
        }

        private int place(Walk walk, Tensor t) {
            Integer outside = capturedAt.get(t);
            if (outside != null) return outside;
            Node node = nodeOf(t);
            Integer first = firstOutput.get(node);
            if (first == null) throw new AssertionError("a step before its input");
            return first + t.output();
        }
    }

    public List<TensorType> inputs() { return inputs; }

    /// Tensors from outside that the steps use.
    public List<Tensor> captured() { return captured; }

    public List<Step> steps() { return steps; }

    /// The places of the results.
    public int[] results() { return results.clone(); }

    /// The type at each place.
    public List<TensorType> types() { return types; }

    /// The types of the results.
    public TensorType[] resultTypes() {
        TensorType[] r = new TensorType[results.length];
        for (int i = 0; i < r.length; i++) r[i] = types.get(results[i]);
        return r;
    }

    /// Runs the steps on other tensors; as any code, it is recorded where they are variables.
    ///
    /// @param arguments the inputs, followed by tensors in place of the captured ones
    public Tensor[] run(Tensor... arguments) {
        @Nullable Tensor[] at = new Tensor[types.size()];
        System.arraycopy(arguments, 0, at, 0, inputs.size() + captured.size());
        for (int s = 0; s < steps.size(); s++) {
            Step step = steps.get(s);
            Tensor[] out = Graph.applyAll(step.op(), taken(at, step, s));
            System.arraycopy(out, 0, at, step.firstOutput(), out.length);
        }
        return collect(at);
    }

    private Tensor[] taken(@Nullable Tensor[] at, Step step, int s) {
        Tensor[] in = new Tensor[step.arguments().length];
        for (int k = 0; k < in.length; k++) in[k] = present(at[step.arguments()[k]]);
        for (int a : step.arguments()) if (lastUse[a] == s) at[a] = null;
        return in;
    }

    private static Tensor present(@Nullable Tensor t) {
        if (t == null) throw new AssertionError("a value was let go before its last use");
        return t;
    }

    private Tensor[] collect(@Nullable Tensor[] at) {
        Tensor[] r = new Tensor[results.length];
        for (int i = 0; i < r.length; i++) r[i] = present(at[results[i]]);
        return r;
    }

    /// Runs the steps for a whole batch: batched arguments carry it as their first axis, and
    /// so do all results.
    public Tensor[] vmap(int size, Tensor[] arguments, boolean[] batchedArguments) {
        @Nullable Tensor[] at = new Tensor[types.size()];
        boolean[] batched = new boolean[types.size()];
        System.arraycopy(arguments, 0, at, 0, arguments.length);
        System.arraycopy(batchedArguments, 0, batched, 0, arguments.length);
        for (int s = 0; s < steps.size(); s++) {
            Step step = steps.get(s);
            boolean any = false;
            boolean[] which = new boolean[step.arguments().length];
            for (int k = 0; k < which.length; k++) any |= which[k] = batched[step.arguments()[k]];
            Tensor[] in = taken(at, step, s);
            Tensor[] out = any ? step.op().vmap(size, in, which) : Graph.applyAll(step.op(), in);
            for (int k = 0; k < out.length; k++) {
                at[step.firstOutput() + k] = out[k];
                batched[step.firstOutput() + k] = any;
            }
        }
        Tensor[] r = collect(at);
        for (int i = 0; i < r.length; i++) {
            if (!batched[results[i]]) r[i] = r[i].expand(r[i].shape().prepend(size));
        }
        return r;
    }
}
