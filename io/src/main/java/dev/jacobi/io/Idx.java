package dev.jacobi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// An array of numbers from a file in the idx format, in which MNIST and the data sets made after it are kept.
///
/// The format: two zero bytes, a byte for the [Type], a byte for the number of dimensions, each dimension as a
/// four-byte integer, then the elements in row-major order; all numbers are big-endian. Source: the page of the
/// MNIST data set by Yann LeCun, Corinna Cortes and Christopher J. C. Burges.
///
/// ```java
/// Idx images = Idx.read(Path.of("train-images-idx3-ubyte.gz"));
/// int[] shape = images.shape();   // 60000, 28, 28
/// byte[] pixels = images.bytes();
/// ```
public final class Idx {
    /// The longest array that a JVM makes.
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    /// More than any data set has; the format itself would allow 255.
    private static final int MAX_DIMENSIONS = 32;

    /// At most this much memory is taken on the word of a gzip file's header; for more, the contents are counted
    /// first.
    private static final long TRUSTED_BYTES = 64 << 20;

    /// The most that a byte of deflate data can stand for.
    private static final long MOST_PER_BYTE = 1032;

    private static final int CHUNK_BYTES = 64 * 1024;

    /// What the elements of a file are.
    public enum Type {
        /// 0 to 255, in a `byte[]`: `array[i] & 0xff` is the number.
        UNSIGNED_BYTE(0x08, 1),
        /// -128 to 127, in a `byte[]`.
        SIGNED_BYTE(0x09, 1),
        /// In a `short[]`.
        SHORT(0x0b, 2),
        /// In an `int[]`.
        INT(0x0c, 4),
        /// In a `float[]`.
        FLOAT(0x0d, 4),
        /// In a `double[]`.
        DOUBLE(0x0e, 8);

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        private Object newArray(int size) {
            return switch (this) {
                case UNSIGNED_BYTE, SIGNED_BYTE -> new byte[size];
                case SHORT -> new short[size];
                case INT -> new int[size];
                case FLOAT -> new float[size];
                case DOUBLE -> new double[size];
            };
        }
    }

    /// The part before the elements, checked.
    private static final class Header {
        private final Type type;
        private final int[] shape;
        private final int size;

        Header(Type type, int[] shape, int size) {
            this.type = type;
            this.shape = shape;
            this.size = size;
        }

        int length() { return 4 + 4 * shape.length; }

        /// The bytes of a whole file that keeps the header's promise.
        long total() { return length() + (long) size * type.bytes; }
    }

    private final Header header;
    private final Object array;

    private Idx(Header header, Object array) {
        this.header = header;
        this.array = array;
    }

    /// Reads a whole file, plain or gzip: its first two bytes decide, not its name.
    ///
    /// Memory is taken for elements that the file holds, and of a gzip file no more is inflated than its header
    /// promises and one byte.
    ///
    /// @throws FormatException if the file is not idx, holds less or more than its header promises, is damaged, or
    ///     can't fit into memory
    /// @throws IOException if there is no such file, or it can't be read
    public static Idx read(Path path) throws IOException {
        String file = path.toString();
        try (InputStream in = Gunzip.open(path)) {
            Header header = readHeader(file, in);
            long length = Files.size(path);
            if (!(in instanceof Gunzip)) {
                checkLength(file, header, length);
            } else if (header.total() > Math.min(TRUSTED_BYTES, MOST_PER_BYTE * length)) {
                checkLength(file, header, countContents(path, header.total() + 1));
            }
            Object array = header.type.newArray(header.size);
            readElements(file, in, header, array);
            if (in.read() >= 0) {
                checkLength(file, header, header.total() + 1);
            }
            return new Idx(header, array);
        }
    }

    /// What the elements are.
    public Type type() { return header.type; }

    /// The sizes along the dimensions, a copy.
    public int[] shape() { return header.shape.clone(); }

    /// How many elements there are.
    public int size() { return header.size; }

    /// The elements of a file of unsigned or signed bytes. Like the next four this is the array itself, not a copy.
    ///
    /// @throws IllegalStateException if the elements are of another type
    public byte[] bytes() {
        if (array instanceof byte[] elements) { return elements; }
        throw otherType("bytes");
    }

    /// The elements of a file of shorts.
    ///
    /// @throws IllegalStateException if the elements are of another type
    public short[] shorts() {
        if (array instanceof short[] elements) { return elements; }
        throw otherType("shorts");
    }

    /// The elements of a file of ints.
    ///
    /// @throws IllegalStateException if the elements are of another type
    public int[] ints() {
        if (array instanceof int[] elements) { return elements; }
        throw otherType("ints");
    }

    /// The elements of a file of floats.
    ///
    /// @throws IllegalStateException if the elements are of another type
    public float[] floats() {
        if (array instanceof float[] elements) { return elements; }
        throw otherType("floats");
    }

    /// The elements of a file of doubles.
    ///
    /// @throws IllegalStateException if the elements are of another type
    public double[] doubles() {
        if (array instanceof double[] elements) { return elements; }
        throw otherType("doubles");
    }

    private IllegalStateException otherType(String asked) {
        return new IllegalStateException(
            asked + "() was asked of an idx file whose type is " + type() + "; ask type() first");
    }

    private static Header readHeader(String file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(4);
        if (start.length < 4) {
            throw new FormatException(file, start.length, "an idx file must begin with four bytes",
                start.length == 0 ? "the file is empty" : "the file ends here",
                "the file may be incomplete: fetch it again");
        }
        for (int i = 0; i < 2; i++) {
            if (start[i] != 0) {
                throw new FormatException(file, i, "an idx file must begin with two zero bytes",
                    "met " + hex(start[i]), "is this an idx file?");
            }
        }
        Type type = null;
        for (Type known : Type.values()) {
            if (known.code == start[2]) { type = known; }
        }
        if (type == null) {
            throw new FormatException(file, 2, "the type must be one of 0x08, 0x09, 0x0b, 0x0c, 0x0d and 0x0e",
                "met " + hex(start[2]), "is this an idx file?");
        }
        int dimensions = start[3] & 0xff;
        if (dimensions == 0 || dimensions > MAX_DIMENSIONS) {
            throw new FormatException(file, 3, "an idx file must have 1 to " + MAX_DIMENSIONS + " dimensions",
                "met " + dimensions, "is this an idx file?");
        }
        ByteBuffer sizes = ByteBuffer.wrap(in.readNBytes(4 * dimensions));
        if (sizes.limit() < 4 * dimensions) {
            throw new FormatException(file, 4L + sizes.limit(),
                "the header must name the sizes of " + dimensions + " dimensions", "the file ends here",
                "the file may be incomplete: fetch it again");
        }
        int[] shape = new int[dimensions];
        sizes.asIntBuffer().get(shape);
        return new Header(type, shape, countElements(file, type, shape));
    }

    private static int countElements(String file, Type type, int[] shape) throws FormatException {
        boolean empty = false;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0) {
                throw new FormatException(file, 4 + 4 * i, "a dimension must be at most 2147483647",
                    "met " + Integer.toUnsignedString(shape[i]), "were its bytes written in the wrong order?");
            }
            empty |= shape[i] == 0;
        }
        if (empty) {
            return 0;
        }
        long size = 1;
        for (int dimension : shape) {
            size *= dimension;
            if (size > MAX_ELEMENTS) {
                throw new FormatException(file, 4, "an array must have at most " + MAX_ELEMENTS + " elements",
                    "the shape is " + Arrays.toString(shape), "split the file along its first dimension");
            }
        }
        long available = Runtime.getRuntime().maxMemory();
        if (size * type.bytes > available) {
            throw new FormatException(file, 4, "the elements must fit into memory, which is "
                + available / (1 << 20) + " MiB", "they take " + size * type.bytes / (1 << 20) + " MiB",
                "start java with a larger -Xmx");
        }
        return (int) size;
    }

    /// The length of the inflated contents, or `enough` if they are that long or longer.
    private static long countContents(Path path, long enough) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long count = 0;
        try (InputStream in = Gunzip.open(path)) {
            int length;
            while (count < enough && (length = in.read(chunk)) >= 0) {
                count += length;
            }
        }
        return Math.min(count, enough);
    }

    private static void checkLength(String file, Header header, long length) throws FormatException {
        if (length < header.total()) {
            throw new FormatException(file, length, "the header promises " + header.total() + " bytes in all",
                "the file ends here", "the file may be incomplete: fetch it again");
        }
        if (length > header.total()) {
            throw new FormatException(file, header.total(), "the header promises " + header.total()
                + " bytes in all", "more follow", "cut them off, or fetch the file again");
        }
    }

    private static void readElements(String file, InputStream in, Header header, Object array) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES); // big-endian, as the file
        int bytes = header.type.bytes;
        int at = 0;
        while (at < header.size) {
            int count = Math.min(CHUNK_BYTES / bytes, header.size - at);
            int length = in.readNBytes(chunk.array(), 0, count * bytes);
            if (length < count * bytes) {
                checkLength(file, header, header.length() + (long) at * bytes + length);
            }
            chunk.clear();
            switch (array) {
                case byte[] a -> chunk.get(a, at, count);
                case short[] a -> chunk.asShortBuffer().get(a, at, count);
                case int[] a -> chunk.asIntBuffer().get(a, at, count);
                case float[] a -> chunk.asFloatBuffer().get(a, at, count);
                case double[] a -> chunk.asDoubleBuffer().get(a, at, count);
                default -> throw new AssertionError("an array for " + header.type + " is no " + array.getClass());
            }
            at += count;
        }
    }

    private static String hex(byte value) { return String.format("0x%02x", value); }
}
