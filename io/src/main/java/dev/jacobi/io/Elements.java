package dev.jacobi.io;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The kinds of numbers that files hold, and what they become here: whole numbers of 8 or 16 bits an `I32`,
/// without a loss, all others themselves.
enum Elements {
    F64(8, DType.F64), F32(4, DType.F32), F16(2, DType.F16), BF16(2, DType.BF16),
    I64(8, DType.I64), I32(4, DType.I32), I16(2, DType.I32), I8(1, DType.I32), U8(1, DType.I32), BOOL(1, DType.BOOL);

    private static final int CHUNK = 64 * 1024;

    private final int bytes;
    private final DType dtype;

    Elements(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /// Bytes that an element takes in a file.
    int bytes() { return bytes; }

    /// The kind whose elements a tensor holds.
    static Elements of(DType dtype) { return valueOf(dtype.name()); }

    /// Checks sizes before memory is taken for them.
    ///
    /// @param at where the sizes stand in the file
    Shape shape(String file, long at, List<Long> sizes) throws FormatException {
        long size = 1;
        boolean empty = false;
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            long s = sizes.get(i);
            if (s > Integer.MAX_VALUE) throw tooLarge(file, at, sizes);
            shape[i] = (int) s;
            empty |= s == 0;
            size = Math.min(size * Math.max(1, s), 1L << 31);
        }
        if (empty) return Shape.of(shape);
        if (size > Integer.MAX_VALUE - 8) throw tooLarge(file, at, sizes);
        long available = Runtime.getRuntime().maxMemory();
        if (size * dtype.bytes() > available) {
            throw new FormatException(file, at, "the elements must fit into memory, which is " + (available >> 20) + " MiB",
                "they take " + (size * dtype.bytes() >> 20) + " MiB", "start java with a larger -Xmx");
        }
        return Shape.of(shape);
    }

    private static FormatException tooLarge(String file, long at, List<Long> sizes) {
        return new FormatException(file, at, "a tensor must have at most 2147483639 elements", "the shape is " + brief(sizes),
            "split it along an axis");
    }

    /// A shape for a message, however long.
    static String brief(List<Long> sizes) {
        return sizes.size() <= 8 ? sizes.toString() : sizes.subList(0, 8).toString().replace("]", ", ... " + sizes.size() + " sizes]");
    }

    /// Reads the elements of a tensor, which begin at the byte `at` of the file.
    Tensor read(String file, InputStream in, long at, ByteOrder order, Shape shape) throws IOException {
        Storage result = Storage.allocate(dtype, shape.size());
        int size = shape.size();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, (long) size * bytes)).order(order);
        int count = 0;
        for (int from = 0; from < size; from += count) {
            count = Math.min(CHUNK / bytes, size - from);
            long begin = at + (long) from * bytes;
            DataFile.fill(file, in, begin, chunk.array(), count * bytes, "the data");
            chunk.clear();
            switch (this) {
                case F64 -> chunk.asDoubleBuffer().get(result.f64(), from, count);
                case F32 -> chunk.asFloatBuffer().get(result.f32(), from, count);
                case F16, BF16 -> chunk.asShortBuffer().get(result.halves(), from, count);
                case I64 -> chunk.asLongBuffer().get(result.i64(), from, count);
                case I32 -> chunk.asIntBuffer().get(result.i32(), from, count);
                case I16 -> { for (int i = 0; i < count; i++) result.i32()[from + i] = chunk.getShort(); }
                case I8 -> { for (int i = 0; i < count; i++) result.i32()[from + i] = chunk.get(); }
                case U8 -> { for (int i = 0; i < count; i++) result.i32()[from + i] = chunk.get() & 0xff; }
                case BOOL -> {
                    for (int i = 0; i < count; i++) {
                        byte b = chunk.get();
                        if (b != 0 && b != 1) {
                            throw new FormatException(file, begin + i, "a truth value must be the byte 0 or 1", "met " + (b & 0xff), DataFile.DAMAGED);
                        }
                        result.bool()[from + i] = b == 1;
                    }
                }
            }
        }
        return Tensor.wrap(result, shape, null);
    }

    /// Writes the elements of a tensor row by row, each with its least significant byte first.
    static void write(Tensor tensor, OutputStream out) throws IOException {
        Storage from = tensor.dense();
        int bytes = of(tensor.dtype()).bytes;
        int size = tensor.size();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, (long) size * bytes)).order(ByteOrder.LITTLE_ENDIAN);
        int count = 0;
        for (int at = 0; at < size; at += count) {
            count = Math.min(CHUNK / bytes, size - at);
            chunk.clear();
            switch (from.array()) {
                case double[] a -> chunk.asDoubleBuffer().put(a, at, count);
                case float[] a -> chunk.asFloatBuffer().put(a, at, count);
                case long[] a -> chunk.asLongBuffer().put(a, at, count);
                case int[] a -> chunk.asIntBuffer().put(a, at, count);
                case short[] a -> chunk.asShortBuffer().put(a, at, count);
                default -> { for (int i = 0; i < count; i++) chunk.put((byte) (from.bool()[at + i] ? 1 : 0)); }
            }
            out.write(chunk.array(), 0, count * bytes);
        }
    }
}
