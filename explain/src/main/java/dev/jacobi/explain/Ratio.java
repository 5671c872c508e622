package dev.jacobi.explain;

/// One link of a [Chain]: how a step's entry changes with an entry that it was made from.
///
/// @param above the entry nearer to the result: `ao[3]`
/// @param below the entry it was made from: `o[3]`
/// @param formula the ratio as a formula or in words: `ao (1 - ao)`
/// @param value the ratio as a number
/// @param product of all ratios from the result down to this one
public record Ratio(String above, String below, String formula, double value, double product) {

    /// The ratio as it is written: `∂ao[3]/∂o[3]`.
    public String name() { return "∂" + above + "/∂" + below; }
}
