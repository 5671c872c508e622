package dev.jacobi.testkit;

import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// A use of an op: a function of some tensors, and tensors to try it on. From this one line the whole battery of
/// [RuleCheck] follows.
///
/// @param name what messages call it
/// @param function of floating tensors; indexes, keys and the like are captured
/// @param inputs `F64` tensors in general position, away from kinks
/// @param smooth false where second derivatives mean nothing, as for a function of straight lines
public record Sample(String name, Function<List<Tensor>, Tensor> function, List<Tensor> inputs, boolean smooth) {

    /// A smooth function of some tensors.
    public static Sample of(String name, Function<List<Tensor>, Tensor> function, Tensor... inputs) {
        return new Sample(name, function, List.copyOf(Arrays.asList(inputs)), true);
    }

    /// A smooth function of one tensor.
    public static Sample unary(String name, Function<Tensor, Tensor> function, Tensor input) {
        return of(name, in -> function.apply(in.getFirst()), input);
    }

    @Override public String toString() { return name; }
}
