package dev.jacobi.compile;

import dev.jacobi.diff.Trace;
import dev.jacobi.op.Copying;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A pure function of trees, traced once for each kind of argument and then run as a plan.
///
/// Java numbers and tensors that the function captures are constants of its plans; what
/// changes from call to call must come in by the argument. Results are fresh. Any number of
/// threads may call it: each call takes a set of buffers of its own.
public final class Compiled<T, R> implements Function<T, R> {
    private static final int BOUND = 64;

    private final Function<? super T, R> function;
    private final Map<List<Object>, Entry<R>> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Entry<R>(Trace<R> trace, ConcurrentLinkedQueue<Plan> idle) {}

    private Compiled(Function<? super T, R> function) { this.function = function; }

    /// Compiles on the first call for each structure of argument.
    public static <T, R> Compiled<T, R> of(Function<? super T, R> function) { return new Compiled<>(function); }

    /// Inside another transformation, where gradients or batches must get through, the function just runs.
    @Override public R apply(T at) {
        Tensor[] in = Trace.distinct(at);
        if (isTransformed(in)) return function.apply(at);
        Entry<R> entry = entry(at);
        if (isTransformed(entry.trace.body().captured().toArray(Tensor[]::new))) return function.apply(at);
        Plan plan = entry.idle.poll();
        if (plan == null) plan = new Plan(entry.trace.body());
        for (int i = 0; i < in.length; i++) in[i] = in[i].bare();
        Tensor[] results = plan.run(in);
        Tensor[] fresh = new Tensor[results.length];
        for (int i = 0; i < fresh.length; i++) fresh[i] = copy(results[i]);
        entry.idle.add(plan);
        return entry.trace.tree(fresh);
    }

    /// Whether an open transformation depends on one of these, so that they are no constants.
    static boolean isTransformed(Tensor... tensors) {
        for (Tensor t : tensors) if (t.node() != null) return true;
        return false;
    }

    private Entry<R> entry(T at) {
        List<Object> key = Tree.structure(at);
        synchronized (entries) {
            Entry<R> entry = entries.get(key);
            if (entry == null) {
                entry = new Entry<>(Trace.of(function, at, Tensor::type), new ConcurrentLinkedQueue<>());
                if (isTransformed(entry.trace.body().captured().toArray(Tensor[]::new))) return entry;   // of this call only
                if (entries.size() >= BOUND) entries.remove(entries.keySet().iterator().next());
                entries.put(key, entry);
            }
            return entry;
        }
    }

    /// How many plans have been traced and are kept.
    public int plans() {
        synchronized (entries) {
            return entries.size();
        }
    }

    static Tensor copy(Tensor t) {
        Tensor own = Tensor.wrap(Storage.allocate(t.dtype(), t.size()), t.shape(), null);
        Copying.into(own, t);
        return own;
    }
}
