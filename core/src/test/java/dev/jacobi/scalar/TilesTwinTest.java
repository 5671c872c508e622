package dev.jacobi.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files with `F64` in their names are those with `F32` with the types exchanged, so that nobody mends only one of them.
class TilesTwinTest {
    private static final Path FOLDER = Path.of("src/main/java/dev/jacobi/scalar");

    @ParameterizedTest
    @ValueSource(strings = {"Tiles", "VectorTiles"})
    void theTwoFilesDifferOnlyInTheirType(String name) throws IOException {
        String f32 = Files.readString(FOLDER.resolve(name + "F32.java"));
        String f64 = Files.readString(FOLDER.resolve(name + "F64.java"));
        String exchanged = f32.replace("`" + name + "F64`", "`other`").replace("float", "double").replace("F32", "F64");
        assertThat(f64.replace("`" + name + "F32`", "`other`")).isEqualTo(exchanged);
    }
}
