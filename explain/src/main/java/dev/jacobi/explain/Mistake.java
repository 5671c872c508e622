package dev.jacobi.explain;

import java.util.function.Supplier;

/// A way of going wrong, and where it leads.
///
/// @param key what went wrong, in words that are the same for every entry of a tensor
/// @param value the number that comes out
/// @param why the sentence, made when it is needed
record Mistake(Diagnosis.Verdict verdict, String key, double value, Supplier<String> why) {}
