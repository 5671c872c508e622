import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes the release of the system that it runs on: `jacobi-VERSION-SYSTEM.zip`, with its own Java. The build runs it
/// in `cli` after the modules are gathered, see `docs/release.md`:
///
///     java src/release/Release.java VERSION
static final Path TARGET = Path.of("target");

void main(String[] arguments) throws IOException, InterruptedException {
    String name = "jacobi-" + arguments[0] + "-" + system();
    Path home = TARGET.resolve(name);
    Path zip = TARGET.resolve(name + ".zip");
    if (Files.exists(home)) delete(home);                                       // what an earlier run left
    Files.deleteIfExists(zip);

    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int result = jlink.run(System.out, System.err, "--module-path", TARGET.resolve("modules").toString(),
            "--add-modules", "dev.jacobi.cli", "--launcher", "jacobi=dev.jacobi.cli/dev.jacobi.cli.Main",
            "--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6", "--output", home.toString());
    if (result != 0) throw new IOException("jlink ended with " + result);

    // The JDK's classes as they lie in memory, for a quicker start; jlink's own option for it prints many warnings.
    Process archive = new ProcessBuilder(home.resolve("bin/java").toString(), "-Xshare:dump", "-Xlog:disable", "-Xlog:all=error")
            .inheritIO().start();
    if (archive.waitFor() != 0) throw new IOException("java -Xshare:dump ended with " + archive.exitValue());

    // On Windows jlink's own launcher does. Elsewhere it stumbles over links and over blanks in its path.
    if (!windows()) {
        Path launcher = home.resolve("bin/jacobi");
        Files.write(launcher, Files.readAllBytes(Path.of("src/release/jacobi")));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (String file : List.of("LICENSE", "README.md", "CHANGELOG.md")) Files.copy(Path.of("..", file), home.resolve(file));
    copy(Path.of("../docs"), home.resolve("docs"));

    pack(home, zip);
    System.out.printf(Locale.ROOT, "%s, %.1f MB%n", zip, Files.size(zip) / 1e6);
}

static boolean windows() { return System.getProperty("os.name").startsWith("Windows"); }

/// As in "linux-x64".
static String system() {
    String os = windows() ? "windows" : System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux";
    String processor = System.getProperty("os.arch");
    return os + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
}

/// The files below a folder in a fixed order, a folder before what it holds.
static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
        return paths.sorted().toList();
    }
}

static void delete(Path folder) throws IOException {
    for (Path path : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
}

static void copy(Path from, Path to) throws IOException {
    for (Path path : all(from)) Files.copy(path, to.resolve(from.relativize(path).toString()));
}

/// One folder in a zip, which keeps what may be executed.
static void pack(Path folder, Path zip) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()),
            Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
        for (Path path : all(folder)) {
            Path to = files.getPath("/" + folder.getFileName() + "/" + folder.relativize(path)
                    .toString().replace('\\', '/'));
            if (Files.isDirectory(path)) Files.createDirectories(to);
            else Files.copy(path, to);
            if (!windows()) Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(path));
        }
    }
}
