package dev.jacobi.io;

import dev.jacobi.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of an npy file before the data: its version and a line that says kind, order and shape.
///
/// The line is written in Python, and is read here as what it is, a list of three things: nothing in it is evaluated.
final class NpyHeader {
    private static final int MOST_BYTES = 65_535;
    private static final int MOST_SIZES = 64;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String ADVICE = "was it written by numpy.save?";
    private static final String NOT_NPY = "is this an npy file?";

    private static final Map<String, Elements> KINDS = Map.of("f8", Elements.F64, "f4", Elements.F32, "f2", Elements.F16,
        "i8", Elements.I64, "i4", Elements.I32, "i2", Elements.I16, "i1", Elements.I8, "u1", Elements.U8, "b1", Elements.BOOL);

    private final String file;
    private final String text;
    private final int begin;
    private int at;

    private @Nullable Elements kind;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private @Nullable Boolean fortran;
    private @Nullable Shape shape;

    private NpyHeader(String file, String text, int begin) {
        this.file = file;
        this.text = text;
        this.begin = begin;
    }

    /// What a header says, checked.
    ///
    /// @param fortran whether the first axis varies fastest
    /// @param dataBegin the first byte of the data
    record Parsed(Elements kind, ByteOrder order, boolean fortran, Shape shape, int dataBegin) {
        /// Bytes of the whole file.
        long total() { return dataBegin + (long) shape.size() * kind.bytes(); }
    }

    /// Reads the header and leaves the stream at the first byte of data.
    static Parsed read(String file, InputStream in) throws IOException {
        byte[] start = new byte[12];
        DataFile.fill(file, in, 0, start, 8, "the first eight bytes");
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw new FormatException(file, i, "an npy file must begin with 0x93 and NUMPY", String.format("met the byte 0x%02x", start[i]), NOT_NPY);
            }
        }
        int version = start[6];
        if (version < 1 || version > 3 || start[7] != 0) {
            throw new FormatException(file, 6, "the version must be 1.0, 2.0 or 3.0", "met " + (version & 0xff) + "." + (start[7] & 0xff), NOT_NPY);
        }
        int bytes = version == 1 ? 2 : 4;
        int begin = 8 + bytes;
        DataFile.fill(file, in, 8, start, bytes, "the header's length");
        long length = 0;
        for (int i = bytes - 1; i >= 0; i--) length = length << 8 | start[i] & 0xff;
        if (length > MOST_BYTES) {
            throw new FormatException(file, 8, "the header must have at most " + MOST_BYTES + " bytes", "its length is given as " + length, NOT_NPY);
        }
        byte[] text = new byte[(int) length];
        DataFile.fill(file, in, begin, text, text.length, "the header");
        if (length == 0 || text[text.length - 1] != '\n') {
            throw new FormatException(file, begin + Math.max(0, length - 1), "the header must end with a newline", "met something else", NOT_NPY);
        }
        return new NpyHeader(file, decoded(file, text, begin, version), begin).parse(begin + text.length);
    }

    private static String decoded(String file, byte[] text, int begin, int version) throws FormatException {
        if (version < 3) return new String(text, StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(file, begin, "the header must be UTF-8", "it is not", ADVICE);
        }
    }

    private Parsed parse(int dataBegin) throws FormatException {
        require('{');
        boolean more = peek() != '}';
        while (more) {
            int start = at;
            String key = string();
            require(':');
            boolean again = switch (key) {
                case "descr" -> kind != null;
                case "fortran_order" -> fortran != null;
                case "shape" -> shape != null;
                default -> throw error(start, "the keys must be descr, fortran_order and shape", "met " + SafetensorsText.brief(key), ADVICE);
            };
            if (again) throw error(start, "a key must be given once", key + " is given again", ADVICE);
            switch (key) {
                case "descr" -> descr();
                case "fortran_order" -> fortran = truth();
                default -> sizes();
            }
            more = take(',') && peek() != '}';
        }
        require('}');
        peek();
        if (at < text.length()) throw error(at, "only white space must follow the header's }", met(), ADVICE);
        if (kind == null || fortran == null || shape == null) {
            throw error(0, "the header must have descr, fortran_order and shape", "there is no "
                + (kind == null ? "descr" : fortran == null ? "fortran_order" : "shape"), ADVICE);
        }
        // the shape may stand before the kind that says how much memory it takes
        Shape checked = kind.shape(file, begin, longs(shape));
        return new Parsed(kind, order, fortran, checked, dataBegin);
    }

    private static List<Long> longs(Shape shape) {
        List<Long> r = new ArrayList<>();
        for (int size : shape.toArray()) r.add((long) size);
        return r;
    }

    private void descr() throws FormatException {
        int start = at;
        if (peek() == '[') {
            throw error(start, "the elements must be plain numbers", "these are records of several", "save each field as an array of its own");
        }
        String descr = string();
        Elements met = descr.length() == 3 ? KINDS.get(descr.substring(1)) : null;
        char sign = descr.isEmpty() ? 0 : descr.charAt(0);
        boolean ordered = sign == '<' || sign == '>' || sign == '|' && met != null && met.bytes() == 1;
        if (met == null || !ordered) {
            throw error(start, "the descr must be < or > and one of f8 f4 f2 i8 i4 i2 i1 u1 b1", "met " + SafetensorsText.brief(descr),
                descr.contains("O") ? "such an array holds Python objects, which are never read" : "convert it with numpy's astype");
        }
        kind = met;
        order = sign == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private boolean truth() throws FormatException {
        for (boolean value : new boolean[] {true, false}) {
            String word = value ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return value;
            }
        }
        throw error(at, "fortran_order must be True or False", met(), ADVICE);
    }

    private void sizes() throws FormatException {
        int start = at;
        List<Long> sizes = new ArrayList<>();
        require('(');
        while (peek() != ')') {
            if (sizes.size() == MOST_SIZES) throw error(at, "an array must have at most " + MOST_SIZES + " axes", "there are more", ADVICE);
            sizes.add(number());
            if (peek() == ')' && sizes.size() == 1) throw error(at, "a shape of one size must be written with a comma", "met )", ADVICE);
            if (peek() != ')' && !take(',')) throw error(at, "a shape must be of whole numbers of 0 or more and commas", met(), ADVICE);
        }
        require(')');
        shape = Elements.BOOL.shape(file, begin + start, sizes);
    }

    private long number() throws FormatException {
        int start = at;
        long r = 0;
        for (char c = peek(); c >= '0' && c <= '9'; c = at < text.length() ? text.charAt(at) : 0) {
            if (r > (Long.MAX_VALUE - 9) / 10) throw error(start, "a size must be less than 2^63", "this one is larger", ADVICE);
            r = r * 10 + c - '0';
            at++;
        }
        if (at == start || at > start + 1 && text.charAt(start) == '0') throw error(start, "a shape must be of whole numbers of 0 or more and commas", met(), ADVICE);
        return r;
    }

    private String string() throws FormatException {
        char quote = peek();
        if (quote != '\'' && quote != '"') throw error(at, "the header must have a string in quotes here", met(), ADVICE);
        int start = at + 1;
        int end = text.indexOf(quote, start);
        if (end < 0) throw error(at, "a string must be closed", "the header ends here", ADVICE);
        at = end + 1;
        String r = text.substring(start, end);
        if (r.indexOf('\\') >= 0) throw error(start, "a string must be plain here", "met \\", ADVICE);
        peek();
        return r;
    }

    /// The next sign that is no white space, or 0 at the end.
    private char peek() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n' || text.charAt(at) == '\t' || text.charAt(at) == '\r')) at++;
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char sign) {
        if (peek() != sign) return false;
        at++;
        peek();
        return true;
    }

    private void require(char sign) throws FormatException {
        if (!take(sign)) throw error(at, "the header must have " + sign + " here", met(), ADVICE);
    }

    private String met() {
        peek();
        return at >= text.length() ? "the header ends here" : "met " + SafetensorsText.brief(String.valueOf(text.charAt(at)));
    }

    /// In version 3, where a character may take several bytes, the place is that of a header in ASCII.
    private FormatException error(int position, String rule, String met, String advice) {
        return new FormatException(file, begin + position, rule, met, advice);
    }
}
