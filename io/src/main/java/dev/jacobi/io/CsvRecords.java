package dev.jacobi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Cuts the bytes of a file into records and fields, by RFC 4180 and its relatives, in constant memory.
///
/// A field may stand in quotes, and then holds delimiters, line breaks and doubled quotes. Lines end with LF, CR LF or
/// CR. Blanks around a field don't count. Where blanks are the delimiter, tabs are blanks, too, and many are one.
final class CsvRecords implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FIELDS = 10_000;

    private final Path file;
    private final InputStream in;
    private final long fileSize;
    private final byte delimiter;
    private final byte alias; // a tab is a blank, too, where blanks are the delimiter
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long bufferStart;

    private byte[] record = new byte[256];
    private int length;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private long[] places = new long[16]; // where the fields begin in the contents
    private int fields;
    private boolean blank;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer text = CharBuffer.allocate(256);
    private boolean pastAscii;
    private long line;
    private long nextLine = 1;
    private long offset;

    CsvRecords(Path file, int skip, char delimiter) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormatException(file.toString(), 0, "a table must be a regular file", "this is " + (Files.isDirectory(file) ? "a folder" : "something else"),
                    "name the file itself");
        }
        this.file = file;
        this.delimiter = (byte) delimiter;
        alias = delimiter == ' ' ? (byte) '\t' : (byte) delimiter;
        fileSize = Files.size(file);
        in = Gunzip.open(file);
        try {
            begin(skip);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private void begin(int skip) throws IOException {
        fill();
        if (end >= 2 && (buffer[0] == (byte) 0xff && buffer[1] == (byte) 0xfe || buffer[0] == (byte) 0xfe && buffer[1] == (byte) 0xff)) {
            throw new FormatException(file.toString(), 0, "a table must be text in UTF-8", "this is UTF-16", "save it as UTF-8");
        }
        if (end >= 3 && buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) at = 3;      // a byte order mark
        for (int i = 0; i < skip; i++) {
            int b = read();
            while (b >= 0 && b != '\n' && b != '\r') b = read();
            endOfLine(b);
        }
    }

    /// The next byte, or −1 at the end.
    private int read() throws IOException { return at < end || fill() ? buffer[at++] & 0xff : -1; }

    private boolean fill() throws IOException {
        bufferStart += end;
        at = 0;
        end = in.readNBytes(buffer, 0, buffer.length);
        return end > 0;
    }

    private void endOfLine(int b) throws IOException {
        nextLine++;
        if (b == '\r' && (at < end || fill()) && buffer[at] == '\n') at++;
    }

    /// Goes to the next record; blank lines are none.
    boolean next() throws IOException {
        do {
            length = 0;
            fields = 0;
            blank = true;
            pastAscii = false;
            line = nextLine;
            offset = bufferStart + at;
            if (!record()) {
                checkUnchanged();
                return false;
            }
        } while (blank);
        if (pastAscii) checkText();
        return true;
    }

    private boolean record() throws IOException {
        int b = read();
        if (b < 0) return false;
        while (true) {
            while (b == ' ' || b == '\t' && delimiter != '\t') b = read();
            boolean last = delimiter == ' ' && fields > 0 && (b < 0 || b == '\n' || b == '\r');        // blanks at the end of a line
            if (!last) {
                int start = length;
                long place = b < 0 ? bufferStart + at : bufferStart + at - 1;
                boolean quoted = b == '"';
                b = quoted ? quoted() : plain(b);
                int stop = length;
                if (!quoted) while (stop > start && (record[stop - 1] == ' ' || record[stop - 1] == '\t')) stop--;
                add(start, stop, place);
                blank &= fields == 1 && length == 0 && !quoted;
            }
            if (b == delimiter && !last) {
                b = read();
                continue;
            }
            if (b >= 0) endOfLine(b);
            return true;
        }
    }

    private int plain(int first) throws IOException {
        int b = first;
        while (b >= 0 && b != delimiter && b != alias && b != '\n' && b != '\r') {
            take(b);
            b = read();
        }
        return b == alias ? delimiter : b;
    }

    /// Reads on from behind a quote.
    private int quoted() throws IOException {
        long quoteLine = nextLine;
        long quoteOffset = bufferStart + at - 1;
        while (true) {
            int b = read();
            if (b < 0 || length == MOST_BYTES) {
                throw new FormatException(file.toString(), quoteOffset, "line " + quoteLine + ": a quote that opens must close within a record of "
                        + MOST_BYTES + " bytes", b < 0 ? "the file ends first" : "this one doesn't", "close or remove it");
            }
            if (b == '"') {
                b = read();
                if (b != '"') {
                    while (b == ' ' || b == '\t' && delimiter != '\t') {
                        if (delimiter == ' ') return ' ';
                        b = read();
                    }
                    if (b < 0 || b == delimiter || b == '\n' || b == '\r') return b;
                    throw new FormatException(file.toString(), bufferStart + at - 1, "line " + nextLine
                            + ": behind a closing quote comes the next column", "met more of the text", "double the quotes that belong to the text");
                }
            } else if (b == '\n' || b == '\r') {
                take(b);
                nextLine++;
                if (b == '\r' && (at < end || fill()) && buffer[at] == '\n') take(read());
                continue;
            }
            take(b);
        }
    }

    private void take(int b) throws IOException {
        if (b == 0) {
            throw new FormatException(file.toString(), bufferStart + at - 1, "line " + nextLine + ": a table must be text", "met a byte 0", "is this the right file?");
        }
        if (length == record.length) {
            if (length >= MOST_BYTES) {
                throw tooLong();
            }
            record = Arrays.copyOf(record, Math.min(MOST_BYTES, 2 * length));
        }
        if (b >= 0x80) pastAscii = true;
        record[length++] = (byte) b;
    }

    private void add(int start, int stop, long place) throws IOException {
        if (place - offset > MOST_BYTES) throw tooLong();
        if (fields == starts.length) {
            if (fields >= MOST_FIELDS) {
                throw new FormatException(file.toString(), offset, "line " + line + ": a table has at most " + MOST_FIELDS + " columns", "this row has more",
                        "is the delimiter right (--delimiter)?");
            }
            starts = Arrays.copyOf(starts, Math.min(MOST_FIELDS, 2 * fields));
            ends = Arrays.copyOf(ends, starts.length);
            places = Arrays.copyOf(places, starts.length);
        }
        starts[fields] = start;
        places[fields] = place;
        ends[fields++] = stop;
    }

    private FormatException tooLong() {
        return new FormatException(file.toString(), offset, "line " + line + ": a row must have at most " + MOST_BYTES + " bytes", "it has more",
                "is this the right file?");
    }

    /// Each field by itself: broken halves of two fields may look like a whole.
    private void checkText() throws IOException {
        for (int i = 0; i < fields; i++) {
            text.clear();
            ByteBuffer bytes = ByteBuffer.wrap(record, starts[i], ends[i] - starts[i]);
            CoderResult result = utf8.reset().decode(bytes, text, true);
            while (result.isOverflow()) result = utf8.decode(bytes, text.clear(), true);
            if (result.isError()) {
                throw new FormatException(file.toString(), places[i], "line " + line + ": a table must be text in UTF-8", "column " + (i + 1) + " holds the byte 0x"
                        + Integer.toHexString(record[bytes.position()] & 0xff) + ", which isn't", "save the file as UTF-8");
            }
        }
    }

    private void checkUnchanged() throws IOException {
        long now = Files.size(file);
        long read = in instanceof Gunzip ? fileSize : bufferStart + at;
        if (now != fileSize || read != fileSize) {
            throw new FormatException(file.toString(), Math.min(now, fileSize), "a file must stay as it is while it is read", "it had " + fileSize
                    + " bytes and has " + now + (read != fileSize ? ", of which " + read + " were met" : ""), "read it again when it is complete");
        }
    }

    int fields() { return fields; }

    String text(int field) { return new String(record, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8); }

    /// Where a field begins in the contents.
    long offset(int field) { return places[field]; }

    /// Where a field lies in [#bytes].
    int start(int field) { return starts[field]; }

    int end(int field) { return ends[field]; }

    /// The record's bytes, valid until the next.
    byte[] bytes() { return record; }

    long line() { return line; }

    long offset() { return offset; }

    @Override public void close() throws IOException { in.close(); }
}
