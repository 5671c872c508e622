package dev.jacobi.nn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One case of `cs231n.json`, numbers computed by others: as much JSON as that file needs.
final class Vectors {
    private final String text;

    private Vectors(String text) { this.text = text; }

    /// Skips the test where the file isn't at hand.
    static Vectors of(String name) {
        String folder = System.getenv("JACOBI_VECTORS");
        assumeTrue(folder != null, "JACOBI_VECTORS names no folder of vectors");
        try {
            String all = Files.readString(Path.of(folder, "cs231n.json"));
            return new Vectors(all.substring(all.indexOf('"' + name + '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A number, or nested arrays of numbers of equal lengths.
    Tensor get(String name) {
        int at = text.indexOf('"' + name + '"');
        if (at < 0) throw new AssertionError("there is no " + name);
        List<Double> values = new ArrayList<>();
        List<Integer> opened = new ArrayList<>();                // brackets at each depth
        int depth = 0;
        StringBuilder number = new StringBuilder();
        for (int i = text.indexOf(':', at) + 1; values.isEmpty() || depth > 0; i++) {
            char c = text.charAt(i);
            if ("+-.eE0123456789".indexOf(c) >= 0) {
                number.append(c);
                continue;
            }
            if (!number.isEmpty()) values.add(Double.valueOf(number.toString()));
            number.setLength(0);
            if (c == ']') depth--;
            if (c != '[') continue;
            if (depth == opened.size()) opened.add(0);
            opened.set(depth, opened.get(depth) + 1);
            depth++;
        }
        opened.add(values.size());
        int[] sizes = new int[opened.size() - 1];
        for (int d = 0; d < sizes.length; d++) sizes[d] = opened.get(d + 1) / opened.get(d);
        return Tensor.wrap(values.stream().mapToDouble(Double::doubleValue).toArray(), Shape.of(sizes));
    }

    /// NumPy's `linspace` in rows.
    static Tensor linspace(double from, double to, int... sizes) {
        Shape shape = Shape.of(sizes);
        double[] r = new double[shape.size()];
        for (int i = 0; i < r.length; i++) r[i] = from + (to - from) * i / (r.length - 1);
        return Tensor.wrap(r, shape);
    }
}
