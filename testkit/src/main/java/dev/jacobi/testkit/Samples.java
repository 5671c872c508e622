package dev.jacobi.testkit;

import java.util.List;
import java.util.stream.Stream;

/// Samples for every op of the vocabulary.
public final class Samples {
    private Samples() {}

    /// All of them.
    public static List<Sample> all() {
        return Stream.of(ElementwiseSamples.all(), FunctionSamples.all(), ActivationSamples.all(), MovementSamples.all(), SelectionSamples.all(),
                        ReductionSamples.all(), SequenceSamples.all(), NormalizationSamples.all(), LossSamples.all(), ProductSamples.all(),
                        WindowSamples.all(), LinearAlgebraSamples.all(), CallSamples.all())
                .flatMap(List::stream).toList();
    }

    /// The one with this name, to look at a failure by itself.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Sample named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no sample \"" + name + "\""));
    }
}
