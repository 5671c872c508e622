package dev.jacobi.testkit.fuzz;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A line of the vocabulary: something that can be done to tensors, in words of the engine and in those of the naive
/// interpreter.
///
/// @param name what messages call it
/// @param inputs how many tensors it takes
/// @param chooser chooses its parameters
record Entry(String name, int inputs, Chooser chooser) {

    /// Chooses parameters for inputs of these shapes, or null if it can't be done to them.
    interface Chooser {
        @Nullable Use choose(SplittableRandom random, List<Shape> shapes);
    }

    /// An entry with its parameters.
    ///
    /// @param text Java, with {0} and {1} for the inputs
    /// @param margin how far the inputs are from where the function bends or jumps; infinite for smooth ones
    record Use(String text, Function<List<Tensor>, Tensor> run, Function<List<Naive>, Naive> naive, ToDoubleFunction<List<Tensor>> margin) {
        Use(String text, Function<List<Tensor>, Tensor> run, Function<List<Naive>, Naive> naive) {
            this(text, run, naive, in -> Double.POSITIVE_INFINITY);
        }

        /// This one, with a kink wherever two elements of the first input are equal.
        Use apart() { return new Use(text, run, naive, in -> gap(in.getFirst())); }

        /// This one, with kinks where elements of the first input have one of these values.
        Use kinks(double... at) { return new Use(text, run, naive, in -> distance(in.getFirst(), at)); }
    }

    /// A function of each element.
    static Entry each(String name, UnaryOperator<Tensor> run, UnaryOperator<Dual> naive, double... kinks) {
        return new Entry(name, 1, (random, shapes) -> new Use("{0}." + name, in -> run.apply(in.getFirst()), in -> in.getFirst().each(naive)).kinks(kinks));
    }

    /// A function of two elements, which broadcast.
    static Entry pair(String name, BinaryOperator<Tensor> run, BinaryOperator<Dual> naive) {
        return new Entry(name, 2, (random, shapes) -> !broadcast(shapes) ? null
                : new Use("{0}." + name + "({1})", in -> run.apply(in.get(0), in.get(1)), in -> in.get(0).with(in.get(1), naive)));
    }

    /// One tensor with at least one axis: an axis is chosen.
    static Entry alongAxis(String name, int leastSize, AxisUse use) {
        return new Entry(name, 1, (random, shapes) -> {
            Shape s = shapes.getFirst();
            if (s.rank() == 0) return null;
            int axis = random.nextInt(s.rank());
            return s.size(axis) < leastSize ? null : use.of(random, s, axis);
        });
    }

    interface AxisUse {
        Use of(SplittableRandom random, Shape shape, int axis);
    }

    static boolean broadcast(List<Shape> shapes) {
        try {
            Shape.broadcast("", shapes.get(0), shapes.get(1));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static double gap(Tensor t) {
        double[] v = t.toDoubles();
        Arrays.sort(v);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < v.length; i++) least = Math.min(least, v[i] - v[i - 1]);
        return least;
    }

    static double distance(Tensor t, double... points) {
        double least = Double.POSITIVE_INFINITY;
        for (double v : t.toDoubles()) for (double p : points) least = Math.min(least, Math.abs(v - p));
        return least;
    }
}
