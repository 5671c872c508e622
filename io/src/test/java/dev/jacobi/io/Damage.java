package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What every reader must do with a file that is not right: end with a [FormatException], having taken little memory.
final class Damage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Damage() {}

    /// A reader of one format.
    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    /// A file that must be refused.
    ///
    /// @param offset the byte that must be named
    /// @param part of the message
    record Case(String name, byte[] contents, long offset, String part) {
        @Override public String toString() { return name; }
    }

    static void refused(Path folder, Case c, Reader<?> reader) throws IOException {
        Path file = Files.write(folder.resolve("damaged"), c.contents);
        FormatException e = attempt(c.name, file, reader);
        assertThat(e).as(c.name).isNotNull();
        assertThat(e).hasMessageStartingWith(file + ", byte " + c.offset + ": ").hasMessageContaining(c.part);
        assertThat(e.file()).isEqualTo(file.toString());
        assertThat(e.offset()).isEqualTo(c.offset);
        assertThat(e.rule()).contains(" must ");
    }

    /// The reader's complaint, or null if it had none; anything else fails.
    static @Nullable FormatException attempt(String what, Path file, Reader<?> reader) throws IOException {
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        FormatException complaint = null;
        try {
            reader.read(file);
        } catch (FormatException e) {
            complaint = e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(what, e);
        }
        long taken = THREADS.getThreadAllocatedBytes(thread) - before;
        assertThat(taken).as("bytes taken for " + what).isLessThan((64 << 20) + 2 * Files.size(file));
        return complaint;
    }

    /// A file with a few bytes exchanged, taken out, put in or cut off.
    static byte[] mutated(byte[] valid, Random random) {
        byte[] r = valid.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && r.length > 1; changes--) {
            int at = random.nextInt(r.length);
            switch (random.nextInt(6)) {
                case 0 -> r[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> r[at] = (byte) random.nextInt(256);
                case 2 -> r[at] = r[random.nextInt(r.length)];
                case 3 -> r[at] = (byte) "{}[]\"':,()0129-.eTF\\<>\n ".charAt(random.nextInt(23));
                case 4 -> r = Arrays.copyOf(r, at);
                default -> {
                    byte[] longer = new byte[r.length + 1];
                    System.arraycopy(r, 0, longer, 0, at);
                    System.arraycopy(r, at, longer, at + 1, r.length - at);
                    r = longer;
                }
            }
        }
        return r;
    }
}
