package dev.jacobi.cli;

import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.ReportJson;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.io.Json;
import dev.jacobi.io.Nearest;
import dev.jacobi.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Many requests, one JSON object a line, answered by one JSON object a line. A bad line is answered by an error and stops
/// no other.
final class Batch {
    private static final int LONGEST_LINE = 64 << 20;
    private static final Set<String> KEYS = new TreeSet<>(List.of("id", "formula", "at", "wrt", "upstream", "check", "expect", "paths"));

    private final PrintWriter out;
    private int lines;
    private int bad;

    Batch(PrintWriter out) { this.out = out; }

    /// How many lines there were.
    int lines() { return lines; }

    /// How many of them could not be answered.
    int bad() { return bad; }

    /// Answers all lines of a file, or of standard input for `-`.
    void answer(String source) throws IOException, InterruptedException {
        try (BufferedReader in = new BufferedReader(source.equals("-")
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8) : Files.newBufferedReader(Path.of(source)))) {
            for (String line = line(in); line != null; line = line(in)) {
                if (Thread.interrupted()) throw new InterruptedException();
                if (line.isBlank()) continue;
                lines++;
                out.write(answerOne(line));
                out.write('\n');
            }
        }
        out.flush();
    }

    /// The next line, cut where it is too long to be a request.
    private static @Nullable String line(Reader in) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = in.read();
        if (c < 0) return null;
        for (; c >= 0 && c != '\n'; c = in.read()) if (text.length() <= LONGEST_LINE) text.append((char) c);
        return text.toString();
    }

    private String answerOne(String line) {
        Object id = null;
        try {
            if (line.length() > LONGEST_LINE) throw new WrongInput("a line has at most 64 million characters");
            Object read = Json.parse(line);
            if (!(read instanceof Map<?, ?> request)) throw new WrongInput("a request is an object, {\"formula\": \"f = x^2\", \"at\": {\"x\": 3}}");
            id = request.get("id");
            return Json.write(answer(id, request));
        } catch (IllegalArgumentException | WrongInput e) {
            bad++;
            Map<String, Object> r = new LinkedHashMap<>();
            if (id != null) r.put("id", id);
            r.put("line", lines);
            r.put("error", String.valueOf(e.getMessage()));
            return Json.write(r);
        }
    }

    private static Map<String, Object> answer(@Nullable Object id, Map<?, ?> request) {
        for (Object key : request.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new WrongInput("a request has no \"" + key + "\"" + Nearest.to(String.valueOf(key), KEYS).map(n -> "; did you mean \"" + n + "\"?").orElse("; it may have " + String.join(", ", KEYS)));
            }
        }
        if (!(request.get("formula") instanceof String formula)) throw new WrongInput("a request needs a \"formula\", a string");
        Question question = new Question(formula, values(request.get("at")), names(request.get("wrt")), upstream(request.get("upstream")),
            request.get("paths") instanceof Number n ? Math.clamp(n.intValue(), 1, 1000) : 10, 1e-4, false);
        Explanation e = question.explanation();
        Map<String, Object> r = new LinkedHashMap<>();
        if (id != null) r.put("id", id);
        r.putAll(ReportJson.of(question.report(e), !Boolean.FALSE.equals(request.get("check"))));
        Object expect = request.get("expect");
        if (expect != null) r.put("expect", Expected.answers(e, expect));
        return r;
    }

    private static Map<String, Tensor> values(@Nullable Object at) {
        return switch (at) {
            case null -> Map.of();
            case String text -> Values.parse(text);
            case Map<?, ?> map -> Values.of(map);
            default -> throw new WrongInput("\"at\" is an object of values or a string such as \"x=1, y=2\"");
        };
    }

    private static List<String> names(@Nullable Object wrt) {
        return switch (wrt) {
            case null -> List.of();
            case String one -> List.of(one);
            case List<?> many when many.stream().allMatch(String.class::isInstance) -> new ArrayList<>(many.stream().map(String.class::cast).toList());
            default -> throw new WrongInput("\"wrt\" is a name or a list of names, such as [\"x\", \"W[0,1]\"]");
        };
    }

    private static @Nullable Tensor upstream(@Nullable Object upstream) {
        return upstream == null ? null : Values.of(Map.of("upstream", upstream)).get("upstream");
    }
}
