package dev.jacobi.compile;

import dev.jacobi.diff.Trace;
import dev.jacobi.op.Copying;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.TreePattern;
import java.util.ArrayList;
import java.util.Arrays;
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

    /// The last one used, which is mostly the next one, too.
    private volatile @Nullable Entry<R> last;

    /// One kind of argument.
    ///
    /// @param pattern of the argument, if it is simple enough
    /// @param order which result is the next tensor of the result's tree
    private record Entry<R>(@Nullable TreePattern pattern, R result, int[] order, Listing listing, ConcurrentLinkedQueue<Plan> idle) {

        static <R> Entry<R> of(Object at, Trace<R> trace) {
            Tensor[] distinct = Trace.distinct(trace.result());
            List<Integer> order = new ArrayList<>();
            Tree.rebuild(trace.result(), (t, _) -> {
                order.add(Arrays.asList(distinct).indexOf(t));
                return t;
            });
            return new Entry<>(TreePattern.of(at), trace.result(), order.stream().mapToInt(Integer::intValue).toArray(),
                    Listing.of(trace.body()), new ConcurrentLinkedQueue<>());
        }

        R tree(Tensor[] tensors) {
            int[] next = {0};
            return Tree.rebuild(result, (_, _) -> tensors[order[next[0]++]]);
        }
    }

    private Compiled(Function<? super T, R> function) { this.function = function; }

    /// Compiles on the first call for each structure of argument.
    public static <T, R> Compiled<T, R> of(Function<? super T, R> function) { return new Compiled<>(function); }

    /// Inside another transformation, where gradients or batches must get through, the function just runs.
    @Override public R apply(T at) {
        Entry<R> entry = last;
        Tensor[] in = entry == null || entry.pattern == null ? null : entry.pattern.match(at);
        if (in == null) {
            in = Trace.distinct(at);
            if (isTransformed(in)) return function.apply(at);
            entry = entry(at);
            last = entry;
        }
        if (entry == null || isTransformed(in)) return function.apply(at);
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
        return entry.tree(results);
    }

    /// What the plan for an argument like this does: what was traced, simplified and fused, then each group with the size of
    /// what it makes, and the memory it takes.
    ///
    /// @throws IllegalStateException inside another transformation, where nothing is compiled
    public String describe(T at) { return ofPlan(at, Plan::describe); }

    /// How many bytes of buffers one run on an argument like this needs, besides the argument, the constants and the results.
    ///
    /// @throws IllegalStateException inside another transformation, where nothing is compiled
    public long bytes(T at) { return ofPlan(at, Plan::bytes); }

    private <V> V ofPlan(T at, Function<Plan, V> asked) {
        Entry<R> entry = isTransformed(Trace.distinct(at)) ? null : entry(at);
        if (entry == null) {
            throw new IllegalStateException("a plan was asked for inside another transformation, where the function just runs; ask outside");
        }
        Plan plan = entry.idle.poll();
        if (plan == null) plan = new Plan(entry.listing);
        V answer = asked.apply(plan);
        entry.idle.add(plan);
        return answer;
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
                entry = Entry.of(at, trace);
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
