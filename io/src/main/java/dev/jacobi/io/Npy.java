package dev.jacobi.io;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// One array in a file of the npy format, NumPy's own. Source: the documentation of `numpy.lib.format`.
///
/// Floating numbers of 16, 32 and 64 bits, whole ones of 8 to 64 (unsigned ones of 8) and truth values are read, of
/// either byte order and either order of axes, from files of the versions 1 to 3. Arrays of Python objects are never
/// read: that would mean to run what the file says.
public final class Npy {
    private Npy() {}

    /// Reads the array: 8 or 16 bits of a whole number become `I32`.
    ///
    /// @throws FormatException if the file breaks a rule of the format, holds more or less than its header says, holds
    ///     elements of another kind, or can't fit into memory
    /// @throws IOException if there is no such file, or it can't be read
    public static Tensor read(Path path) throws IOException {
        DataFile.require(path);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return read(path.toString(), in, Files.size(path));
        }
    }

    /// Reads an array that takes `length` bytes in all.
    static Tensor read(String file, InputStream in, long length) throws IOException {
        NpyHeader.Parsed header = NpyHeader.read(file, in);
        if (header.total() != length) {
            throw new FormatException(file, Math.min(length, header.total()), "the array must have the " + header.total()
                + " bytes that its header promises", length < header.total() ? "it ends here" : "more follow",
                length < header.total() ? DataFile.INCOMPLETE : "cut them off, or fetch the file again");
        }
        if (!header.fortran() || header.shape().rank() < 2) {
            return header.kind().read(file, in, header.dataBegin(), header.order(), header.shape());
        }
        // the elements of its transpose, row by row
        int rank = header.shape().rank();
        int[] turned = new int[rank];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            turned[i] = header.shape().size(rank - 1 - i);
            back[i] = rank - 1 - i;
        }
        return header.kind().read(file, in, header.dataBegin(), header.order(), Shape.of(turned)).permute(back);
    }

    /// Writes an array, as [AtomicFile] does: version 1.0, row by row, the least significant byte first.
    ///
    /// @throws IOException if the file can't be written
    public static void write(Path path, Tensor tensor) throws IOException { AtomicFile.write(path, out -> write(tensor, out)); }

    static void write(Tensor tensor, OutputStream out) throws IOException {
        String descr = switch (tensor.dtype()) {
            case F32 -> "<f4";
            case F64 -> "<f8";
            case F16 -> "<f2";
            case BF16 -> throw new IllegalArgumentException("npy has no BF16, but the tensor is one; convert it with to(DType.F32)");
            case I32 -> "<i4";
            case I64 -> "<i8";
            case BOOL -> "|b1";
        };
        int[] sizes = tensor.shape().toArray();
        String shape = Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(", ", "(", sizes.length == 1 ? ",)" : ")"));
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;             // the data begins at a multiple of 64
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)});
        out.write((text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        Elements.write(tensor, out);
    }
}
