package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.io.Nearest;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A computation, forward and backward, in steps that have names.
///
/// ```java
/// Explanation e = Explanation.of(n -> loss(n.apply(x), y), net);
/// e.print();
/// e.of("hidden.weight", 1, 2).print();
/// ```
///
/// A step ends where a tensor was given a name by [Tensor#named]; where nothing has one, every op is a step. The formulas
/// are those of the rules that ran: where a textbook's form of a slope doesn't come to the rule's number, the form of the
/// rule is shown.
///
/// An explanation holds its graph, so let it go when it is read.
public final class Explanation {
    private final Scope scope;
    private final Recording recording;
    private final TensorTerm terms;
    private final @Nullable Tensor seed;
    private final Replay replay;
    private final List<String> hints;
    private final Map<Quantity, Routes> routes = new HashMap<>();
    private double parts = Double.NaN; // not computed yet

    private Explanation(Scope scope, Tensor result, List<Tensor> variables, @Nullable Tensor upstream, Map<String, String> texts,
            List<String> hints) {
        this.hints = List.copyOf(hints);
        this.scope = scope;
        this.recording = new Recording(scope, result, variables, !texts.isEmpty());
        this.terms = new TensorTerm(recording);
        this.replay = new Replay(recording);
        // a variable, so that a rule that gives it another shape leaves a trace that can be written down
        this.seed = upstream != null ? Graph.variable(scope, checked(upstream, result)) : result.size() == 1 ? Tensor.ones(result.shape(), result.dtype()) : null;
        for (Step step : recording.steps()) {
            String text = texts.get(step.output().name());
            Term inside = terms.inside(step.output());
            step.term(inside);
            step.text(text != null ? text : inside.text(Digits.SIX));
            step.words(Gates.words(step, terms));
        }
        if (seed != null) Backward.through(recording, seed, terms);
    }

    private static Tensor checked(Tensor upstream, Tensor result) {
        if (upstream.size() == 1) return Tensor.full(result.shape(), upstream.item(), result.dtype());
        if (!upstream.shape().equals(result.shape())) {
            throw new IllegalArgumentException("an upstream gradient needs the shape of the result, " + result.shape() + ", but got "
                    + upstream.shape());
        }
        return upstream.to(result.dtype());
    }

    /// Explains what a function makes of a tree of tensors: a record, a list, a map or a tensor.
    public static <T> Explanation of(Function<? super T, Tensor> f, T at) { return of(f, at, null); }

    /// With an upstream gradient that arrives at the result, which then may be of any shape.
    public static <T> Explanation of(Function<? super T, Tensor> f, T at, @Nullable Tensor upstream) {
        IdentityHashMap<Tensor, String> paths = new IdentityHashMap<>();
        Tree.named(at).forEach((p, t) -> paths.put(t, p));
        Scope scope = Scope.open();
        List<Tensor> variables = new ArrayList<>();
        T tree = Tree.map(at, t -> {
            String p = paths.getOrDefault(t, "");
            Tensor v = Graph.variable(scope, p.isEmpty() && t.name() != null ? t : t.named(p.isEmpty() ? "x" : p));
            variables.add(v);
            return v;
        });
        return new Explanation(scope, f.apply(tree), variables, upstream, Map.of(), List.of());
    }

    /// Explains what was recorded.
    ///
    /// @param scope in which it was recorded; it stays open
    /// @param variables of that scope, with names
    /// @param texts the right sides of steps as they were typed, by name
    /// @param hints what is right as typed, and probably not what was meant
    public static Explanation recorded(Scope scope, Tensor result, List<Tensor> variables, @Nullable Tensor upstream,
            Map<String, String> texts, List<String> hints) {
        return new Explanation(scope, result, variables, upstream, texts, hints);
    }

    /// All steps forward and backward, as text for a terminal, with six digits.
    @Override public String toString() { return Text.of(this, Digits.SIX); }

    /// Prints it.
    public void print() { IO.print(this); }

    /// The steps in the order in which they ran.
    public List<Step> steps() { return List.copyOf(recording.steps()); }

    /// What the function was given.
    public List<Quantity> inputs() { return List.copyOf(recording.inputs()); }

    /// What is right as typed, and probably not what was meant.
    public List<String> hints() { return hints; }

    /// What the result is called.
    public String resultName() { return recording.resultName(); }

    /// The result.
    public Tensor result() { return recording.result().bare(); }

    TensorTerm terms() { return terms; }

    Tensor recordedResult() { return recording.result(); }

    /// The gradient that arrives at the result: 1 for a single number; null where the result is a tensor and none was given.
    public @Nullable Tensor upstream() { return seed; }

    /// An input or a step by name.
    ///
    /// @throws IllegalArgumentException if nothing is called so
    public Quantity quantity(String name) {
        List<String> names = new ArrayList<>();
        for (Quantity q : all()) {
            if (q.name().equals(name)) return q;
            names.add(q.name());
        }
        throw new IllegalArgumentException("nothing here is called " + name + "; "
                + Nearest.to(name, names).map(n -> "did you mean " + n + "?").orElse("there are " + String.join(", ", names)));
    }

    /// All inputs, and what the steps make, in their order.
    public List<Quantity> all() {
        List<Quantity> r = new ArrayList<>(recording.inputs());
        for (Step step : recording.steps()) r.addAll(step.outputs());
        return r;
    }

    /// The gradient of the result by a quantity; zeros where nothing arrives.
    public Tensor gradient(Quantity q) {
        requireSeed();
        Tensor g = q.gradient();
        return g == null ? Tensor.zeros(q.shape(), q.tensor().dtype()) : g;
    }

    /// One entry of the gradient, counted row by row.
    public double derivative(Quantity q, int entry) { return gradient(q).dense().number(entry); }

    private Tensor requireSeed() {
        if (seed == null) {
            throw new IllegalArgumentException("the result " + resultName() + " has the shape " + recording.result().shape()
                    + ", so it has no single gradient; give an upstream gradient, or take sum(" + resultName() + ")");
        }
        return seed;
    }

    /// All derivatives of the result by a quantity, (entries of the result, entries of the quantity).
    public Tensor jacobian(Quantity q) {
        Tensor result = recording.result();
        int m = result.size();
        int n = q.tensor().size();
        if ((long) m * n > 1_000_000) throw new IllegalArgumentException("the Jacobian of " + resultName() + " by " + q.name() + " has "
                + m + " x " + n + " entries, more than a million; give an upstream gradient");
        double[] all = new double[m * n];
        Walk walk = Walk.between(scope, result);
        if (walk.size() == 0) return Tensor.of(Shape.of(m, n), all);
        for (int e = 0; e < m; e++) {
            Storage one = Storage.allocate(result.dtype(), m);
            one.set(e, 1);
            Tensor row = walk.backward(new Tensor[] {Tensor.wrap(one, result.shape(), null)}, new Tensor[] {q.tensor()}, true)[0];
            if (row != null) System.arraycopy(row.bare().to(DType.F64).toDoubles(), 0, all, e * n, n);
        }
        return Tensor.of(Shape.of(m, n), all);
    }

    /// The derivatives of what one step makes by one of its inputs, (entries made, entries of the input), by the step's
    /// own backward rule.
    Tensor local(Step step, Quantity q) {
        int n = step.output().shape().size();
        int m = q.shape().size();
        double[] all = new double[n * m];
        LocalRatios ratios = new LocalRatios(recording, step, LocalRatios.leading(recording, q));
        for (int i = 0; i < n; i++) {
            double[] row = ratios.of(step.output(), i).get(q);
            if (row != null) System.arraycopy(row, 0, all, i * m, m);
        }
        return Tensor.of(Shape.of(n, m), all);
    }

    /// One entry of an input or a step, taken apart into the ten strongest paths.
    ///
    /// @throws IllegalArgumentException if there is no such entry, or the result is a tensor and no upstream gradient was given
    public Entry of(String name, int... index) {
        Quantity q = quantity(name);
        return entry(q, position(q, index), 10, 1e-4);
    }

    /// One entry, counted row by row, taken apart into some paths.
    ///
    /// @param paths how many, at most
    /// @param h the step of the numeric estimate; it grows with entries above 100
    public Entry entry(Quantity q, int entry, int paths, double h) {
        Routes r = routes(q);
        List<Routes.Way> ways = r.strongest(entry, paths);
        double listed = 0;
        List<Entry.Path> all = new ArrayList<>();
        for (Routes.Way way : ways) {
            listed += Math.abs(way.product());
            all.add(path(way));
        }
        double share = r.magnitude(entry) == 0 ? 1 : Math.min(1, listed / r.magnitude(entry));
        double gradient = r.sum(entry);
        return new Entry(resultName(), q, entry, gradient, List.copyOf(all), r.count(entry), share, through(r, entry), numeric(q, entry, gradient, h));
    }

    /// All ways of the entries of a quantity.
    Routes routes(Quantity q) {
        Tensor s = requireSeed();
        return routes.computeIfAbsent(q, k -> new Routes(recording, k, s.to(DType.F64).toDoubles()));
    }

    private Entry.Path path(Routes.Way way) {
        List<Entry.Ratio> ratios = new ArrayList<>();
        double product = way.seed();
        List<Routes.Link> links = way.links().reversed();
        if (way.seed() != 1) {
            String end = links.isEmpty() ? resultName() : links.getFirst().upper().entry(links.getFirst().upperEntry());
            ratios.add(new Entry.Ratio("", "upstream", Term.name("at " + end), way.seed(), product));
        }
        for (Routes.Link link : links) {
            product = Routes.times(product, link.ratio());
            ratios.add(new Entry.Ratio(link.upper().entry(link.upperEntry()), link.lower().entry(link.lowerEntry()),
                    RatioTerm.of(recording, link), link.ratio(), product));
        }
        return new Entry.Path(List.copyOf(ratios), way.product());
    }

    private List<Entry.Through> through(Routes r, int entry) {
        List<Routes.Crossing> crossings = r.crossings(entry, 4);
        Map<Quantity, Integer> level = new HashMap<>();
        List<Entry.Through> all = new ArrayList<>();
        for (Routes.Crossing c : crossings) {
            Step maker = c.quantity().maker();
            int longest = 0;
            if (maker != null) for (Quantity in : maker.inputs()) longest = Math.max(longest, level.getOrDefault(in, 0));
            level.put(c.quantity(), longest + 1);
            all.add(new Entry.Through(c.quantity(), c.entries(), c.total(), longest + 1));
        }
        return all;
    }

    /// What the result really does when an entry is moved by `h`, or by a ten-millionth of itself where that is more: less
    /// would be lost in rounding.
    public Numeric numeric(Quantity q, int entry, double h) { return numeric(q, entry, derivative(q, entry), h); }

    private Numeric numeric(Quantity q, int entry, double derivative, double h) {
        double x = q.tensor().dense().number(entry);
        return Numeric.of(moved(q, entry), x, derivative, Math.max(h, 1e-7 * Math.abs(x)), parts());
    }

    /// The sizes of all parts that the result is made of, each as much as it counts: where they cancel, this is far more
    /// than the result, and they bring their rounding.
    private double parts() {
        if (Double.isNaN(parts)) {
            double sum = 0;
            for (Step step : recording.steps()) {
                for (Quantity q : step.outputs()) {
                    if (q.gradient() == null || !q.tensor().dtype().isFloating()) continue;
                    double[] values = q.value().toDoubles();
                    double[] counts = gradient(q).toDoubles();
                    for (int i = 0; i < values.length; i++) sum += Math.abs(values[i] * counts[i]);
                }
            }
            parts = sum;
        }
        return parts;
    }

    /// The errors of the numeric estimates for many steps.
    public List<Numeric.Point> sweep(Quantity q, int entry) { return Numeric.sweep(moved(q, entry), derivative(q, entry)); }

    /// About how many numbers a numeric estimate computes.
    long numericCost() { return 7 * replay.cost(); }

    /// What the result would be if some quantities had other values.
    public Tensor with(Map<String, Tensor> instead) {
        Map<Quantity, Tensor> values = new HashMap<>();
        instead.forEach((name, t) -> {
            Quantity q = quantity(name);
            if (!q.shape().equals(t.shape())) {
                throw new IllegalArgumentException(name + " has the shape " + q.shape() + ", but got " + t.shape());
            }
            values.put(q, t);
        });
        return replay.result(values);
    }

    private DoubleUnaryOperator moved(Quantity q, int entry) {
        double[] seeds = requireSeed().to(DType.F64).toDoubles();
        double x = q.tensor().dense().number(entry);
        Storage values = Storage.allocate(q.tensor().dtype(), q.tensor().size());          // a copy, changed in place
        for (int i = 0; i < values.size(); i++) values.set(i, q.tensor().dense().number(i));
        Tensor moved = Tensor.wrap(values, q.shape(), null);
        return h -> {
            values.set(entry, x + h);
            double[] r = replay.result(Map.of(q, moved)).to(DType.F64).toDoubles();
            double sum = 0;
            for (int i = 0; i < r.length; i++) sum += seeds[i] * r[i];
            return sum;
        };
    }

    /// The place of an entry, counted row by row.
    ///
    /// @throws IllegalArgumentException if there is no such entry
    public static int position(Quantity q, int... index) {
        Shape shape = q.shape();
        boolean fits = index.length == shape.rank();
        int position = 0;
        for (int i = 0; fits && i < index.length; i++) {
            fits = index[i] >= 0 && index[i] < shape.size(i);
            position = position * shape.size(i) + index[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(q.name() + " has the shape " + shape + " and no entry " + Arrays.toString(index)
                    + "; give one index from 0 for each axis");
        }
        return position;
    }
}
