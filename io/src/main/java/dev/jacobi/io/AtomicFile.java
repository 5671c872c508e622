package dev.jacobi.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// Files that are there as a whole or not at all, whatever happens while they are written.
///
/// A file is written under a temporary name in its folder and forced to the disk; it is read again, and what was
/// read compared with what was written; then it takes its name in one step, and the folder is forced, too, where the
/// operating system allows that. Whoever opens the file meanwhile, or after the power failed, finds the old one or
/// the new one.
public final class AtomicFile {
    private static final int BUFFER = 64 * 1024;

    private AtomicFile() {}

    /// What is to be in a file.
    @FunctionalInterface
    public interface Writing {
        /// Writes all of it; the stream is buffered, and closed by the caller.
        void to(OutputStream out) throws IOException;
    }

    /// Writes a file. A file that has the name already is replaced and hands on its permissions; a symbolic link
    /// stays, and the file that it leads to is replaced.
    ///
    /// @throws IOException if that fails; then the temporary file is gone, and the file that was there is as it was,
    ///     except where the message says otherwise
    public static void write(Path target, Writing body) throws IOException {
        Path file = Files.isSymbolicLink(target) ? Files.exists(target) ? target.toRealPath() : refuse(target, "a link that leads nowhere")
            : target.toAbsolutePath();
        Path folder = Objects.requireNonNullElse(file.getParent(), file);
        boolean replaces = Files.exists(file);
        if (replaces && !Files.isRegularFile(file)) refuse(target, Files.isDirectory(file) ? "a folder" : "a pipe or a device");
        if (replaces && !Files.isWritable(file)) refuse(target, "a file that may not be written");
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(target.toString(), null, "a file is written into a folder, but there is no folder "
                + folder + "; make it first");
        }
        Path temporary = folder.resolve(".jacobi-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        boolean moved = false;
        try {
            Files.createFile(temporary);
            if (replaces) copyPermissions(file, temporary);
            long written = writeAndForce(temporary, body);
            if (checksum(temporary) != written) {
                throw new IOException("what was read back is not what was written; is the disk failing?");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } catch (IOException e) {
            throw new IOException(target + " was to be written, but " + reason(e) + "; " + (replaces
                ? "the file that was there is as it was" : "nothing is left of it") + ": make room or name another folder, and try again", e);
        } finally {
            if (!moved) Files.deleteIfExists(temporary);
        }
        forceFolder(target, folder);
    }

    private static Path refuse(Path target, String what) throws FileSystemException {
        throw new FileSystemException(target.toString(), null, "a file is to be written there, but this is " + what + "; name another file");
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null) view.setPermissions(Files.getPosixFilePermissions(from));
    }

    /// Returns the checksum of what was written. Streams rather than channels, which an interrupt would close.
    private static long writeAndForce(Path temporary, Writing body) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            OutputStream out = new BufferedOutputStream(new CheckedOutputStream(file, checksum), BUFFER);
            body.to(new FilterOutputStream(out) {
                @Override public void write(byte[] bytes, int from, int count) throws IOException { out.write(bytes, from, count); }

                @Override public void close() throws IOException { flush(); } // there is more to do with the file
            });
            out.flush();
            file.getFD().sync();
        }
        return checksum.getValue();
    }

    private static long checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count; (count = in.read(buffer)) >= 0; ) checksum.update(buffer, 0, count);
        }
        return checksum.getValue();
    }

    /// The file has its name already; this makes the name last.
    private static void forceFolder(Path target, Path folder) throws IOException {
        boolean interrupted = Thread.interrupted(); // which would close the channel
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folders, and a folder may be one that takes files but can't be read
        } catch (IOException e) {
            throw new IOException(target + " is written, but its folder couldn't be forced to the disk (" + reason(e)
                + "); it may be gone if the power fails now: copy it to another disk", e);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "the folder doesn't allow it (" + e.getMessage() + ")"
            : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
