package dev.jacobi.explain;

import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON (RFC 8259) on one line: maps as objects, lists and tensors as arrays. Numbers have the digits that it takes
/// to read the same `double` again; NaN and the infinities, which JSON doesn't have, are the strings `"NaN"`,
/// `"Infinity"` and `"-Infinity"`.
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /// A map, list, tensor, string, number, truth value or null as text.
    public static String of(@Nullable Object value) {
        JsonText text = new JsonText();
        text.write(value);
        return text.out.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case Tensor t -> tensor(t.toDoubles(), t, 0, 0);
            case Boolean b -> out.append(b.booleanValue());
            case Integer i -> out.append(i.intValue());
            case Long l -> out.append(l.longValue());
            case Number n -> number(n.doubleValue());
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (!first) out.append(", ");
            first = false;
            string(String.valueOf(e.getKey()));
            out.append(": ");
            write(e.getValue());
        }
        out.append('}');
    }

    private void array(List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) out.append(", ");
            write(list.get(i));
        }
        out.append(']');
    }

    private void tensor(double[] v, Tensor t, int axis, int from) {
        if (axis == t.rank()) {
            number(v[from]);
            return;
        }
        int step = 1;
        for (int i = axis + 1; i < t.rank(); i++) step *= t.size(i);
        out.append('[');
        for (int i = 0; i < t.size(axis); i++) {
            if (i > 0) out.append(", ");
            tensor(v, t, axis + 1, from + i * step);
        }
        out.append(']');
    }

    private void number(double x) {
        if (!Double.isFinite(x)) out.append('"').append(x).append('"');
        else if (x == Math.rint(x) && Math.abs(x) < 1e15) out.append((long) x);
        else out.append(x);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
