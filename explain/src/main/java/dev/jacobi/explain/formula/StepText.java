package dev.jacobi.explain.formula;

import java.util.List;

/// Writes a step as it was typed, with the names of the steps inside it.
final class StepText {
    private final List<Token> tokens;
    /// By the word that a step begins with: the last word of the outermost step there, and its name.
    private final int[] ends;
    private final String[] names;

    StepText(List<Token> tokens) {
        this.tokens = tokens;
        this.ends = new int[tokens.size()];
        this.names = new String[tokens.size()];
    }

    /// From now on the name stands for the expression.
    void name(Expression e, String name) {
        ends[e.outerFirst()] = e.outerLast();
        names[e.outerFirst()] = name;
    }

    String of(Expression e) {
        StringBuilder text = new StringBuilder();
        boolean afterValue = false;
        for (int i = e.first; i <= e.last; i++) {
            String word = names[i];
            if (word != null) {
                text.append(word);
                i = ends[i];
                afterValue = true;
                continue;
            }
            Token t = tokens.get(i);
            boolean spaced = switch (t.text()) {
                case "+", "-", "*", "/", "@", "<", "<=", ">", ">=", "==", "!=" -> afterValue;
                default -> false;
            };
            if (spaced) text.append(' ').append(t.text()).append(' ');
            else text.append(t.text()).append(t.text().equals(",") ? " " : "");
            afterValue = t.kind() != Token.Kind.SIGN || t.is(")") || t.is("]") || t.is("'");
        }
        return text.toString();
    }
}
