package dev.jacobi.io;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object of JSON whose fields are known: each is asked for by its name and kind.
///
/// Every method ends with an [IllegalArgumentException] that names the field if it isn't there or is of another kind.
public final class JsonObject {
    private final Map<?, ?> fields;

    private JsonObject(Map<?, ?> fields) { this.fields = fields; }

    /// Reads a text, see [Json#parse].
    public static JsonObject parse(String text) { return of(Json.parse(text), "the text"); }

    private static JsonObject of(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) return new JsonObject(map);
        throw new IllegalArgumentException(where + " should be a JSON object, but is " + kind(value));
    }

    /// The names of the fields, in their order.
    public Set<String> names() {
        Set<String> names = new java.util.LinkedHashSet<>();
        for (Object name : fields.keySet()) names.add(String.valueOf(name));
        return names;
    }

    public boolean has(String name) { return fields.get(name) != null; }

    public String text(String name) {
        if (fields.get(name) instanceof String text) return text;
        throw wrong(name, "a text");
    }

    /// A number, or one of the texts "NaN", "Infinity" and "-Infinity" that stand for one, see [Json#write].
    public double number(String name) {
        return switch (fields.get(name)) {
            case Number number -> number.doubleValue();
            case String text when text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity") -> Double.parseDouble(text);
            case null, default -> throw wrong(name, "a number");
        };
    }

    /// A whole number that fits into an `int`.
    public int whole(String name) {
        double number = number(name);
        if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) return (int) number;
        throw wrong(name, "a whole number");
    }

    public boolean truth(String name) {
        if (fields.get(name) instanceof Boolean truth) return truth;
        throw wrong(name, "true or false");
    }

    public JsonObject object(String name) { return of(fields.get(name), "\"" + name + "\""); }

    public List<JsonObject> objects(String name) {
        if (!(fields.get(name) instanceof List<?> list)) throw wrong(name, "an array of objects");
        return list.stream().map(o -> of(o, "\"" + name + "\"")).toList();
    }

    public List<String> texts(String name) {
        if (!(fields.get(name) instanceof List<?> list)) throw wrong(name, "an array of texts");
        return list.stream().map(o -> {
            if (o instanceof String text) return text;
            throw wrong(name, "an array of texts");
        }).toList();
    }

    private IllegalArgumentException wrong(String name, String wanted) {
        return new IllegalArgumentException("\"" + name + "\" should be " + wanted + ", but "
                + (fields.containsKey(name) ? "is " + kind(fields.get(name)) : "isn't there"));
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "a text";
            case Number _ -> "the number " + value;
            case Boolean _ -> String.valueOf(value);
            case List<?> _ -> "an array";
            default -> "an object";
        };
    }
}
