package dev.jacobi.testkit.fuzz;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A random graph: leaves, steps that each use earlier ones, and one number made of all that nothing else uses.
///
/// @param leaves values of the leaves
/// @param steps in topological order; step i makes number `leaves.size() + i`
record FuzzGraph(List<Tensor> leaves, List<Step> steps) {
    private static final int LARGEST = 150;
    /// Numerical differences move a leaf by up to 2⁻⁹, so kinks must be further off.
    private static final double MARGIN = 0.02;

    /// A use of an entry, and the numbers of its inputs.
    record Step(Entry.Use use, int[] inputs) {}

    /// A graph from a seed.
    static FuzzGraph random(long seed, List<Entry> vocabulary) {
        SplittableRandom random = new SplittableRandom(seed);
        FuzzGraph g = new FuzzGraph(new ArrayList<>(), new ArrayList<>());
        List<Tensor> values = new ArrayList<>();
        int leaves = 1 + random.nextInt(4);
        for (int i = 0; i < leaves; i++) g.leaves.add(RandomKey.of(random.nextLong()).normal(shape(random), DType.F64));
        values.addAll(g.leaves);
        int steps = random.nextInt(10) == 0 ? 20 + random.nextInt(40) : 2 + random.nextInt(14);
        for (int tries = 0; g.steps.size() < steps && tries < 20 * steps; tries++) {
            Entry entry = vocabulary.get(random.nextInt(vocabulary.size()));
            int[] inputs = new int[entry.inputs()];
            // the last ones more often, so that graphs get deep
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = random.nextBoolean() ? values.size() - 1 - random.nextInt(Math.min(3, values.size())) : random.nextInt(values.size());
            }
            List<Tensor> in = Arrays.stream(inputs).mapToObj(values::get).toList();
            Entry.Use use = entry.chooser().choose(random, in.stream().map(Tensor::shape).toList());
            if (use == null || use.margin().applyAsDouble(in) < MARGIN) continue;
            Tensor y = use.run().apply(in);
            if (y.size() > LARGEST || y.rank() > 6) continue;
            double size = largest(y);
            if (!(size < 1e3)) continue;
            g.steps.add(new Step(use, inputs));
            values.add(y);
            if (size > 3) {
                double factor = Math.scalb(1, -Math.getExponent(size));
                g.steps.add(new Step(scaled(factor), new int[] {values.size() - 1}));
                values.add(y.mul(factor));
            }
        }
        return g;
    }

    private static Entry.Use scaled(double factor) {
        return new Entry.Use("{0}.mul(" + factor + ")", in -> in.getFirst().mul(factor), in -> in.getFirst().each(d -> d.times(factor)));
    }

    private static double largest(Tensor t) {
        double m = 0;
        for (double v : t.toDoubles()) m = Math.max(m, Double.isNaN(v) ? Double.POSITIVE_INFINITY : Math.abs(v));
        return m;
    }

    private static Shape shape(SplittableRandom random) {
        int rank = Math.min(4, random.nextInt(3) + random.nextInt(3));
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int roll = random.nextInt(40);
            sizes[i] = roll == 0 ? 0 : roll == 1 && rank <= 2 ? 17 : roll < 10 ? 1 : 2 + random.nextInt(3);
        }
        return Shape.of(sizes);
    }

    /// The result as a function of the leaves.
    Tensor apply(List<Tensor> x) {
        List<Tensor> all = new ArrayList<>(x);
        for (Step s : steps) all.add(s.use().run().apply(Arrays.stream(s.inputs()).mapToObj(all::get).toList()));
        Tensor sum = null;
        for (int end : ends()) {
            Tensor part = all.get(end).mul(weights(end, all.get(end).shape()).to(x.getFirst().dtype())).sum();
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) throw new AssertionError("a graph without an end");
        return sum;
    }

    /// The result by the naive interpreter, and its change along a direction.
    Dual naive(List<Tensor> x, List<Tensor> direction) {
        List<Naive> all = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) all.add(Naive.of(x.get(i), direction.get(i)));
        for (Step s : steps) all.add(s.use().naive().apply(Arrays.stream(s.inputs()).mapToObj(all::get).toList()));
        Dual sum = Dual.of(0);
        for (int end : ends()) {
            double[] w = weights(end, all.get(end).shape()).toDoubles();
            for (int i = 0; i < w.length; i++) sum = sum.plus(all.get(end).cells()[i].times(w[i]));
        }
        return sum;
    }

    /// What no step uses.
    private int[] ends() {
        boolean[] used = new boolean[leaves.size() + steps.size()];
        for (Step s : steps) for (int i : s.inputs()) used[i] = true;
        return IntStream.range(0, used.length).filter(i -> !used[i]).toArray();
    }

    private static Tensor weights(int number, Shape shape) { return RandomKey.of(number).normal(shape, DType.F64); }

    /// Other leaves of the same shapes.
    List<Tensor> others(int number) {
        List<Tensor> r = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) r.add(RandomKey.of(77).fold(number).fold(i).normal(leaves.get(i).shape(), DType.F64));
        return r;
    }

    /// This graph with a step's value as one more leaf in its place, and without all that this leaves unused.
    FuzzGraph cut(int step) {
        int at = leaves.size() + step;
        List<Tensor> all = new ArrayList<>(leaves);
        for (Step s : steps) all.add(s.use().run().apply(Arrays.stream(s.inputs()).mapToObj(all::get).toList()));
        return kept(all, at, null);
    }

    /// The part of this graph that one number is made of.
    FuzzGraph only(int number) { return kept(new ArrayList<>(leaves), -1, number); }

    /// @param values of the leaves, and of the number that becomes one
    private FuzzGraph kept(List<Tensor> values, int cut, @Nullable Integer end) {
        int n = leaves.size() + steps.size();
        boolean[] needed = new boolean[n];
        if (end != null) needed[end] = true;
        else for (int i : ends()) needed[i] = true;
        for (int i = n - 1; i >= leaves.size(); i--) {
            if (needed[i] && i != cut) for (int k : steps.get(i - leaves.size()).inputs()) needed[k] = true;
        }
        int[] number = new int[n];
        FuzzGraph r = new FuzzGraph(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < n; i++) {
            if (!needed[i] || i >= leaves.size() && i != cut) continue;
            number[i] = r.leaves.size();
            r.leaves.add(values.get(i));
        }
        for (int i = leaves.size(); i < n; i++) {
            if (!needed[i] || i == cut) continue;
            number[i] = r.leaves.size() + r.steps.size();
            Step s = steps.get(i - leaves.size());
            r.steps.add(new Step(s.use(), Arrays.stream(s.inputs()).map(k -> number[k]).toArray()));
        }
        return r;
    }

    /// Java that makes it.
    @Override public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            String numbers = Arrays.stream(leaves.get(i).toDoubles()).mapToObj(Double::toString).collect(Collectors.joining(", "));
            lines.add("t" + i + " = Tensor.of(Shape.of" + leaves.get(i).shape() + (numbers.isEmpty() ? "" : ", " + numbers) + ")");
        }
        for (int i = 0; i < steps.size(); i++) {
            String text = steps.get(i).use().text();
            int[] in = steps.get(i).inputs();
            for (int k = 0; k < in.length; k++) text = text.replace("{" + k + "}", "t" + in[k]);
            lines.add("t" + (leaves.size() + i) + " = " + text);
        }
        return String.join("\n", lines);
    }

}
