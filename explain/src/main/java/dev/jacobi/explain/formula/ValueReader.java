package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `name=value` one after the other. Arrays may be large, so their entries go straight into one `double[]`.
final class ValueReader {
    private final String text;
    private int at;
    private long entries;

    ValueReader(String text) { this.text = text; }

    Map<String, Tensor> all() {
        Map<String, Tensor> r = new LinkedHashMap<>();
        while (true) {
            space(",;");
            if (at == text.length()) return r;
            int start = at;
            String name = name();
            if (r.containsKey(name)) throw error(name + " was given twice", start);
            space("");
            if (peek() != '=' && peek() != ':') throw error("a value is missing; write " + name + "=1 or " + name + "=[1,2]", at);
            at++;
            space("");
            r.put(name, value(name));
            boolean separated = at == text.length() || isBlank(text.charAt(at - 1));
            if (!separated && ";,#".indexOf(peek()) < 0 && !isBlank(peek())) {
                throw error("a separator is missing; write a ; or a comma between values", at);
            }
        }
    }

    private String name() {
        int start = at;
        while (at < text.length() && Lexer.isName(text.charAt(at))) at++;
        if (at == start || Character.isDigit(text.charAt(start))) {
            throw error("values are given by name, as in x=1; y=[1,2,3]", start);
        }
        if (at - start > Limits.NAME) throw error("a name has at most " + Limits.NAME + " characters", start);
        return text.substring(start, at);
    }

    private Tensor value(String name) {
        if (peek() != '[') {
            double value = number(name);
            if (++entries > Limits.ENTRIES) throw tooMany();
            return Tensor.scalar(value);
        }
        int[] sizes = new int[Limits.RANK];                                    // of the first array of each depth
        int[] counts = new int[Limits.RANK];                                   // of those that are open
        int deepest = 0;
        int depth = 0;
        double[] numbers = new double[16];
        int count = 0;
        do {
            char c = peek();
            if (c == '[') {
                if (depth == Limits.RANK) throw error("an array has at most " + Limits.RANK + " axes", at);
                if (depth == deepest && count > 0) throw error("an array stands beside numbers; rows are equally long", at);
                counts[depth++] = 0;
                deepest = Math.max(deepest, depth);
                at++;
            } else if (c == ']') {
                int n = counts[--depth];
                if (n == 0) throw error("an array has at least one entry", at);
                if (sizes[depth] == 0) sizes[depth] = n;
                if (sizes[depth] != n) {
                    throw error("this array has " + n + (n == 1 ? " entry" : " entries") + ", but the ones before it have "
                            + sizes[depth] + "; rows are equally long", at);
                }
                at++;
                if (depth > 0) counts[depth - 1]++;
            } else {
                int start = at;
                double number = number(name);
                if (depth < deepest) throw error("a number stands beside arrays; rows are equally long", start);
                if (++entries > Limits.ENTRIES) throw tooMany();
                if (count == numbers.length) numbers = Arrays.copyOf(numbers, count * 2);
                numbers[count++] = number;
                counts[depth - 1]++;
            }
            space("");
            if (depth > 0 && c != '[' && peek() == ',') {
                at++;
                space("");
            }
            if (depth > 0 && at == text.length()) throw error("a ] is missing", at);
        } while (depth > 0);
        return Tensor.wrap(Arrays.copyOf(numbers, count), Shape.of(Arrays.copyOf(sizes, deepest)));
    }

    /// A number, or a product or quotient of numbers.
    private double number(String name) {
        double r = factor(name);
        while (peek() == '*' || peek() == '/' || peek() == '·') {
            boolean product = text.charAt(at++) != '/';
            double next = factor(name);
            r = product ? r * next : r / next;
        }
        return r;
    }

    private double factor(String name) {
        int start = at;
        double sign = 1;
        if (peek() == '-' || peek() == '−' || peek() == '+') sign = text.charAt(at++) == '+' ? 1 : -1;
        int digits = at;
        while (at < text.length() && (isDigit(peek()) || peek() == '.' || isExponentSign())) at++;
        if (at > digits) {
            try {
                return sign * Double.parseDouble(text.substring(digits, at).replace('−', '-'));
            } catch (NumberFormatException refused) {
                throw error("this is no number", start);
            }
        }
        while (at < text.length() && Lexer.isName(text.charAt(at))) at++;
        switch (text.substring(digits, at)) {
            case "pi", "π":
                return sign * Math.PI;
            case "inf", "Infinity":
                return sign * Double.POSITIVE_INFINITY;
            case "nan", "NaN":
                return Double.NaN;
            default:
                throw error("the value of " + name + " has to be a number or an array of numbers such as [1,2]", start);
        }
    }

    /// An e that goes on with digits, or the sign after one.
    private boolean isExponentSign() {
        char c = peek();
        char before = at > 0 ? text.charAt(at - 1) : 0;
        if (c == 'e' || c == 'E') {
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            return (isDigit(before) || before == '.') && (isDigit(next) || next == '-' || next == '+' || next == '−');
        }
        return (c == '-' || c == '+' || c == '−') && (before == 'e' || before == 'E');
    }

    private static boolean isDigit(char c) { return c >= '0' && c <= '9'; }

    private static boolean isBlank(char c) { return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF'; }

    private char peek() { return at < text.length() ? text.charAt(at) : 0; }

    /// Skips blanks, comments and the given separators.
    private void space(String separators) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (isBlank(c) || separators.indexOf(c) >= 0) {
                at++;
            } else {
                return;
            }
        }
    }

    private FormulaException tooMany() { return error("there are more than " + Limits.ENTRIES + " entries", at); }

    private FormulaException error(String sentence, int offset) { return new FormulaException(sentence, text, offset); }
}
