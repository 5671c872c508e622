package dev.jacobi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Tells whether data are the same as before.
final class Fingerprint {
    private Fingerprint() {}

    /// The SHA-256 of a file's bytes, or of all idx files of a folder in the order of their names.
    static String of(Path data) throws IOException {
        List<Path> files = List.of(data);
        if (Files.isDirectory(data)) {
            try (Stream<Path> inside = Files.list(data)) {
                files = inside.filter(f -> f.getFileName().toString().matches("(train|t10k)-(images|labels).*")).sorted().toList();
            }
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
                }
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
