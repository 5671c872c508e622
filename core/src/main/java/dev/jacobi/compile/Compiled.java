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
import org.jspecify.annotations.Nullable;

/// A pure function of trees, traced once for each kind of argument and then run as a plan.
///
/// Java numbers and tensors that the function captures are constants of its plans; what
/// changes from call to call must come in by the argument. Results are fresh. Any number of
/// threads may call it: each call takes a set of buffers of its own.
public final class Compiled<T, R> implements Function<T, R> {
    private static final int BOUND = 64;

    private final Function<? super T, R> function;
    private final Map<List<Object>, Entry<R>> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Entry<R>(Trace<R> trace, Listing listing, ConcurrentLinkedQueue<Plan> idle) {}

    private Compiled(Function<? super T, R> function) { this.function = function; }

    /// Compiles on the first call for each structure of argument.
    public static <T, R> Compiled<T, R> of(Function<? super T, R> function) { return new Compiled<>(function); }

    /// Inside another transformation, where gradients or batches must get through, the function just runs.
    @Override public R apply(T at) {
        Tensor[] in = Trace.distinct(at);
        if (isTransformed(in)) return function.apply(at);
        Entry<R> entry = entry(at);
        if (entry == null) return function.apply(at);
        Plan plan = entry.idle.poll();
        if (plan == null) plan = new Plan(entry.listing);
        for (int i = 0; i < in.length; i++) plan.input(i, in[i].bare());
        Tensor[] results = new Tensor[plan.results()];
        for (int i = 0; i < results.length; i++) {
            if (!plan.isGivable(i)) continue;
            results[i] = Tensor.wrap(Storage.allocate(plan.type(i).dtype(), plan.type(i).shape().size()), plan.type(i).shape(), null);
            plan.give(i, results[i].storage());
        }
        plan.run();
        for (int i = 0; i < results.length; i++) if (!plan.isGivable(i)) results[i] = copy(plan.result(i));
        entry.idle.add(plan);
        return entry.trace.tree(results);
    }

    /// Whether an open transformation depends on one of these, so that they are no constants.
    static boolean isTransformed(Tensor... tensors) {
        for (Tensor t : tensors) if (t.node() != null) return true;
        return false;
    }

    /// Null where the function captures what an open transformation depends on.
    private @Nullable Entry<R> entry(T at) {
        List<Object> key = Tree.structure(at);
        synchronized (entries) {
            Entry<R> entry = entries.get(key);
            if (entry == null) {
                Trace<R> trace = Trace.of(function, at, Tensor::type);
                if (isTransformed(trace.body().captured().toArray(Tensor[]::new))) return null;          // of this call only
                entry = new Entry<>(trace, Listing.of(trace.body()), new ConcurrentLinkedQueue<>());
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
