package dev.jacobi.oracle;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One function in both libraries, and from where its inputs are drawn.
///
/// @param isOnce whether libtorch has no second derivative
/// @param rough why libtorch has fewer digits here; empty where it has them all
record Line(String name, Function<List<Tensor>, Tensor> ours, Function<List<org.bytedeco.pytorch.Tensor>, org.bytedeco.pytorch.Tensor> theirs,
        List<Input> inputs, String rough, boolean isOnce) {

    /// Numbers of a shape, uniform between two bounds, so that none lies on a kink.
    record Input(Shape shape, double low, double high) {
        static Input of(double low, double high, int... sizes) { return new Input(Shape.of(sizes), low, high); }

        static Input any(int... sizes) { return of(-3, 3, sizes); }

        Tensor draw(Random random) {
            double[] x = new double[shape.size()];
            for (int i = 0; i < x.length; i++) x[i] = low + (high - low) * random.nextDouble();
            return Tensor.of(shape, x);
        }
    }

    static final Input ANY = Input.any(3, 4);
    static final Input POSITIVE = Input.of(0.1, 4, 3, 4);
    static final Input UNIT = Input.of(-0.95, 0.95, 3, 4);

    static Line of(String name, Function<List<Tensor>, Tensor> ours,
            Function<List<org.bytedeco.pytorch.Tensor>, org.bytedeco.pytorch.Tensor> theirs, Input... inputs) {
        return new Line(name, ours, theirs, List.of(inputs), "", false);
    }

    static Line unary(String name, Input input, UnaryOperator<Tensor> ours, UnaryOperator<org.bytedeco.pytorch.Tensor> theirs) {
        return of(name, in -> ours.apply(in.getFirst()), in -> theirs.apply(in.getFirst()), input);
    }

    static Line binary(String name, Input a, Input b, BinaryOperator<Tensor> ours, BinaryOperator<org.bytedeco.pytorch.Tensor> theirs) {
        return of(name, in -> ours.apply(in.get(0), in.get(1)), in -> theirs.apply(in.get(0), in.get(1)), a, b);
    }

    /// This one, of which libtorch's own values have fewer digits.
    Line rough(String why) { return new Line(name, ours, theirs, inputs, why, isOnce); }

    /// This one, of which libtorch has no second derivative.
    Line once() { return new Line(name, ours, theirs, inputs, rough, true); }

    List<Tensor> draw(Random random) {
        List<Tensor> r = new ArrayList<>();
        for (Input i : inputs) r.add(i.draw(random));
        return r;
    }

    @Override public String toString() { return name; }
}
