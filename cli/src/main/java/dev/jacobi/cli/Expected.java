package dev.jacobi.cli;

import dev.jacobi.explain.Diagnosis;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers that someone has worked out by hand, and what is to be said of them.
final class Expected {
    private Expected() {}

    /// As they are typed: `y=3; W[0,1]=0.5`.
    static List<Diagnosis> of(Explanation e, String text) {
        List<Diagnosis> r = new ArrayList<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 0) throw new WrongInput("--expect needs NAME=NUMBER, such as \"y=3\", but got '" + part + "'");
            r.add(of(e, part.substring(0, equals).strip(), part.substring(equals + 1).strip()));
        }
        return r;
    }

    private static Diagnosis of(Explanation e, String name, String typed) {
        Tensor given = Values.parse("given=" + typed).get("given");
        if (given == null) throw new WrongInput("an expected number is missing for " + name);
        return Diagnosis.of(e, name, given, typed);
    }

    /// As a request has them, `{"y": 3, "W": [[1, 2]]}` or `"y=3"`, and as an answer tells them.
    static Map<String, Object> answers(Explanation e, Object expect) {
        List<Diagnosis> all = switch (expect) {
            case String text -> of(e, text);
            case Map<?, ?> map -> {
                List<Diagnosis> r = new ArrayList<>();
                map.forEach((name, value) -> r.add(value instanceof String typed ? of(e, String.valueOf(name), typed)
                    : Diagnosis.of(e, String.valueOf(name), value(String.valueOf(name), value))));
                yield r;
            }
            default -> throw new WrongInput("\"expect\" is an object, {\"y\": 3}, or a string such as \"y=3\"");
        };
        Map<String, Object> answers = new LinkedHashMap<>();
        for (Diagnosis d : all) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("given", d.given());
            one.put("right", d.right());
            one.put("verdict", d.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            one.put("why", d.why());
            answers.put(d.name(), one);
        }
        return answers;
    }

    private static Tensor value(String name, @Nullable Object value) {
        Tensor t = value == null ? null : Values.of(Map.of(name, value)).get(name);
        if (t == null) throw new WrongInput("an expected number is missing for " + name);
        return t;
    }

    /// Cut at semicolons, and at commas outside brackets.
    private static List<String> parts(String text) {
        List<String> all = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ';';
            if (c == '[') depth++;
            if (c == ']') depth--;
            if (i < text.length() && (depth > 0 || c != ';' && c != ',')) continue;
            if (!text.substring(start, i).isBlank()) all.add(text.substring(start, i).strip());
            start = i + 1;
        }
        return all;
    }
}
