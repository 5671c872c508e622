package dev.jacobi.explain;

import java.util.function.UnaryOperator;

/// A way of going wrong, and where it leads.
///
/// @param key what went wrong, in words that are the same for every entry of a tensor
/// @param value the number that comes out
/// @param why the sentence, given the number as it is written; made when it is needed
record Mistake(Diagnosis.Verdict verdict, String key, double value, UnaryOperator<String> why) {}
