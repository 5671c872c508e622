package dev.jacobi.testkit;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A use of an op: a function of some tensors, and tensors to try it on. From this one line the whole battery of
/// [RuleCheck] follows.
///
/// ```java
/// Sample.unary("softsign", x -> x.apply(new Softsign()), Tensor.of(-1.5, 0.5)).is(x -> x / (1 + Math.abs(x)))
/// ```
///
/// @param name what messages call it
/// @param function of floating tensors; indexes, keys and the like are captured
/// @param inputs `F64` tensors in general position, away from kinks
/// @param others more inputs, of other shapes: single numbers, empty ones. Only bits and shapes are compared there
/// @param smooth false where second derivatives mean nothing, as for a function of straight lines
/// @param everywhere whether the same is done to every element, whatever the shape and wherever it lies
/// @param kinks points on kinks and ties, with the gradients there
/// @param reference what the values should be, worked out in another way; null where there is none
public record Sample(String name, Function<List<Tensor>, Tensor> function, List<Tensor> inputs, List<List<Tensor>> others,
        boolean smooth, boolean everywhere, List<Kink> kinks, @Nullable Function<List<Plain>, Plain> reference) {
    private static final List<Shape> SHAPES = List.of(Shape.of(), Shape.of(0), Shape.of(2, 0, 3), Shape.of(1, 1), Shape.of(1, 2, 1, 1, 2, 1, 1, 1));

    /// A point where a function bends or jumps, and what the gradient of the sum of its elements is there.
    public record Kink(List<Tensor> inputs, List<Tensor> gradients) {}

    /// A smooth function of some tensors.
    public static Sample of(String name, Function<List<Tensor>, Tensor> function, Tensor... inputs) {
        return new Sample(name, function, List.of(inputs), List.of(), true, false, List.of(), null);
    }

    /// A smooth function of one tensor.
    public static Sample unary(String name, Function<Tensor, Tensor> function, Tensor input) {
        return of(name, in -> function.apply(in.getFirst()), input);
    }

    /// This one, without second derivatives.
    public Sample ofLines() { return new Sample(name, function, inputs, others, false, everywhere, kinks, reference); }

    /// This one, tried on other inputs as well.
    public Sample also(Tensor... more) {
        List<List<Tensor>> all = new ArrayList<>(others);
        all.add(List.of(more));
        return new Sample(name, function, inputs, List.copyOf(all), smooth, everywhere, kinks, reference);
    }

    /// This one, with values to hold it against.
    public Sample as(Function<List<Plain>, Plain> reference) {
        return new Sample(name, function, inputs, others, smooth, everywhere, kinks, reference);
    }

    /// This one, with the gradient of the sum of its elements at a point on a kink.
    public Sample kink(List<Tensor> at, List<Tensor> gradients) {
        List<Kink> all = new ArrayList<>(kinks);
        all.add(new Kink(at, gradients));
        return new Sample(name, function, inputs, others, smooth, everywhere, List.copyOf(all), reference);
    }

    /// As above for one input.
    public Sample kink(Tensor at, Tensor gradient) { return kink(List.of(at), List.of(gradient)); }

    /// This one, which does the same to every element whatever the shape.
    public Sample is(DoubleUnaryOperator f) { return anyShape().as(in -> in.getFirst().each(f)); }

    /// This one, which does the same to every pair of elements whatever the shape.
    public Sample is(DoubleBinaryOperator f) { return anyShape().as(in -> in.getFirst().each(in.get(1), f)); }

    private Sample anyShape() {
        Sample r = new Sample(name, function, inputs, others, smooth, true, kinks, reference);
        for (Shape shape : SHAPES) {
            Tensor[] more = new Tensor[inputs.size()];
            for (int i = 0; i < more.length; i++) more[i] = Tensor.full(shape, inputs.get(i).toDoubles()[0], inputs.get(i).dtype());
            r = r.also(more);
        }
        return r;
    }

    @Override public String toString() { return name; }
}
