package dev.jacobi.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `TilesF64` is `TilesF32` with the types exchanged, so that nobody mends only one of them.
class TilesTwinTest {
    private static final Path FOLDER = Path.of("src/main/java/dev/jacobi/scalar");

    @Test
    void theTwoFilesDifferOnlyInTheirType() throws IOException {
        String f32 = Files.readString(FOLDER.resolve("TilesF32.java"));
        String f64 = Files.readString(FOLDER.resolve("TilesF64.java"));
        String exchanged = f32.replace("`TilesF64`", "`other`").replace("float", "double").replace("F32", "F64");
        assertThat(f64.replace("`TilesF32`", "`other`")).isEqualTo(exchanged);
    }
}
