package dev.jacobi.explain.formula;

import dev.jacobi.explain.formula.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Takes a formula apart into words. Signs as they are printed in books are read as the ones on the keyboard.
final class Lexer {
    private static final String PAIRS = "** <= >= == != ";
    private static final String SINGLES = "+-*/@^'()[],:=<>";
    private static final Map<Character, String> PRINTED = Map.ofEntries(
            Map.entry('·', "*"), Map.entry('×', "*"), Map.entry('∗', "*"), Map.entry('⋅', "*"), Map.entry('∘', "*"),
            Map.entry('⊙', "*"), Map.entry('÷', "/"), Map.entry('−', "-"), Map.entry('–', "-"), Map.entry('≤', "<="),
            Map.entry('≥', ">="), Map.entry('≠', "!="), Map.entry('’', "'"), Map.entry('‘', "'"), Map.entry('′', "'"),
            Map.entry('ᵀ', "'"), Map.entry('（', "("), Map.entry('）', ")"));
    private static final Map<Character, String> ADVICE = Map.ofEntries(
            Map.entry('√', "for a root write sqrt(x)"), Map.entry('∑', "for a sum write sum(x)"),
            Map.entry('Σ', "for a sum write sum(x)"), Map.entry('|', "for a magnitude write abs(x)"),
            Map.entry('‖', "for a length write norm(x)"), Map.entry('∂', "write the function; its gradient is worked out"),
            Map.entry('"', "names stand without quotes"), Map.entry('“', "names stand without quotes"),
            Map.entry('”', "names stand without quotes"), Map.entry('„', "names stand without quotes"),
            Map.entry('`', "names stand without quotes"), Map.entry('&', "for \"and\" multiply two comparisons"),
            Map.entry('{', "arrays stand in square brackets: [1, 2]"), Map.entry('}', "arrays stand in square brackets: [1, 2]"),
            Map.entry('%', "for a percentage divide by 100"), Map.entry('!', "\"not equal\" is !="),
            Map.entry('?', "for a choice write where(condition, x, y)"), Map.entry('.', "a number has digits after its point"),
            Map.entry('∇', "write the function; its gradient is worked out"));

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    /// Round and square brackets that are open: within them a line may end anywhere.
    private int open;

    private Lexer(String text) { this.text = text; }

    static List<Token> read(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) lexer.next();
        lexer.ending("the end");
        lexer.tokens.add(new Token(Kind.END, "the end", 0, lexer.afterLast(), lexer.afterLast()));
        return lexer.tokens;
    }

    private void add(Kind kind, String word, int end) { tokens.add(new Token(kind, word, 0, at, end)); }

    /// The end of a statement stands behind its last word, where something may be missing.
    private void ending(String word) { tokens.add(new Token(Kind.BREAK, word, 0, afterLast(), afterLast())); }

    private int afterLast() { return tokens.isEmpty() ? 0 : tokens.getLast().end(); }

    private void sign(String word, int end) {
        if (word.equals("(") || word.equals("[")) open++;
        if (word.equals(")") || word.equals("]")) open = Math.max(0, open - 1);
        add(Kind.SIGN, word.equals("**") ? "^" : word, end);
        at = end;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (c == '\n' || c == ';') {
            if (c == ';' || open == 0 && !goesOn()) ending(c == ';' ? ";" : "the end of the line");
            if (c == ';') open = 0;
            at++;
        } else if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF') {
            at++;
        } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            number();
        } else if (startsName(c)) {
            int end = at + 1;
            while (end < text.length() && isName(text.charAt(end))) end++;
            if (end - at > Limits.NAME) throw new FormulaException("a name has at most " + Limits.NAME + " characters", text, at);
            add(Kind.NAME, text.substring(at, end).replace("π", "pi"), end);
            at = end;
        } else if (c == '.' && text.startsWith(".T", at) && (at + 2 == text.length() || !isName(text.charAt(at + 2)))) {
            sign("'", at + 2);
        } else if (at + 1 < text.length() && PAIRS.contains(text.substring(at, at + 2) + " ")) {
            sign(text.substring(at, at + 2), at + 2);
        } else if (SINGLES.indexOf(c) >= 0) {
            sign(text.substring(at, at + 1), at + 1);
        } else if (PRINTED.containsKey(c)) {
            sign(PRINTED.getOrDefault(c, ""), at + 1);
        } else if (c == '²' || c == '³') {
            add(Kind.SIGN, "^", at + 1);
            tokens.add(new Token(Kind.NUMBER, c == '²' ? "2" : "3", c == '²' ? 2 : 3, at, at + 1));
            at++;
        } else {
            String shown = Character.isISOControl(c) ? "the character " + (int) c : "'" + text.substring(at, at + width()) + "'";
            String advice = ADVICE.get(c);
            throw new FormulaException(shown + " is not part of the language" + (advice == null ? "" : "; " + advice), text, at);
        }
    }

    private int width() { return Character.charCount(text.codePointAt(at)); }

    /// After a sign that needs a right side the statement goes on in the next line.
    private boolean goesOn() {
        if (tokens.isEmpty()) return true;
        Token last = tokens.getLast();
        return last.kind() == Kind.BREAK || last.kind() == Kind.SIGN && !")]'".contains(last.text());
    }

    private void number() {
        int end = digits(at);
        if (end < text.length() && text.charAt(end) == '.' && !text.startsWith(".T", end)) end = digits(end + 1);
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1 < text.length() && "+-−".indexOf(text.charAt(end + 1)) >= 0 ? 1 : 0;
            int exponent = digits(end + 1 + sign);
            if (exponent > end + 1 + sign) end = exponent;
        }
        String digits = text.substring(at, end).replace('−', '-');
        tokens.add(new Token(Kind.NUMBER, digits, Double.parseDouble(digits), at, end));
        at = end;
    }

    private int digits(int from) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) i++;
        return i;
    }

    private static boolean isDigit(char c) { return c >= '0' && c <= '9'; }

    private static boolean startsName(char c) {
        return Character.isLetter(c) && c != 'ᵀ' && !ADVICE.containsKey(c) || c == '_';
    }

    static boolean isName(char c) {
        return startsName(c) || Character.isDigit(c) || c >= '₀' && c <= '₉';
    }
}
