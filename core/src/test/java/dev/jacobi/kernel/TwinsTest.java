package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kernels and their tests are written once, for `float`, in files with `F32` in their names; their twins
/// for other types are textual copies. After a change to a file for `float`, run the `main` of this class in the folder `core`:
/// it writes the twins again.
class TwinsTest {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/main/java/dev/jacobi/kernel"), Path.of("src/main/java/dev/jacobi/kernel/vector"),
                    Path.of("src/test/java/dev/jacobi/kernel"));

    record Type(String suffix, String primitive, String box, String literal) {
        String turn(String source) {
            return source.replace("F32", suffix).replace("float", primitive).replace("Float", box)
                    .replaceAll("(?<=[0-9])f\\b", literal);
        }
    }

    record Twin(Path source, Type type) {
        Path target() { return source.resolveSibling(source.getFileName().toString().replace("F32", type.suffix)); }

        String text() throws IOException { return type.turn(Files.readString(source)); }

        @Override public String toString() { return target().getFileName().toString(); }
    }

    private static final Type F64 = new Type("F64", "double", "Double", "d");
    private static final List<Type> OTHERS = List.of(new Type("I32", "int", "Integer", ""),
            new Type("I64", "long", "Long", "L"), new Type("I16", "short", "Short", ""), new Type("Bool", "boolean", "Boolean", ""));

    static List<Twin> twins() throws IOException {
        List<Twin> twins = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (!name.contains("F32")) continue;
                    twins.add(new Twin(file, F64));
                    if (name.startsWith("Moves")) OTHERS.forEach(type -> twins.add(new Twin(file, type)));
                }
            }
        }
        return twins;
    }

    @ParameterizedTest
    @MethodSource("twins")
    void isTheSourceInAnotherType(Twin twin) throws IOException {
        assertThat(Files.readString(twin.target()))
                .as("%s differs from %s: change the latter, then run the main of TwinsTest in the folder core",
                        twin.target(), twin.source())
                .isEqualTo(twin.text());
    }

    public static void main(String[] args) throws IOException {
        for (Twin twin : twins()) Files.writeString(twin.target(), twin.text());
    }
}
