package dev.jacobi.explain.lesson;

import dev.jacobi.io.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The lessons that come with the program.
public final class Lessons {
    private static final String FOLDER = "/dev/jacobi/explain/lessons/";

    private Lessons() {}

    /// The names of all, easier ones first.
    public static List<String> names() { return read("index").lines().toList(); }

    /// All, in that order.
    public static List<Lesson> all() { return names().stream().map(Lessons::load).toList(); }

    /// One of them.
    ///
    /// @throws IllegalArgumentException if there is none of that name, with the nearest one or all
    public static Lesson named(String name) {
        List<String> names = names();
        if (names.contains(name)) return load(name);
        throw new IllegalArgumentException("there is no example \"" + name + "\"; " + Nearest.to(name, names)
            .map(n -> "did you mean " + n + "?")
            .orElse("there are " + String.join(", ", names)));
    }

    private static Lesson load(String name) { return Lesson.of(name, read(name + ".md")); }

    private static String read(String file) {
        try (InputStream in = Lessons.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) throw new AssertionError("the resource " + FOLDER + file + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the lesson " + file + " can't be read", e);
        }
    }
}
