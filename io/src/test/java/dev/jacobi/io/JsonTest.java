package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @Test
    void everyKindOfValueIsRead() {
        Object value = Json.parse("""
                {"a": [1, -2.5, 3e2, 0], "b": {"c": "d"}, "t": true, "f": false, "n": null, "mixed": [1, "x", []], "e": {}}
                """);
        assertThat(value).isInstanceOf(Map.class);
        Map<?, ?> map = (Map<?, ?>) value;
        assertThat(map.keySet().toString()).isEqualTo("[a, b, t, f, n, mixed, e]");
        assertThat(map.get("a")).isInstanceOf(Json.Numbers.class).isEqualTo(List.of(1.0, -2.5, 300.0, 0.0));
        assertThat(map.get("b")).isEqualTo(Map.of("c", "d"));
        assertThat(map.get("t")).isEqualTo(true);
        assertThat(map.get("f")).isEqualTo(false);
        assertThat(map.containsKey("n")).isTrue();
        assertThat(map.get("n")).isNull();
        assertThat(map.get("mixed")).isEqualTo(List.of(1.0, "x", List.of()));
        assertThat(map.get("e")).isEqualTo(Map.of());
        assertThat(Json.parse(" 5 ")).isEqualTo(5.0);
    }

    @Test
    void stringsAreUnescaped() {
        assertThat(Json.parse("\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00ü\"")).isEqualTo("a\"b\\/\b\f\n\r\té😀ü");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            ``~a value is missing, in line 1, column 1
            [1,]~a value is missing, in line 1, column 4
            [1 2]~a , or ] is missing, in line 1, column 4
            {"a" 1}~a : is missing after the name, in line 1, column 6
            {a: 1}~a name in double quotes is missing, in line 1, column 2
            {"a": 1,}~a name in double quotes is missing, in line 1, column 9
            {"a": 1~a , or } is missing, in line 1, column 8
            01~nothing can follow the value, in line 1, column 2
            1.~digits are missing after the point
            1e~digits are missing in the exponent
            .5~a value is missing, in line 1, column 1
            -~a value is missing, in line 1, column 1
            +1~a value is missing, in line 1, column 1
            NaN~a value is missing, in line 1, column 1
            tru~a value is missing, in line 1, column 1
            1 1~nothing can follow the value, in line 1, column 3
            "abc~a string is never closed
            "\\x"~an unknown escape
            "\\u12g4"~four hexadecimal digits are missing
            """)
    void aMistakeIsNamedWithItsPlace(String text, String sentence) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
    }

    @Test
    void placesAreCountedByLines() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": 1,\n  \"b\": x\n}")).hasMessageContaining("in line 3, column 8");
        assertThatThrownBy(() -> Json.parse("\"a\nb\"")).hasMessageContaining("a control character");
    }

    @Test
    void nestingIsBounded() {
        assertThat(Json.parse("[".repeat(100) + "]".repeat(100))).isNotNull();
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).hasMessageContaining("at most 100 deep");
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(100_000))).hasMessageContaining("at most 100 deep");
    }

    @Test
    void theLengthOfATextIsBounded() {
        assertThat(Json.parse("[1, 2]", 6)).isEqualTo(List.of(1.0, 2.0));
        assertThatThrownBy(() -> Json.parse("[1, 2]", 5)).hasMessageContaining("at most 5 characters here, but this one has 6");
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        assertThatThrownBy(() -> Json.parse("{\"a\": 1, \"b\": {\"a\": 2}, \"\\u0061\": 3}"))
            .hasMessageContaining("the name \"a\" was given twice, in line 1, column 25");
    }

    @Test
    void whatIsWrittenCanBeRead() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", "a\"\\\n\t\u0001<é>\u2028");
        value.put("numbers", new double[] {1, -0.0, 0.1, 1e300, 123456789});
        value.put("list", List.of(1, 2L, 2.5, true, Map.of(), List.of()));
        value.put("empty", new double[0]);
        value.put("none", Arrays.asList((Object) null));
        String text = Json.write(value);
        assertThat(text).startsWith("{\"id\":\"a\\\"\\\\\\n\\t\\u0001\\u003cé>\\u2028\",\"numbers\":[1,-0.0,0.1,1.0E300,123456789],")
            .endsWith("\"list\":[1,2,2.5,true,{},[]],\"empty\":[],\"none\":[null]}");
        Map<?, ?> read = (Map<?, ?>) Json.parse(text);
        assertThat(read.get("id")).isEqualTo(value.get("id"));
        assertThat(read.get("numbers")).isEqualTo(List.of(1.0, -0.0, 0.1, 1e300, 123456789.0));
        assertThat(read.get("none")).isEqualTo(Arrays.asList((Object) null));
    }

    @Test
    void numbersThatJsonDoesNotHaveAreStrings() {
        assertThat(Json.write(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)))
            .isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\"]");
        assertThatThrownBy(() -> Json.write(new Object())).hasMessageContaining("but got a Object");
    }
}
