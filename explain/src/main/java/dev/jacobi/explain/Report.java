package dev.jacobi.explain;

import java.util.List;
import java.util.Map;

/// An explanation and what of it was asked for: what text, pages and JSON are made from.
///
/// @param request what was asked, as it was typed: a formula, or a file's name
/// @param entries single numbers of gradients, taken apart
/// @param tensors whole gradients, shown as matrices
/// @param notes sentences for the reader
/// @param sweeps for some of the entries, the errors of the numeric estimates for many steps
public record Report(String request, Explanation explanation, List<Entry> entries, List<Quantity> tensors, List<String> notes,
        Map<Entry, List<Numeric.Point>> sweeps) {
    public Report {
        entries = List.copyOf(entries);
        tensors = List.copyOf(tensors);
        notes = List.copyOf(notes);
        sweeps = Map.copyOf(sweeps);
    }
}
