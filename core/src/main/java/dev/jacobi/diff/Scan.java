package dev.jacobi.diff;

import dev.jacobi.op.Call;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A loop as one node: a body repeated along the first axis of some sequences, handing a
/// carried tree from step to step and stacking what each step puts out.
///
/// Inputs: the carried tensors, the sequences, then tensors that all steps share.
/// Outputs: the last carried tensors, the stacked outputs, and the carried tensors as
/// each step met them, which the way back needs. The way back is a scan in the other
/// direction, so every transformation applies to it again.
public final class Scan implements Call {
    private final Body body;
    private final int carried;
    private final int sequences;
    private final int length;
    private final boolean backward;

    private Scan(Body body, int carried, int sequences, int length, boolean backward) {
        this.body = body;
        this.carried = carried;
        this.sequences = sequences;
        this.length = length;
        this.backward = backward;
    }

    /// What a step returns: the tree it hands on, and its output.
    public record Step<C, Y>(C carry, Y output) {}

    /// Runs `step` along the first axis of all tensors of `sequence`.
    ///
    /// @param step called once, on tensors without values
    /// @param start the tree that the first step receives
    /// @return the last carried tree, and the outputs stacked along a new first axis
    /// @throws IllegalArgumentException if the sequences differ in length, or a step hands on
    ///     tensors of other types than it received
    public static <C, X, Y> Step<C, Y> scan(BiFunction<? super C, ? super X, Step<C, Y>> step, C start, X sequence) {
        // every place has a tensor of its own here, so that two places never become one
        C ownStart = places(start);
        X ownSequence = places(sequence);
        Tensor[] carry = Trace.distinct(ownStart);
        Tensor[] along = Trace.distinct(ownSequence);
        int length = -1;
        for (Tensor t : along) {
            if (t.rank() == 0 || length >= 0 && t.size(0) != length) {
                throw new IllegalArgumentException("scan needs sequences of one length along their first axis, but got "
                        + Arrays.stream(along).map(s -> s.shape().toString()).toList());
            }
            length = t.size(0);
        }
        if (length < 0) throw new IllegalArgumentException("scan needs a sequence to run along, but got none");
        Trace<Step<C, Y>> trace = Trace.of(in -> places(step.apply(in.carry(), in.output())), new Step<>(ownStart, ownSequence), t -> {
            for (Tensor s : along) if (s == t) return new TensorType(t.dtype(), t.shape().part(1, t.rank()));
            return t.type();
        });
        Body body = trace.body();
        TensorType[] results = body.resultTypes();
        for (int i = 0; i < carry.length; i++) {
            if (i >= results.length || !results[i].equals(carry[i].type())) {
                throw new IllegalArgumentException("each step of a scan must hand on tensors like those it received, "
                        + carry[i].type() + ", but this one hands on " + (i < results.length ? results[i] : "fewer"));
            }
        }
        Tree.requireSameSettings(ownStart, trace.result().carry());
        Tensor[] inputs = concat(List.of(carry), List.of(along), body.captured());
        Tensor[] out = Graph.applyAll(new Scan(body, carry.length, along.length, length, false), inputs);
        return trace.tree(Arrays.copyOf(out, results.length));
    }

    private static <T> T places(T tree) { return Tree.rebuild(tree, (t, _) -> t.alias()); }

    @SafeVarargs
    private static Tensor[] concat(List<Tensor>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toArray(Tensor[]::new);
    }

    @Override public Body body() { return body; }

    @Override public String name() { return "scan"; }

    /// How many of the inputs are handed from step to step.
    public int carried() { return carried; }

    /// How many of the inputs after these are sequences.
    public int sequences() { return sequences; }

    /// Number of steps.
    public int length() { return length; }

    /// Whether it runs along its sequences from their end.
    public boolean isBackward() { return backward; }

    private int outputs() { return body.resultTypes().length - carried; }

    @Override public TensorType[] types(Tensor[] inputs) {
        TensorType[] results = body.resultTypes();
        List<TensorType> r = new ArrayList<>(List.of(results).subList(0, carried));
        for (int i = carried; i < results.length; i++) r.add(stacked(results[i]));
        for (int i = 0; i < carried; i++) r.add(stacked(results[i]));
        return r.toArray(TensorType[]::new);
    }

    private TensorType stacked(TensorType one) { return new TensorType(one.dtype(), one.shape().prepend(length)); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor[] in = new Tensor[inputs.length];
        for (int i = 0; i < in.length; i++) in[i] = inputs[i].bare();
        Tensor[] carry = Arrays.copyOf(in, carried);
        int count = outputs();
        for (int k = 0; k < length; k++) {
            int t = backward ? length - 1 - k : k;
            Tensor[] arguments = in.clone();
            for (int i = 0; i < carried; i++) {
                arguments[i] = carry[i];
                write(carry[i], outputs[carried + count + i], t);
            }
            for (int i = 0; i < sequences; i++) arguments[carried + i] = in[carried + i].get(t);
            Tensor[] results = body.run(arguments);
            carry = Arrays.copyOf(results, carried);
            for (int i = 0; i < count; i++) write(results[carried + i], outputs[carried + i], t);
        }
        for (int i = 0; i < carried; i++) write(carry[i], outputs[i], 0);
    }

    private static void write(Tensor value, Tensor target, int at) {
        System.arraycopy(value.dense().array(), 0, target.storage().array(), at * value.size(), value.size());
    }

    /// The gradient of a step, traced: from what the step met and the gradients that come
    /// back to it, to the gradients it passes on.
    @Override public void vjp(Pullback p) {
        int count = outputs();
        int shared = p.inputCount() - carried - sequences;
        TensorType[] results = body.resultTypes();
        int[] floatCarry = floating(0, carried, p);
        int[] wantedSequences = wanted(carried, sequences, p);
        int[] wantedShared = wanted(carried + sequences, shared, p);
        int[] floatOutputs = IntStream.range(0, count).filter(i -> results[carried + i].dtype().isFloating()).toArray();

        // carried backward: gradients of the carry, and the sums for what all steps share
        List<Tensor> start = new ArrayList<>();
        for (int i : floatCarry) start.add(orZeros(p.upstream(i), p.output(i)));
        for (int i : wantedShared) start.add(zeros(p.input(i)));
        // sequences: carry as met, inputs, gradients of outputs, gradients of the carry as met
        List<Tensor> along = new ArrayList<>();
        for (int i = 0; i < carried; i++) along.add(p.output(carried + count + i));
        for (int i = 0; i < sequences; i++) along.add(p.input(carried + i));
        for (int i : floatOutputs) along.add(orZeros(p.upstream(carried + i), p.output(carried + i)));
        for (int i : floatCarry) along.add(orZeros(p.upstream(carried + count + i), p.output(carried + count + i)));
        List<Tensor> constants = new ArrayList<>();
        for (int i = 0; i < shared; i++) constants.add(p.input(carried + sequences + i));

        List<Tensor> all = List.of(concat(start, along, constants));
        Body back = traced(all, start.size(), along.size(), symbols -> {
            List<Tensor> dStart = symbols.subList(0, start.size());
            List<Tensor> seq = symbols.subList(start.size(), start.size() + along.size());
            Tensor[] arguments = concat(seq.subList(0, carried + sequences), symbols.subList(start.size() + along.size(), symbols.size()));
            List<Integer> varied = new ArrayList<>();
            for (int i : floatCarry) varied.add(i);
            for (int i : wantedSequences) varied.add(i);
            for (int i : wantedShared) varied.add(i);
            List<Tensor> variables = new ArrayList<>();
            Scope scope = Scope.open();
            Walk walk;
            try {
                for (int i : varied) {
                    arguments[i] = Graph.variable(scope, arguments[i]);
                    variables.add(arguments[i]);
                }
                walk = Walk.between(scope, body.run(arguments));
            } finally {
                scope.close();
            }
            @Nullable Tensor[] upstream = new Tensor[results.length];
            for (int k = 0; k < floatCarry.length; k++) upstream[floatCarry[k]] = dStart.get(k);
            int at = carried + sequences;
            for (int i : floatOutputs) upstream[carried + i] = seq.get(at++);
            @Nullable Tensor[] g = walk.backward(upstream, variables.toArray(Tensor[]::new), false);
            List<Tensor> r = new ArrayList<>();
            int k = 0;
            for (int i = 0; i < floatCarry.length; i++, k++) r.add(plus(g[k], seq.get(at + i)));
            int afterSequences = k + wantedSequences.length;
            for (int i = 0; i < wantedShared.length; i++) r.add(plus(g[afterSequences + i], dStart.get(floatCarry.length + i)));
            for (int i = 0; i < wantedSequences.length; i++, k++) r.add(orZeros(g[k], variables.get(k)));
            return r;
        });
        Tensor[] out = Graph.applyAll(new Scan(back, start.size(), along.size(), length, !backward),
                concat(all, back.captured()));
        for (int k = 0; k < floatCarry.length; k++) if (p.wants(floatCarry[k])) p.give(floatCarry[k], out[k]);
        for (int k = 0; k < wantedShared.length; k++) p.give(wantedShared[k], out[floatCarry.length + k]);
        for (int k = 0; k < wantedSequences.length; k++) p.give(wantedSequences[k], out[start.size() + k]);
    }

    /// A body from a function of tensors; those of the sequences are seen one step at a time.
    private static Body traced(List<Tensor> like, int carried, int sequences, Function<List<Tensor>, List<Tensor>> f) {
        Scope scope = Scope.open();
        try {
            List<Tensor> symbols = new ArrayList<>();
            for (int i = 0; i < like.size(); i++) {
                Tensor t = like.get(i);
                boolean along = i >= carried && i < carried + sequences;
                symbols.add(Graph.symbol(scope, along ? new TensorType(t.dtype(), t.shape().part(1, t.rank())) : t.type()));
            }
            return Body.between(scope, symbols.toArray(Tensor[]::new), f.apply(symbols).toArray(Tensor[]::new));
        } finally {
            scope.close();
        }
    }

    private static int[] floating(int from, int count, Pullback p) {
        return IntStream.range(from, from + count).filter(i -> p.input(i).dtype().isFloating()).toArray();
    }

    private static int[] wanted(int from, int count, Pullback p) {
        return IntStream.range(from, from + count).filter(p::wants).toArray();
    }

    private static Tensor zeros(Tensor like) { return Tensor.zeros(like.shape(), like.dtype()); }

    private static Tensor orZeros(@Nullable Tensor g, Tensor like) { return g != null ? g : zeros(like); }

    private static Tensor plus(@Nullable Tensor a, Tensor b) { return a == null ? b : a.add(b); }

    /// The loop of the pairs (value, change).
    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        int count = outputs();
        int[] varied = IntStream.range(0, inputs.length)
                .filter(i -> inputs[i].dtype().isFloating() && (i < carried || tangents[i] != null)).toArray();
        int variedCarry = (int) Arrays.stream(varied).filter(i -> i < carried).count();
        int variedSequences = (int) Arrays.stream(varied).filter(i -> i >= carried && i < carried + sequences).count();
        List<Tensor> changes = new ArrayList<>();
        for (int i : varied) changes.add(orZeros(tangents[i], inputs[i]));
        List<Tensor> in = List.of(inputs);
        List<Tensor> all = List.of(concat(
                in.subList(0, carried), changes.subList(0, variedCarry),
                in.subList(carried, carried + sequences), changes.subList(variedCarry, variedCarry + variedSequences),
                in.subList(carried + sequences, inputs.length), changes.subList(variedCarry + variedSequences, changes.size())));
        int pairCarry = carried + variedCarry;
        int pairSequences = sequences + variedSequences;
        int sharedAt = pairCarry + pairSequences;
        int shared = inputs.length - carried - sequences;
        TensorType[] results = body.resultTypes();
        int[] floatOutputs = IntStream.range(0, count).filter(i -> results[carried + i].dtype().isFloating()).toArray();
        Body pairs = traced(all, pairCarry, pairSequences, s -> {
            Tensor[] arguments = concat(s.subList(0, carried), s.subList(pairCarry, pairCarry + sequences),
                    s.subList(sharedAt, sharedAt + shared));
            List<Tensor> d = List.of(concat(s.subList(carried, pairCarry), s.subList(pairCarry + sequences, sharedAt),
                    s.subList(sharedAt + shared, s.size())));
            @Nullable Tensor[] perInput = new Tensor[arguments.length];
            for (int k = 0; k < varied.length; k++) perInput[varied[k]] = d.get(k);
            Tensor[] value = body.run(arguments);
            @Nullable Tensor[] change = Called.jvp(body, arguments, perInput);
            List<Tensor> r = new ArrayList<>(List.of(value).subList(0, carried));
            for (int k = 0; k < variedCarry; k++) r.add(orZeros(change[varied[k]], value[varied[k]]));
            r.addAll(List.of(value).subList(carried, value.length));
            for (int i : floatOutputs) r.add(orZeros(change[carried + i], value[carried + i]));
            return r;
        });
        Tensor[] out = Graph.applyAll(new Scan(pairs, pairCarry, pairSequences, length, backward), concat(all, pairs.captured()));
        @Nullable Tensor[] r = new Tensor[outputs.length];
        int stackedAt = pairCarry;
        int metAt = pairCarry + count + floatOutputs.length;
        for (int k = 0; k < variedCarry; k++) {
            r[varied[k]] = out[carried + k];
            r[carried + count + varied[k]] = out[metAt + carried + k];
        }
        for (int k = 0; k < floatOutputs.length; k++) r[carried + floatOutputs[k]] = out[stackedAt + count + k];
        return r;
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] in = inputs.clone();
        boolean[] which = batched.clone();
        for (int i = 0; i < carried; i++) {
            if (!which[i]) in[i] = in[i].expand(in[i].shape().prepend(size));
            which[i] = true;
        }
        for (int i = carried; i < carried + sequences; i++) if (which[i]) in[i] = in[i].moveAxis(0, 1);   // time first
        Body batch = traced(List.of(in), carried, sequences,
                s -> List.of(body.vmap(size, s.toArray(Tensor[]::new), which)));
        Tensor[] out = Graph.applyAll(new Scan(batch, carried, sequences, length, backward), concat(List.of(in), batch.captured()));
        for (int i = carried; i < out.length; i++) out[i] = out[i].moveAxis(0, 1);                          // batch first
        return out;
    }
}
