package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import java.util.List;

/// One number of a gradient, taken apart: the ways by which an entry is felt in the result, and their sum.
///
/// @param result what the result is called
/// @param quantity that it is an entry of
/// @param index of the entry, counted row by row
/// @param gradient the sum over all ways
/// @param paths the strongest ways, the strongest first
/// @param count how many there are; [Long#MAX_VALUE] if more than can be counted
/// @param share of the listed ones in the sum of the sizes of all, from 0 to 1
/// @param through what it is going through, in the order in which it was made
/// @param numeric what the result really does
public record Entry(String result, Quantity quantity, int index, double gradient, List<Path> paths, long count, double share,
        List<Through> through, Numeric numeric) {

    /// How it is written: `W[0,1]`.
    public String name() { return quantity.entry(index); }

    /// As text for a terminal, with six digits.
    @Override public String toString() { return Text.of(this, Digits.SIX); }

    /// Prints it.
    public void print() { IO.print(this); }

    /// Its value.
    public double value() { return quantity.value().toDoubles()[index]; }

    /// A quantity on the way.
    ///
    /// @param entries some of its entries that lie on the way
    /// @param total how many do
    /// @param level how many steps it is away, by the longest way
    public record Through(Quantity quantity, List<Integer> entries, int total, int level) {}

    /// One way: its ratios are multiplied.
    ///
    /// @param ratios from the result down to the entry
    /// @param product of all of them (and of the upstream gradient, where one was given)
    public record Path(List<Ratio> ratios, double product) {
        /// The entries between the result and the entry, the nearest to the result first.
        public List<String> via() { return ratios.stream().limit(Math.max(0, ratios.size() - 1)).map(Ratio::below).toList(); }
    }

    /// One link of a path: how an entry changes with an entry that it was made from.
    ///
    /// @param above the entry nearer to the result: `ao[0]`
    /// @param below the entry it was made from: `o[0]`
    /// @param formula `ao (1 - ao)`
    /// @param value the ratio
    /// @param product of all ratios from the result down to this one
    public record Ratio(String above, String below, Term formula, double value, double product) {
        /// As it is written: `∂ao[0]/∂o[0]`.
        public String name() { return above.isEmpty() ? below : "∂" + above + "/∂" + below; }
    }
}
