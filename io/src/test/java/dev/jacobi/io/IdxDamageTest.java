package dev.jacobi.io;

import static dev.jacobi.io.IdxFiles.gzip;
import static dev.jacobi.io.IdxFiles.idx;
import static dev.jacobi.io.IdxFiles.join;
import static dev.jacobi.io.IdxFiles.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to a file, reading it gives what its bytes say or a [FormatException], and takes little memory.
class IdxDamageTest {
    private static final byte[] PLAIN = idx(0x0b, shape(2, 3), new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Room for buffers, messages and stack traces.
    private static final long ALLOWED_BYTES = 1 << 20;

    @TempDir Path folder;

    @Test
    void everyTruncation() throws IOException {
        for (byte[] file : new byte[][] {PLAIN, gzip(PLAIN), join(gzip(PLAIN), gzip())}) {
            for (int length = 0; length < file.length; length++) {
                read(Arrays.copyOf(file, length), "cut at " + length);
            }
        }
        // Cut between two members, a file is whole.
        assertThat(read(gzip(PLAIN), "one member")).isTrue();
    }

    @Test
    void everyFlippedBit() throws IOException {
        for (byte[] file : new byte[][] {PLAIN, gzip(PLAIN)}) {
            int read = 0;
            for (int bit = 0; bit < 8 * file.length; bit++) {
                byte[] damaged = file.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                read += read(damaged, "bit " + bit) ? 1 : 0;
            }
            // Some bits are free: the elements, and in gzip the time and the operating system.
            assertThat(read).isGreaterThanOrEqualTo(file == PLAIN ? 12 * 8 : 4 * 8).isLessThan(8 * file.length);
        }
    }

    @Test
    @Tag("slow")
    void everyByteToEveryValue() throws IOException {
        for (byte[] file : new byte[][] {PLAIN, gzip(PLAIN)}) {
            for (int at = 0; at < file.length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] damaged = file.clone();
                    damaged[at] = (byte) value;
                    read(damaged, "byte " + at + " = " + value);
                }
            }
        }
    }

    @Test
    void aBombIsNotInflated() throws IOException {
        // 16 MiB of zeros in a file that ends in the middle: who inflates them all meets its end.
        byte[] zeros = new byte[16 << 20];
        byte[] bomb = half(gzip(idx(0x08, shape(10), zeros)));
        assertThat(bomb.length).isLessThan(10_000);
        Path file = Files.write(folder.resolve("bomb"), bomb);
        assertThatThrownBy(() -> Idx.read(file)).hasMessageContaining("promises 18 bytes in all, but more follow");

        Path honest = Files.write(folder.resolve("honest"), half(gzip(idx(0x08, shape(zeros.length), zeros))));
        assertThatThrownBy(() -> Idx.read(honest)).hasMessageContaining("a gzip member must be complete");
    }

    @Test
    void refusedFilesStayNotOpen() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "no /proc/self/fd to count in");
        read(PLAIN, "warm up");
        long before = count(descriptors);
        for (int length = 0; length < PLAIN.length; length++) {
            read(Arrays.copyOf(PLAIN, length), "cut at " + length);
            read(Arrays.copyOf(gzip(PLAIN), length), "cut at " + length);
        }
        assertThat(count(descriptors)).isLessThan(before + PLAIN.length);
    }

    private static byte[] half(byte[] file) { return Arrays.copyOf(file, file.length / 2); }

    /// Reads a file and tells whether that went well; the elements must then be those that the bytes say.
    private boolean read(byte[] contents, String what) throws IOException {
        Path file = Files.write(folder.resolve("some.idx"), contents);
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        Idx idx;
        try {
            idx = Idx.read(file);
        } catch (FormatException e) {
            assertThat(THREADS.getThreadAllocatedBytes(thread) - before).as(what).isLessThan(ALLOWED_BYTES);
            return false;
        } catch (RuntimeException e) {
            return fail(what, e);
        }
        assertThat(THREADS.getThreadAllocatedBytes(thread) - before).as(what).isLessThan(ALLOWED_BYTES);
        // Gzip guards its contents; in a plain file a changed element can't be told from a right one.
        byte[] expected = contents[0] == 0x1f ? PLAIN : contents;
        assertThat(idx.shape()).as(what).isEqualTo(shapeOf(expected));
        assertThat(elements(idx)).as(what)
            .isEqualTo(Arrays.copyOfRange(expected, 4 + 4 * expected[3], expected.length));
        return true;
    }

    private static int[] shapeOf(byte[] contents) {
        int[] shape = new int[contents[3]];
        ByteBuffer.wrap(contents, 4, 4 * shape.length).asIntBuffer().get(shape);
        return shape;
    }

    private static byte[] elements(Idx idx) {
        ByteBuffer result = ByteBuffer.allocate(1024);
        switch (idx.type()) {
            case UNSIGNED_BYTE, SIGNED_BYTE -> result.put(idx.bytes());
            case SHORT -> { for (short e : idx.shorts()) { result.putShort(e); } }
            case INT -> { for (int e : idx.ints()) { result.putInt(e); } }
            case FLOAT -> { for (float e : idx.floats()) { result.putFloat(e); } }
            case DOUBLE -> { for (double e : idx.doubles()) { result.putDouble(e); } }
        }
        return Arrays.copyOf(result.array(), result.position());
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
