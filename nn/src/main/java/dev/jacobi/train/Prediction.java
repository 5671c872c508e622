package dev.jacobi.train;

import java.util.List;

/// What a model says about a sample.
///
/// @param label the class, or the number as text
/// @param value the number; for a class its place among the model's classes
/// @param probability of the class, from 0 to 1; NaN for a number
/// @param probabilities of all classes in their order; empty for a number
public record Prediction(String label, double value, double probability, List<Double> probabilities) {
    public Prediction { probabilities = List.copyOf(probabilities); }
}
