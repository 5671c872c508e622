package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The words of an architecture, taken one after the other; whatever isn't as asked is an error that says where.
final class ArchitectureText {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?(E-?[0-9]{1,3})?");
    private static final Pattern AXIS = Pattern.compile("-?[0-9]{1,9}");

    /// A word or a sign of the text, and where it starts; the empty word is the end.
    record Word(String text, int at) {}

    private final List<Word> words = new ArrayList<>();
    private int next;
    private long elements;

    ArchitectureText(String text) {
        int at = 0;
        while (at < text.length()) {
            int start = at;
            char c = text.charAt(at++);
            if (c == ' ') continue;
            if (!isSign(c)) while (at < text.length() && text.charAt(at) != ' ' && !isSign(text.charAt(at))) at++;
            words.add(new Word(text.substring(start, at), start));
        }
        words.add(new Word("", text.length()));
    }

    private static boolean isSign(char c) { return c == ';' || c == '[' || c == ']'; }

    // ---- words

    /// Whether a word comes next.
    boolean sees(String text) { return words.get(next).text.equals(text); }

    boolean seesNumber() { return WHOLE.matcher(words.get(next).text).matches(); }

    /// The next word; the end stays where it is.
    Word take() {
        Word word = words.get(next);
        if (!word.text.isEmpty()) next++;
        return word;
    }

    /// Takes a word if it comes next.
    boolean skip(String text) {
        boolean sees = sees(text);
        if (sees) take();
        return sees;
    }

    void expect(String text, String rule) {
        Word word = take();
        if (!word.text.equals(text)) throw error(rule, word);
    }

    // ---- numbers

    int size(String of) { return whole(take(), "a number of " + of, 1); }

    /// A number after its name.
    int named(String name, int least) {
        expect(name, "the word " + name);
        return whole(take(), "a " + name, least);
    }

    /// Into how many equal parts n is cut.
    int divisor(String name, int n) {
        int parts = named(name, 1);
        if (n % parts != 0) throw error("a number of " + name + " that divides " + n, words.get(next - 1));
        return parts;
    }

    private static int whole(Word word, String what, int least) {
        long n = WHOLE.matcher(word.text).matches() ? Long.parseLong(word.text) : -1;
        if (n < least || n > Integer.MAX_VALUE) throw error(what + " from " + least + " to 2147483647", word);
        return (int) n;
    }

    /// Numbers for axes: `3x5`.
    ///
    /// @param count how many, or 0 for any number from 1 to 3
    int[] across(String what, int least, int count) {
        Word word = take();
        String[] parts = word.text.split("x", 5);
        if (count == 0 ? parts.length > 3 : parts.length != count) {
            throw error("a " + what + (count == 0 ? " for 1 to 3 axes, such as 3x3" : count == 1 ? " for one axis, such as 3"
                    : " for each of " + count + " axes, such as 3x3" + "x3".repeat(count - 2)), word);
        }
        int at = word.at;
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = whole(new Word(parts[i], at), "a " + what, least);
            at += parts[i].length() + 1;
        }
        return numbers;
    }

    /// One number for all axes, or one for each.
    int[] setting(String what, int least, int axes) {
        boolean one = words.get(next).text.indexOf('x') < 0;
        int[] numbers = across(what, least, one ? 1 : axes);
        if (numbers.length == axes) return numbers;
        int[] all = new int[axes];
        Arrays.fill(all, numbers[0]);
        return all;
    }

    int axis() {
        Word word = take();
        if (!AXIS.matcher(word.text).matches()) throw error("an axis, such as 1 or -1", word);
        return Integer.parseInt(word.text);
    }

    double probability() {
        Word word = take();
        double p = DECIMAL.matcher(word.text).matches() ? Double.parseDouble(word.text) : -1;
        if (!(p >= 0 && p <= 1)) throw error("a probability from 0 to 1", word);
        return p;
    }

    /// Zeros for the weights of a layer, which take no memory.
    ///
    /// @param word that of the layer
    Tensor zeros(Word word, int... sizes) {
        long size = 1;
        for (int s : sizes) size = size > Integer.MAX_VALUE ? size : size * s;      // below 2⁶², however many sizes
        elements += size;
        if (elements > Integer.MAX_VALUE) throw error("layers of at most 2147483647 numbers in total", word);
        return Tensor.zeros(Shape.of(sizes), DType.F32);
    }

    // ---- errors

    /// The last word that was taken.
    Word last() { return words.get(next - 1); }

    static IllegalArgumentException error(String rule, Word met) {
        StringBuilder shown = new StringBuilder();
        for (char c : met.text.substring(0, Math.min(40, met.text.length())).toCharArray()) {
            shown.append(c > ' ' && c < 127 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return new IllegalArgumentException("an architecture needs " + rule + ", but got "
                + (met.text.isEmpty() ? "the end" : "'" + shown + "'") + " at character " + (met.at + 1)
                + "; write layers as in conv2d 1 8 3x3 stride 1 padding 1; relu; flatten; dense 6272 10");
    }
}
