package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Four well-known files that begin in four ways: what is told about them works when typed.
class CsvFilesTest {
    private Path tables = Path.of("");

    @BeforeEach
    void data() {
        String folder = System.getenv("JACOBI_DATA");
        assumeTrue(folder != null && Files.isDirectory(Path.of(folder, "tabular")), "JACOBI_DATA names no folder with tables");
        tables = Path.of(folder, "tabular");
    }

    @Test
    void iris() throws IOException { assertTable("iris.csv", 1, ',', 5, 150, "if it is a remark, type --skip 1 --no-header"); }

    @Test
    void wine() throws IOException { assertTable("wine_data.csv", 1, ',', 14, 178, "if it is a remark, type --skip 1 --no-header"); }

    @Test
    void digits() throws IOException { assertTable("digits.csv.gz", 0, ',', 65, 1797, "if it is a row like the others, type --no-header"); }

    @Test
    void diabetes() throws IOException {
        assertTable("diabetes_data_raw.csv.gz", 0, ' ', 10, 442, "if it is a row like the others, type --no-header");
        assertTable("diabetes_target.csv.gz", 0, ',', 1, 442, "type --no-header");
    }

    private void assertTable(String name, int skip, char delimiter, int columns, int rows, String advice) throws IOException {
        Path file = tables.resolve(name);
        assertThatThrownBy(() -> CsvReader.open(file, CsvLayout.DEFAULT).close()).isInstanceOf(FormatException.class).hasMessageContaining(advice);
        if (skip > 0) {
            assertThatThrownBy(() -> CsvReader.open(file, CsvLayout.DEFAULT.noHeader()).close())
                .isInstanceOf(FormatException.class).hasMessageContaining("--skip 1");
        }
        try (CsvReader reader = CsvReader.open(file, CsvLayout.DEFAULT.skip(skip).noHeader())) {
            assertThat(reader.delimiter()).isEqualTo(delimiter);
            assertThat(reader.columns()).hasSize(columns).startsWith("c1").endsWith("c" + columns);
            int count = 0;
            while (reader.next()) {
                count++;
                for (int k = 0; k < columns; k++) assertThat(reader.number(k)).as("line %d", reader.line()).isEqualTo(Double.parseDouble(reader.text(k)));
            }
            assertThat(count).isEqualTo(rows);
        }
    }
}
