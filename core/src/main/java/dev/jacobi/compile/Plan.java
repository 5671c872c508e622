package dev.jacobi.compile;

import dev.jacobi.diff.Body;
import dev.jacobi.op.Movement;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A body with a buffer for every intermediate result, allocated once and shared by
/// results that don't live at the same time. Running it interprets the steps one after
/// the other. One thread at a time.
final class Plan {
    private final Body body;
    private final @Nullable Tensor[] at;
    private final Tensor[][] inputs;
    private final Tensor[][] outputs;
    private final boolean[] bound;
    private final boolean[] moves;
    private long bytes;

    /// Plans a body. Captured tensors are constants of the plan.
    Plan(Body body) {
        this.body = body;
        int places = body.types().size();
        at = new Tensor[places];
        int given = body.inputs().size();
        for (int i = 0; i < body.captured().size(); i++) at[given + i] = body.captured().get(i).bare();
        int count = body.steps().size();
        inputs = new Tensor[count][];
        outputs = new Tensor[count][];
        bound = new boolean[count];
        moves = new boolean[count];
        allocate();
    }

    /// Finds for each place which place owns its buffer: itself, or the one that movements have
    /// made it a view of. Where the inputs lie isn't known yet, so views of them wait for the run.
    private int[] owners(@Nullable Layout[] layouts) {
        int[] owner = new int[at.length];
        Arrays.setAll(owner, i -> i);
        for (int i = 0; i < at.length; i++) {
            Tensor captured = at[i];
            if (captured != null) layouts[i] = captured.layout();
        }
        for (int s = 0; s < body.steps().size(); s++) {
            Body.Step step = body.steps().get(s);
            if (!(step.op() instanceof Movement movement)) continue;
            int from = step.arguments()[0];
            int place = step.firstOutput();
            if (owner[from] < body.inputs().size()) {
                moves[s] = true;
                owner[place] = owner[from];
                continue;
            }
            Layout moved = movement.move(body.types().get(from).shape(), layouts[from]);
            if (moved == null) continue;                             // it must copy, into a buffer of its own
            owner[place] = owner[from];
            layouts[place] = moved.orDense(body.types().get(place).shape());
            bound[s] = true;
        }
        return owner;
    }

    private void allocate() {
        int count = body.steps().size();
        @Nullable Layout[] layouts = new Layout[at.length];
        int[] owner = owners(layouts);
        int[] lastUse = new int[at.length];
        Arrays.fill(lastUse, -1);
        for (int s = 0; s < count; s++) for (int a : body.steps().get(s).arguments()) lastUse[owner[a]] = s;
        for (int r : body.results()) lastUse[owner[r]] = count;
        int firstStep = body.inputs().size() + body.captured().size();
        Map<TensorType, ArrayDeque<Storage>> free = new HashMap<>();
        for (int s = 0; s < count; s++) {
            Body.Step step = body.steps().get(s);
            inputs[s] = new Tensor[step.arguments().length];
            outputs[s] = new Tensor[step.outputs()];
            if (moves[s]) continue;
            for (int k = 0; k < step.outputs(); k++) {
                int place = step.firstOutput() + k;
                TensorType type = body.types().get(place);
                Storage storage = bound[s] ? present(at[step.arguments()[0]]).storage() : buffer(free, type);
                at[place] = outputs[s][k] = Tensor.overBuffer(storage, type.shape(), layouts[place]);
            }
            for (int a : step.arguments()) {
                int o = owner[a];
                if (o >= firstStep && lastUse[o] == s) {
                    release(free, present(at[o]).storage());
                    lastUse[o] = -1;
                }
            }
            for (int place = step.firstOutput(); place < step.firstOutput() + step.outputs(); place++) {
                if (owner[place] == place && lastUse[place] < 0) release(free, present(at[place]).storage());   // nobody reads it
            }
        }
    }

    private static TensorType key(DType dtype, int size) { return new TensorType(dtype, Shape.of(size)); }

    private Storage buffer(Map<TensorType, ArrayDeque<Storage>> free, TensorType type) {
        int size = type.shape().size();
        ArrayDeque<Storage> list = free.get(key(type.dtype(), size));
        if (list != null && !list.isEmpty()) return list.pop();
        bytes += (long) size * type.dtype().bytes();
        return Storage.allocate(type.dtype(), size);
    }

    private static void release(Map<TensorType, ArrayDeque<Storage>> free, Storage s) {
        free.computeIfAbsent(key(s.dtype(), s.size()), _ -> new ArrayDeque<>()).push(s);
    }

    /// Bytes of the buffers.
    long bytes() { return bytes; }

    /// Runs all steps; the results lie in the plan's buffers and are overwritten by the next run.
    Tensor[] run(Tensor[] arguments) {
        System.arraycopy(arguments, 0, at, 0, body.inputs().size());
        for (int s = 0; s < inputs.length; s++) {
            if (bound[s]) continue;
            Body.Step step = body.steps().get(s);
            Tensor[] in = inputs[s];
            for (int k = 0; k < in.length; k++) in[k] = present(at[step.arguments()[k]]);
            if (moves[s]) {
                at[step.firstOutput()] = Graph.apply(step.op(), in);
            } else {
                step.op().run(in, outputs[s]);
            }
        }
        int[] results = body.results();
        Tensor[] r = new Tensor[results.length];
        for (int i = 0; i < r.length; i++) r[i] = present(at[results[i]]);
        return r;
    }

    private static Tensor present(@Nullable Tensor t) {
        if (t == null) throw new AssertionError("a step ran before its input");
        return t;
    }
}
