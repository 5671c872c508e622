package dev.jacobi.testkit;

import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.Body;
import dev.jacobi.diff.Checkpoint;
import dev.jacobi.diff.Forward;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.Trace;
import dev.jacobi.op.Op;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Ways to run a function that must not change a bit of its value and gradient: inputs that lie otherwise, buffers that
/// held something before, plans, batches, checkpoints.
final class BitChecks {
    private static final double GARBAGE = 1.25e9;

    private final Trial trial;
    private final List<Tensor> inputs;

    private BitChecks(Trial trial) {
        this.trial = trial;
        this.inputs = trial.inputs();
    }

    static void run(Trial trial) {
        BitChecks c = new BitChecks(trial);
        List<Tensor> expected = trial.all(c.inputs);
        for (int i = 0; i < c.inputs.size(); i++) {
            if (!expected.get(i + 1).type().equals(c.inputs.get(i).type())) {
                trial.problem("the gradient of input " + i + " is " + expected.get(i + 1).type() + ", not " + c.inputs.get(i).type());
            }
        }
        trial.requireSameBits("a second run", trial.all(c.inputs), expected);
        c.lyingOtherwise(expected);
        c.usedBuffers();
        c.compiled(expected);
        c.checkpointed(expected);
        c.batched();
    }

    private void lyingOtherwise(List<Tensor> expected) {
        Views.SAME_VALUES.forEach((way, view) ->
                trial.requireSameBits("input " + way, trial.all(inputs.stream().map(view).toList()), expected));
        for (int axis : new int[] {0, -1}) {
            List<Tensor> repeated = inputs.stream().map(t -> Views.repeated(t, axis)).toList();
            trial.requireSameBits("input repeated along axis " + axis, trial.all(repeated),
                    trial.all(repeated.stream().map(Views::copy).toList()));
        }
    }

    /// Runs every step into outputs full of other numbers: each element must be written.
    private void usedBuffers() {
        Body body = Trace.of(trial::all, inputs, Tensor::type).body();
        Tensor[] at = new Tensor[body.types().size()];
        int given = body.inputs().size();
        for (int i = 0; i < given; i++) at[i] = inputs.get(i);
        for (int i = 0; i < body.captured().size(); i++) at[given + i] = body.captured().get(i);
        for (Body.Step step : body.steps()) {
            Tensor[] in = Arrays.stream(step.arguments()).mapToObj(a -> at[a]).toArray(Tensor[]::new);
            Tensor[] out = Graph.applyAll(step.op(), in);
            Tensor[] used = Arrays.stream(out).map(BitChecks::garbage).toArray(Tensor[]::new);
            step.op().run(in, used);
            for (int k = 0; k < out.length; k++) {
                if (!Views.sameBits(used[k], out[k])) trial.problem("the op " + name(step.op()) + " doesn't write every element of output " + k);
                at[step.firstOutput() + k] = out[k];
            }
        }
    }

    private static String name(Op op) { return op.name() + " (" + op.getClass().getSimpleName() + ")"; }

    private static Tensor garbage(Tensor like) {
        Storage s = Storage.allocate(like.dtype(), like.size());
        for (int i = 0; i < like.size(); i++) s.set(i, GARBAGE + i);
        return Tensor.wrap(s, like.shape(), null);
    }

    private void compiled(List<Tensor> expected) {
        Compiled<List<Tensor>, List<Tensor>> plan = Compiled.of(trial::all);
        List<Tensor> others = trial.shrunk();
        trial.requireSameBits("compiling", plan.apply(inputs), expected);
        // results that are views lie in the plan's own buffers, which are written again by every run
        Compiled<List<Tensor>, List<Tensor>> again = Compiled.of(in -> trial.all(in).stream().map(t -> t.unsqueeze(0)).toList());
        again.apply(inputs);
        trial.requireSameBits("a compiled run on other inputs", squeezed(again.apply(others)), trial.all(others));
        trial.requireSameBits("a compiled run after others", squeezed(again.apply(inputs)), expected);
        List<Tensor> single = inputs.stream().map(t -> t.to(DType.F32)).toList();
        trial.requireSameBits("compiling in F32", plan.apply(single), trial.all(single));
    }

    private static List<Tensor> squeezed(List<Tensor> all) { return all.stream().map(t -> t.squeeze(0)).toList(); }

    private void checkpointed(List<Tensor> expected) {
        List<Tensor> r = new ArrayList<>();
        r.add(expected.getFirst());
        r.addAll(Reverse.grad(in -> Checkpoint.apply(trial::number, in), inputs));
        trial.requireSameBits("a checkpoint", r, expected);
    }

    /// Batches of two members, with every choice of inputs that carry the batch.
    private void batched() {
        List<Tensor> others = trial.shrunk();
        for (int choice = 1; choice < 1 << inputs.size(); choice++) {
            List<Tensor> batch = new ArrayList<>();
            List<Integer> which = new ArrayList<>();
            List<Tensor> second = new ArrayList<>(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                if ((choice >> i & 1) == 0) continue;
                which.add(i);
                batch.add(Tensor.stack(List.of(inputs.get(i), others.get(i))));
                second.set(i, others.get(i));
            }
            Function<List<Tensor>, List<Tensor>> member = b -> trial.all(with(which, b));
            List<Tensor> together = Trace.vmap(member, batch);
            List<List<Tensor>> members = List.of(inputs, second);
            for (int m = 0; m < 2; m++) {
                int at = m;
                trial.requireSameBits("vmap over inputs " + which, together.stream().map(t -> t.get(at)).toList(), trial.all(members.get(m)));
            }
            if (which.size() == inputs.size()) derivativesOfBatches(batch, members);
        }
    }

    private List<Tensor> with(List<Integer> places, List<Tensor> tensors) {
        List<Tensor> in = new ArrayList<>(inputs);
        for (int k = 0; k < places.size(); k++) in.set(places.get(k), tensors.get(k));
        return in;
    }

    private void derivativesOfBatches(List<Tensor> batch, List<List<Tensor>> members) {
        List<Tensor> v = trial.directions(8);
        Tensor forward = Trace.vmap((List<Tensor> in) -> Forward.jvp(trial::value, in, v).tangent(), batch);
        List<Tensor> reverse = Reverse.grad(in -> Trace.vmap(trial::number, in).mul(Tensor.of(1, -2)).sum(), batch);
        for (int m = 0; m < 2; m++) {
            int at = m;
            trial.requireClose("vmap of forward mode", List.of(forward.get(m)),
                    List.of(Forward.jvp(trial::value, members.get(m), v).tangent()), RuleCheck.MODES, 0);
            List<Tensor> alone = trial.gradient(members.get(m)).stream().map(g -> g.mul(at == 0 ? 1 : -2)).toList();
            trial.requireClose("the gradient through a vmap", reverse.stream().map(g -> g.get(at)).toList(), alone, RuleCheck.MODES, 0);
        }
    }
}
