package dev.jacobi.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why it failed, which the writers of the JDK don't tell.
final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private @Nullable IOException failure;

    /// A writer to this; it is flushed after every line.
    PrintWriter writer() { return new PrintWriter(new OutputStreamWriter(this, charset(System.out)), true); }

    /// Why the output is incomplete; null where all is well, or where the reader has enough, as in `| head`.
    @Nullable IOException failure() {
        boolean enough = failure != null && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        return enough ? null : failure;
    }

    /// UTF-8, so that files and pipes hold the same bytes everywhere, except where a console asks for another: only
    /// then it differs from the charset of the system.
    static Charset charset(PrintStream standard) {
        return standard.charset().name().equals(System.getProperty("native.encoding"))
            ? StandardCharsets.UTF_8 : standard.charset();
    }

    @Override
    public void write(int b) throws IOException { write(new byte[] {(byte) b}, 0, 1); }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
