package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    private Path target;

    @BeforeEach
    void nameAFile() { target = folder.resolve("model"); }

    @Test
    void aFileIsWrittenAndReplaced() throws IOException {
        AtomicFile.write(target, text("one"));
        assertThat(target).hasContent("one");
        byte[] large = new byte[200_000];
        large[199_999] = 7;
        AtomicFile.write(target, out -> {
            out.write(large);
            out.close();                                                       // does no harm
        });
        assertThat(target).hasBinaryContent(large);
        assertThat(files()).containsExactly("model");
    }

    @Test
    void whenTheWritingFailsTheOldFileStaysAndNothingElse() throws IOException {
        AtomicFile.write(target, text("old"));
        for (RuntimeException unchecked : new RuntimeException[] {null, new IllegalStateException("no value")}) {
            for (int length : new int[] {0, 1, 70_000, 200_000}) {
                assertThatThrownBy(() -> AtomicFile.write(target, out -> {
                    out.write(new byte[length]);
                    if (unchecked != null) throw unchecked;
                    throw new IOException("No space left on device");
                })).hasMessageContaining(unchecked == null ? "No space left on device; the file that was there is as it was" : "no value");
                assertThat(target).hasContent("old");
                assertThat(files()).containsExactly("model");
            }
        }
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() -> AtomicFile.write(fresh, out -> { throw new IOException("EIO"); })).hasMessageContaining("nothing is left of it");
        assertThat(files()).containsExactly("model");
    }

    @Test
    void untilItIsCompleteTheOldFileIsThere() throws IOException {
        AtomicFile.write(target, text("old"));
        AtomicFile.write(target, out -> {
            out.write(new byte[100_000]);
            out.flush();
            assertThat(target).hasContent("old");
        });
        assertThat(target).hasBinaryContent(new byte[100_000]);
    }

    /// Someone, here the writing itself, changes the bytes behind the stream's back.
    @Test
    void whatIsReadBackMustBeWhatWasWritten() throws IOException {
        AtomicFile.write(target, text("old"));
        assertThatThrownBy(() -> AtomicFile.write(target, out -> {
            out.write("new".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Path temporary = folder.resolve(files().stream().filter(f -> f.endsWith(".tmp")).findFirst().orElseThrow());
            try (OutputStream other = new FileOutputStream(temporary.toFile())) {
                other.write("mew".getBytes(StandardCharsets.UTF_8));
            }
        })).hasMessageContaining("what was read back is not what was written");
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("model");
    }

    @Test
    void anInterruptedThreadWritesToTheEndAndRemainsInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            AtomicFile.write(target, text("one"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(target).hasContent("one");
    }

    @Test
    void linksStay() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path file = Files.writeString(other.resolve("file"), "old");
        Files.createSymbolicLink(target, file);
        AtomicFile.write(target, text("new"));
        assertThat(Files.isSymbolicLink(target)).isTrue();
        assertThat(file).hasContent("new");
        Files.delete(file);
        assertThatThrownBy(() -> AtomicFile.write(target, text("new"))).hasMessageContaining("a link that leads nowhere; name another file");
    }

    @Test
    void permissionsStay() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "the file system has no POSIX permissions");
        Files.writeString(target, "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        AtomicFile.write(target, text("new"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target))).isEqualTo("rw-r-----");
        Path plain = Files.createFile(folder.resolve("plain"));
        Path fresh = folder.resolve("fresh");
        AtomicFile.write(fresh, text("new"));
        assertThat(Files.getPosixFilePermissions(fresh)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> AtomicFile.write(folder, text("x"))).hasMessageContaining("this is a folder; name another file");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/model"), text("x"))).hasMessageContaining("there is no folder")
            .hasMessageContaining("make it first");
    }

    @Test
    void aFileThatMayNotBeWrittenIsRefused() throws IOException {
        Files.writeString(target, "old");
        assumeTrue(target.toFile().setReadOnly() && !Files.isWritable(target), "this user may write everything");
        assertThatThrownBy(() -> AtomicFile.write(target, text("x"))).hasMessageContaining("a file that may not be written");
    }

    @Test
    void aNameMayBeAsLongAsTheSystemAllows() throws IOException {
        Path file = folder.resolve("n".repeat(255));
        AtomicFile.write(file, text("x"));
        assertThat(file).hasContent("x");
    }

    private static AtomicFile.Writing text(String text) { return out -> out.write(text.getBytes(StandardCharsets.UTF_8)); }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).toList();
        }
    }
}
