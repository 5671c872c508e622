package dev.jacobi.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bytes of a safetensors header, taken apart into the few things that it is made of.
///
/// That is JSON, but no more of it than the format has a use for: names, lists of whole numbers and the signs
/// between them. Nothing nests here, so nothing can nest too deep.
final class SafetensorsText {
    static final String ADVICE = "was it written by the safetensors library?";
    private static final int BEFORE = 8;                                       // the bytes with the header's length

    private final String file;
    private final byte[] text;
    private int at;

    SafetensorsText(String file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    /// Where the next sign stands.
    int at() {
        space();
        return at;
    }

    void requireUtf8() throws FormatException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(text);
        CharBuffer chars = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars.clear(), true);
            if (result.isError()) throw error(bytes.position(), "the header must be UTF-8", met(bytes.position()), ADVICE);
        } while (!result.isUnderflow());
    }

    /// The bytes after the object; the format pads with spaces.
    void requireEnd() throws FormatException {
        for (; at < text.length; at++) {
            if (text[at] != ' ') throw error(at, "after the header's last } must follow only spaces", met(at), ADVICE);
        }
    }

    private int peek() { return at < text.length ? text[at] : -1; }

    private void space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') at++;
    }

    /// Whether a sign follows; then it is passed over.
    boolean take(char sign) {
        space();
        if (peek() != sign) return false;
        at++;
        return true;
    }

    void require(char sign) throws FormatException {
        if (!take(sign)) throw error(at, "the header must have " + sign + " here", met(at), ADVICE);
    }

    /// One of a few strings that are expected, without making it anew, or whatever string is there.
    String string(List<String> expected) throws FormatException {
        space();
        for (String one : expected) {
            int end = at + one.length() + 1;
            if (end >= text.length || text[at] != '"' || text[end] != '"') continue;
            int i = 0;
            while (i < one.length() && text[at + 1 + i] == one.charAt(i)) i++;
            if (i < one.length()) continue;
            at = end + 1;
            return one;
        }
        return string();
    }

    String string() throws FormatException {
        require('"');
        StringBuilder escapes = null;
        int start = at;
        int from = at;                                                         // what was not taken yet
        while (peek() != '"') {
            int c = peek();
            if (at >= text.length) throw error(start - 1, "a string must be closed", met(at), ADVICE);
            if (c >= 0 && c < ' ') throw error(at, "a control character in a string must be written \\u....", met(at), ADVICE);
            at++;
            if (c != '\\') continue;
            if (escapes == null) escapes = new StringBuilder();
            escapes.append(new String(text, from, at - 1 - from, StandardCharsets.UTF_8)).append(escaped());
            from = at;
        }
        String rest = new String(text, from, at++ - from, StandardCharsets.UTF_8);
        if (escapes == null) return rest;
        String whole = escapes.append(rest).toString();
        if (!isWellFormed(whole)) {
            throw error(start, "half of a surrogate pair must not stand alone", "a string here has one", ADVICE);
        }
        return whole;
    }

    private char escaped() throws FormatException {
        int start = at - 1;
        int c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/': return (char) c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u': break;
            default: throw error(start, "after \\ must follow one of \" \\ / b f n r t u", met(start + 1), ADVICE);
        }
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = peek() < 0 ? -1 : Character.digit((char) peek(), 16);
            if (digit < 0) throw error(start, "after \\u must follow four hexadecimal digits", met(at), ADVICE);
            code = code * 16 + digit;
        }
        return (char) code;
    }

    static boolean isWellFormed(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            if (Character.isLowSurrogate(c) || ++i == s.length() || !Character.isLowSurrogate(s.charAt(i))) return false;
        }
        return true;
    }

    /// Reads a list of whole numbers into the front of an array and returns how many there are.
    int numbers(long[] target) throws FormatException {
        require('[');
        if (take(']')) return 0;
        int count = 0;
        do {
            if (count == target.length) {
                throw error(at, "a list must have at most " + target.length + " numbers here", "there are more", ADVICE);
            }
            target[count++] = number();
        } while (take(','));
        require(']');
        return count;
    }

    private long number() throws FormatException {
        space();
        int start = at;
        long r = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = peek() - '0';
            if (r > (Long.MAX_VALUE - digit) / 10) throw error(start, "a number must be less than 2^63", "this one is larger", ADVICE);
            r = r * 10 + digit;
            at++;
        }
        boolean isWhole = at > start && (at == start + 1 || text[start] != '0');
        if (!isWhole || peek() == '.' || peek() == 'e' || peek() == 'E') {
            throw error(start, "sizes and offsets must be whole numbers of 0 or more", met(isWhole ? at : start), ADVICE);
        }
        return r;
    }

    private String met(int position) {
        if (position >= text.length) return "the header ends here";
        int c = text[position] & 0xff;
        return c > ' ' && c < 0x7f ? "met " + (char) c : String.format("met the byte 0x%02x", c);
    }

    /// A name for a message: short, and without what would write over the rest of the line.
    static String brief(String name) {
        StringBuilder r = new StringBuilder("\"");
        name.codePoints().limit(60).forEach(c -> {
            if (isUnseen(c) || c >= 0xd800 && c < 0xe000) r.append(String.format("\\u%04x", c));
            else r.appendCodePoint(c);
        });
        return r.append(name.length() > 60 ? "...\"" : "\"").toString();
    }

    /// Control characters, and marks that turn the direction of the text after them.
    static boolean isUnseen(int c) {
        return Character.isISOControl(c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f;
    }

    FormatException error(int position, String rule, String met, String advice) {
        return new FormatException(file, BEFORE + position, rule, met, advice);
    }
}
