package dev.jacobi.cli;

import dev.jacobi.explain.formula.Values;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a formula and the values of its inputs come from: the argument itself, a file, or standard input.
final class FormulaText {
    private static final int LARGEST = 64 << 20;
    /// `net.txt`, `nets/first`, and nothing with a space, a bracket or an equals sign.
    private static final Pattern LIKE_A_PATH = Pattern.compile("(?=[^()=\\[\\]\\s*+]*$)(.*[\\w-]\\.[A-Za-z]\\w{0,7}|\\.{0,2}/.*|.*\\\\.*)");

    private FormulaText() {}

    /// The text of a formula: `-` is standard input, an existing path a file, anything else the formula itself.
    static String read(String argument) throws IOException {
        if (argument.equals("-")) return readAll(System.in, "standard input");
        Path path = path(argument);
        if (path != null && Files.isRegularFile(path)) return read(path);
        if (LIKE_A_PATH.matcher(argument.strip()).matches()) {
            throw new WrongInput(argument + ": there is no such file" + (path != null && Files.isDirectory(path) ? ", it is a folder" : "")
                + "; a formula is written like f = x^2 + y");
        }
        return argument;
    }

    /// Values as they are typed, `x=1,y=2`, or `@FILE` for those in a file. Later ones replace earlier ones.
    static Map<String, Tensor> values(List<String> at) throws IOException {
        Map<String, Tensor> r = new LinkedHashMap<>();
        for (String text : at) r.putAll(Values.parse(text.startsWith("@") ? read(Path.of(text.substring(1))) : text));
        return r;
    }

    private static @Nullable Path path(String argument) {
        try {
            return argument.length() > 4096 || argument.indexOf('\n') >= 0 ? null : Path.of(argument);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return readAll(in, file.toString());
        }
    }

    private static String readAll(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) throw new WrongInput(name + " has more than 64 MiB, the most that is read");
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
