package dev.jacobi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that is about to be read: what every reader asks of it first, and how it complains.
final class DataFile {
    static final String INCOMPLETE = "the file may be incomplete: fetch it again";
    static final String DAMAGED = "the file is damaged: fetch it again";

    private DataFile() {}

    /// @throws FileSystemException if there is no such file, or it is a folder, a pipe or a device
    static void require(Path path) throws FileSystemException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "a file is needed, but this is "
                + (Files.isDirectory(path) ? "a folder" : "a pipe or a device"));
        }
    }

    /// Fills the front of an array.
    ///
    /// @param at where in the file that is
    static void fill(String file, InputStream in, long at, byte[] target, int length, String what) throws IOException {
        int met = in.readNBytes(target, 0, length);
        if (met < length) throw new FormatException(file, at + met, what + " must be complete", "the file ends here", INCOMPLETE);
    }
}
