package dev.jacobi.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/// Idx files as byte arrays, right and wrong ones.
final class IdxFiles {
    private IdxFiles() {}

    /// A header and whatever follows it, unchecked.
    static byte[] idx(int type, int[] shape, byte... elements) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + elements.length);
        file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        for (int size : shape) {
            file.putInt(size);
        }
        return file.put(elements).array();
    }

    static int[] shape(int... sizes) { return sizes; }

    static byte[] gzip(byte... contents) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(result)) {
            out.write(contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            result.writeBytes(part);
        }
        return result.toByteArray();
    }
}
