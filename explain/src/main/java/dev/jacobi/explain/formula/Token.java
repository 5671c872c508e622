package dev.jacobi.explain.formula;

/// A word of the language.
///
/// @param text as the grammar knows it: `*` also where a `·` was typed
/// @param number the value of a number
/// @param offset where it begins in the formula
/// @param end where it ends
record Token(Kind kind, String text, double number, int offset, int end) {
    enum Kind { NUMBER, NAME, SIGN, BREAK, END }

    boolean is(String sign) { return kind == Kind.SIGN && text.equals(sign); }
}
