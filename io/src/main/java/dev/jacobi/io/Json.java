package dev.jacobi.io;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Reads JSON by the letter of RFC 8259, with bounds on what a text may cost.
///
/// Objects become maps in their order, arrays lists, numbers `Double`; an array of nothing but numbers keeps them as
/// primitive doubles, see [Numbers].
public final class Json {
    private static final int DEPTH = 100;
    private static final int CHARACTERS = 64 << 20;
    private static final int VALUES = 10_000_000;

    private final String text;
    private int at;
    private int depth;
    private int values;

    private Json(String text) { this.text = text; }

    /// An array of numbers, not boxed until one is asked for.
    public static final class Numbers extends AbstractList<Double> implements RandomAccess {
        private final double[] values;

        Numbers(double[] values) { this.values = values; }

        @Override public Double get(int index) { return values[index]; }

        @Override public int size() { return values.length; }

        /// Puts all of them into an array.
        public void copyTo(double[] target, int position) { System.arraycopy(values, 0, target, position, values.length); }
    }

    /// Reads one value: a `Map<String, Object>`, `List`, `String`, `Double`, `Boolean` or null.
    ///
    /// @throws IllegalArgumentException if the text isn't JSON, or too long (64 MB), too deep (100), or of too many
    ///     values (10 million); with line and column
    public static @Nullable Object parse(String text) { return parse(text, CHARACTERS); }

    /// The same of a text that must be shorter: memory is taken in proportion to it.
    ///
    /// @param mostCharacters the longest text that is read
    /// @throws IllegalArgumentException as above, and if the text is longer
    public static @Nullable Object parse(String text, int mostCharacters) {
        if (text.length() > mostCharacters) {
            throw new IllegalArgumentException("JSON text has at most " + mostCharacters + " characters here, but this one has "
                    + text.length() + "; is it the right text?");
        }
        Json reader = new Json(text);
        reader.space();
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) throw reader.error("nothing can follow the value");
        return value;
    }

    private @Nullable Object value() {
        if (++values > VALUES) throw error("there are more than " + VALUES + " values");
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> (Object) number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) throw error("a value is missing");
        at += word.length();
        return value;
    }

    private Map<String, @Nullable Object> object() {
        deeper();
        Map<String, @Nullable Object> r = new LinkedHashMap<>();
        space();
        if (take('}')) return leave(r);
        do {
            space();
            int start = at;
            if (peek() != '"') throw error("a name in double quotes is missing");
            String name = string();
            if (r.containsKey(name)) {
                at = start;
                throw error("the name \"" + name + "\" was given twice");
            }
            space();
            if (!take(':')) throw error("a : is missing after the name");
            space();
            r.put(name, value());
            space();
        } while (take(','));
        if (!take('}')) throw error("a , or } is missing");
        return leave(r);
    }

    private List<?> array() {
        deeper();
        space();
        if (take(']')) return leave(List.of());
        double[] numbers = new double[4];
        int count = 0;
        List<@Nullable Object> mixed = null;
        do {
            space();
            Object value = value();
            if (mixed == null && value instanceof Double d) {
                if (count == numbers.length) numbers = Arrays.copyOf(numbers, count * 2);
                numbers[count++] = d;
            } else {
                if (mixed == null) mixed = new ArrayList<>(new Numbers(Arrays.copyOf(numbers, count)));
                mixed.add(value);
            }
            space();
        } while (take(','));
        if (!take(']')) throw error("a , or ] is missing");
        return leave(mixed == null ? new Numbers(Arrays.copyOf(numbers, count)) : mixed);
    }

    private double number() {
        int start = at;
        take('-');
        if (!take('0') && digits() == 0) {
            at = start;
            throw error("a value is missing");
        }
        if (take('.') && digits() == 0) throw error("digits are missing after the point");
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            if (digits() == 0) throw error("digits are missing in the exponent");
        }
        return Double.parseDouble(text.substring(start, at));
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') at++;
        return at - start;
    }

    private String string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') at++;
        if (take('"')) return text.substring(start, at - 1);                   // nothing to translate
        StringBuilder r = new StringBuilder(text.substring(start, at));
        while (!take('"')) {
            char c = peek();
            if (c < ' ') throw error(at >= text.length() ? "a string is never closed" : "a control character in a string is written \\u....");
            at++;
            r.append(c == '\\' ? escaped() : c);
        }
        return r.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
                    if (digit < 0) throw error("four hexadecimal digits are missing after \\u");
                    code = code * 16 + digit;
                    at++;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw error("an unknown escape");
            }
        };
    }

    // ---- characters

    /// The next one, or 0 at the end.
    private char peek() { return at < text.length() ? text.charAt(at) : 0; }

    private boolean take(char c) {
        if (peek() != c || at >= text.length()) return false;
        at++;
        return true;
    }

    private void space() {
        while (at < text.length() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')) at++;
    }

    private void deeper() {
        if (++depth > DEPTH) throw error("arrays and objects nest at most " + DEPTH + " deep");
        at++;
    }

    private <T> T leave(T value) {
        depth--;
        return value;
    }

    private IllegalArgumentException error(String sentence) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new IllegalArgumentException("this is not the JSON that was expected: " + sentence + ", in line " + line
                + ", column " + (at - start + 1));
    }

    // ---- writing

    /// Writes a value of maps, lists, tensors, arrays of doubles, strings, numbers, truth values and nulls in one line. What JSON
    /// has no number for is written as a string: "NaN", "Infinity", "-Infinity".
    ///
    /// @throws IllegalArgumentException for anything else, or a value nested more than 100 deep
    public static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text, 0);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text, int depth) {
        if (depth > DEPTH) throw new IllegalArgumentException("JSON is written at most " + DEPTH + " levels deep");
        switch (value) {
            case null -> text.append("null");
            case CharSequence s -> quoted(s, text);
            case Boolean b -> text.append(b);
            case Number n -> number(n, text);
            case Tensor t -> tensor(t.toDoubles(), t.shape(), 0, 0, text);
            case double[] numbers -> {
                char before = '[';
                for (double d : numbers) {
                    number(d, text.append(before));
                    before = ',';
                }
                text.append(numbers.length == 0 ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                char before = '{';
                for (Map.Entry<?, ?> e : map.entrySet()) {
                    quoted(String.valueOf(e.getKey()), text.append(before));
                    write(e.getValue(), text.append(':'), depth + 1);
                    before = ',';
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                char before = '[';
                for (Object o : list) {
                    write(o, text.append(before), depth + 1);
                    before = ',';
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            default -> throw new IllegalArgumentException("JSON is written of maps, lists, strings, numbers and truth values, but got a "
                    + value.getClass().getSimpleName());
        }
    }

    /// Writes a part of a tensor as nested arrays and returns the place behind it.
    private static int tensor(double[] values, Shape shape, int axis, int from, StringBuilder text) {
        if (axis == shape.rank()) {
            number(values[from], text);
            return from + 1;
        }
        int at = from;
        text.append('[');
        for (int i = 0; i < shape.size(axis); i++) at = tensor(values, shape, axis + 1, at, i == 0 ? text : text.append(','));
        text.append(']');
        return at;
    }

    private static void number(Number n, StringBuilder text) {
        double d = n.doubleValue();
        if (n instanceof Long || n instanceof Integer) text.append(n);
        else if (Double.isNaN(d) || Double.isInfinite(d)) text.append('"').append(d).append('"');
        else if (d == Math.rint(d) && Math.abs(d) < 1e15 && (d != 0 || 1 / d > 0)) text.append((long) d);
        else text.append(d);
    }

    private static void quoted(CharSequence s, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // the line separators and < are no trouble in JSON, but where it stands inside a page
                    if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') text.append(String.format("\\u%04x", (int) c));
                    else text.append(c);
                }
            }
        }
        text.append('"');
    }
}
