package dev.jacobi.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The lines of a text file in UTF-8, plain or .gz, one after the other in constant memory.
public final class TextLines implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int end;
    private long bufferStart;
    private long number;

    private TextLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /// @throws IOException if there is no such file, or it can't be read
    public static TextLines open(Path file) throws IOException { return new TextLines(file, Gunzip.open(file)); }

    /// The next line without its end (LF or CR LF), or null behind the last.
    ///
    /// @throws FormatException if it is longer than 1 MiB or isn't UTF-8
    public @Nullable String next() throws IOException {
        line.reset();
        long start = bufferStart + at;
        number++;
        int b = read();
        if (b < 0) return null;
        for (; b >= 0 && b != '\n'; b = read()) {
            if (line.size() == MOST_BYTES) {
                throw new FormatException(file.toString(), start, "line " + number + ": a line must have at most " + MOST_BYTES + " bytes", "it has more", "is this text?");
            }
            line.write(b);
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(file.toString(), start, "line " + number + ": a text must be in UTF-8", "this line isn't", "save the file as UTF-8");
        }
    }

    private int read() throws IOException {
        if (at == end) {
            bufferStart += end;
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) return -1;
        }
        return buffer[at++] & 0xff;
    }

    @Override public void close() throws IOException { in.close(); }
}
