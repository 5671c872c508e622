package dev.jacobi.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of numbers, all of one width, that can be read in any order. What would take too much
/// of the heap lies in a temporary file, which is gone when the program ends.
///
/// A row reads the same from both. Any number of threads may read.
final class Rows {
    private static final int CHUNK_ROWS = 4096;
    private static final ValueLayout.OfDouble NUMBER = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int count;
    private final List<double[]> chunks;
    private final @Nullable MemorySegment file;

    private Rows(int width, int count, List<double[]> chunks, @Nullable MemorySegment file) {
        this.width = width;
        this.count = count;
        this.chunks = chunks;
        this.file = file;
    }

    int count() { return count; }

    int width() { return width; }

    /// Whether the rows lie in a file, not in the heap.
    boolean isSpilled() { return file != null; }

    /// Puts one row into `target`, which has room for it.
    void read(int row, double[] target) {
        if (file != null) MemorySegment.copy(file, NUMBER, 8L * row * width, target, 0, width);
        else System.arraycopy(chunks.get(row / CHUNK_ROWS), row % CHUNK_ROWS * width, target, 0, width);
    }

    /// Takes rows one after the other.
    static final class Collector implements AutoCloseable {
        private final int width;
        private final long heapBytes;
        private final List<double[]> chunks = new ArrayList<>();
        private int count;
        private @Nullable FileChannel file;

        /// @param heapBytes how much of the heap the rows may take
        Collector(int width, long heapBytes) {
            this.width = width;
            this.heapBytes = heapBytes;
        }

        /// Collects in the heap up to an eighth of it.
        Collector(int width) { this(width, Runtime.getRuntime().maxMemory() / 8); }

        int count() { return count; }

        /// Takes a copy of a row.
        ///
        /// @throws IOException if the temporary file can't be written, say because the disk is full
        void add(double[] row) throws IOException {
            int at = count % CHUNK_ROWS;
            if (at == 0) {
                if (count > Integer.MAX_VALUE - CHUNK_ROWS) throw new IOException("a table has at most " + Integer.MAX_VALUE + " rows; split the file");
                makeRoom();
            }
            System.arraycopy(row, 0, chunks.getLast(), at * width, width);
            count++;
        }

        private void makeRoom() throws IOException {
            if (8L * width * ((long) count + CHUNK_ROWS) <= heapBytes) {
                chunks.add(new double[CHUNK_ROWS * width]);
                return;
            }
            if (file == null) {
                Path path = Files.createTempFile("jacobi-rows", ".tmp");
                file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            }
            while (chunks.size() > 1) write(chunks.removeFirst(), CHUNK_ROWS);
            if (chunks.isEmpty()) chunks.add(new double[CHUNK_ROWS * width]);
            else write(chunks.getFirst(), CHUNK_ROWS);
        }

        private void write(double[] chunk, int rows) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(8 * rows * width).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(chunk, 0, rows * width);
            while (bytes.hasRemaining()) java.util.Objects.requireNonNull(file).write(bytes);
        }

        /// All rows that were taken.
        Rows rows() throws IOException {
            if (file == null) return new Rows(width, count, List.copyOf(chunks), null);
            int rest = count % CHUNK_ROWS == 0 ? CHUNK_ROWS : count % CHUNK_ROWS;
            write(chunks.getFirst(), rest);
            chunks.clear();
            // the memory of the file is given back when nobody reads it any more
            return new Rows(width, count, List.of(), file.map(FileChannel.MapMode.READ_ONLY, 0, 8L * count * width, Arena.ofAuto()));
        }

        /// Forgets the file's name; what was mapped stays readable.
        @Override public void close() {
            try {
                if (file != null) file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
