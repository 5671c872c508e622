package dev.jacobi.testkit;

import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A sample at certain inputs, as a function with one number as result: every element of the output has a weight of its
/// own, so that none can stand for another.
final class Trial {
    private final Sample sample;
    private final List<Tensor> inputs;
    private final Tensor weights;
    private final Consumer<String> problems;

    Trial(Sample sample, List<Tensor> inputs, Consumer<String> problems) {
        this.sample = sample;
        this.inputs = inputs;
        this.problems = problems;
        this.weights = RandomKey.of(77).normal(sample.function().apply(inputs).shape(), DType.F64);
    }

    Sample sample() { return sample; }

    List<Tensor> inputs() { return inputs; }

    /// Other inputs of the same types: each shrunk a little.
    List<Tensor> shrunk() { return inputs.stream().map(t -> t.mul(0.97)).toList(); }

    /// Tensors like the inputs, for directions.
    List<Tensor> directions(long seed) {
        List<Tensor> r = new ArrayList<>();
        for (Tensor t : inputs) r.add(RandomKey.of(seed).fold(r.size()).normal(t.shape(), t.dtype()));
        return r;
    }

    Tensor value(List<Tensor> in) { return sample.function().apply(in); }

    Tensor number(List<Tensor> in) {
        Tensor y = value(in);
        return y.mul(weights.to(y.dtype())).sum();
    }

    List<Tensor> gradient(List<Tensor> in) { return Reverse.grad(this::number, in); }

    /// Value and gradient, so that both can be compared at once.
    List<Tensor> all(List<Tensor> in) {
        List<Tensor> r = new ArrayList<>();
        r.add(value(in));
        r.addAll(gradient(in));
        return r;
    }

    void problem(String text) { problems.accept(text); }

    /// Says so where value or gradient differ in a bit.
    ///
    /// @param what was done to them
    void requireSameBits(String what, List<Tensor> actual, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            if (!Views.sameBits(actual.get(i), expected.get(i))) {
                problem(what + " gives other bits " + (i == 0 ? "for the value" : "for the gradient of input " + (i - 1))
                        + " " + actual.get(i).type() + ", say " + first(actual.get(i), expected.get(i)));
            }
        }
    }

    private static String first(Tensor a, Tensor b) {
        if (!a.type().equals(b.type())) return "another type than " + b.type();
        double[] x = a.toDoubles();
        double[] y = b.toDoubles();
        int i = 0;
        while (i < x.length - 1 && Double.compare(x[i], y[i]) == 0) i++;
        return x[i] + " in place of " + y[i];
    }

    /// The size of the largest element.
    static double largest(List<Tensor> tensors) {
        double largest = 0;
        for (Tensor t : tensors) if (t.size() > 0) largest = Math.max(largest, t.abs().max().item());
        return largest;
    }

    /// Says so where tensors differ by more than a part of the largest element, or of a number that they are made of.
    void requireClose(String what, List<Tensor> actual, List<Tensor> expected, double tolerance, double least) {
        double largest = Math.max(least, largest(expected));
        for (int i = 0; i < expected.size(); i++) {
            Tensor a = actual.get(i);
            Tensor b = expected.get(i);
            if (!a.type().equals(b.type()) || !a.allClose(b, tolerance, tolerance * largest)) {
                problem(what + " differs at " + i + ": " + first(a, b));
            }
        }
    }
}
