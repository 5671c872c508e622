package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir Path folder;

    private List<String> lines(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("text"), bytes);
        List<String> r = new ArrayList<>();
        try (TextLines lines = TextLines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) r.add(line);
        }
        return r;
    }

    private List<String> lines(String text) throws IOException { return lines(text.getBytes(StandardCharsets.UTF_8)); }

    @Test
    void linesAreThoseOfTheFile() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("one\n\ntwö\r\nthree")).containsExactly("one", "", "twö", "three");
        String many = "line\n".repeat(50_000);
        assertThat(lines(many)).hasSize(50_000).containsOnly("line");
        Path zipped = folder.resolve("text.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        try (TextLines lines = TextLines.open(zipped)) {
            assertThat(lines.next()).isEqualTo("a");
        }
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThatThrownBy(() -> lines(new byte[] {'a', '\n', 'b', (byte) 0xc3, '\n'})).isInstanceOf(FormatException.class)
                .hasMessageContaining("byte 2: line 2").hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> lines("x".repeat((1 << 20) + 1))).isInstanceOf(FormatException.class).hasMessageContaining("line 1");
    }
}
