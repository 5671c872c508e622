package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static Tensor one(Map<String, Tensor> values, String name) {
        Tensor t = values.get(name);
        if (t == null) throw new AssertionError("no " + name + " in " + values.keySet());
        assertThat(t.dtype()).isEqualTo(DType.F64);
        return t;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "x=[1,2,3]; W=[[1,2],[3,4]]; y=2", "x=[1,2,3],W=[[1,2],[3,4]],y=2", "x=[1,2,3] W=[[1,2],[3,4]] y=2",
        "x = [ 1, 2, 3 ]\nW = [[1, 2],\n     [3, 4]]   # a matrix\n\ny : 2.0\n", ";; x=[1 2 3];W=[[1 2] [3 4]];,y=+2e0;",
        "{\"x\": [1, 2, 3], \"W\": [[1, 2], [3, 4]], \"y\": 2}", " {\"x\":[1,2,3.0],\"W\":[[1,2],[3,4]],\"y\":2e0} "
    })
    void valuesAreSeparatedAsPeopleDo(String text) {
        Map<String, Tensor> values = Values.parse(text);
        assertThat(values.keySet()).containsExactly("x", "W", "y");
        assertThat(one(values, "x").toDoubles()).containsExactly(1, 2, 3);
        assertThat(one(values, "W").shape()).isEqualTo(Shape.of(2, 2));
        assertThat(one(values, "W").toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(one(values, "y").shape()).isEqualTo(Shape.of());
        assertThat(one(values, "y").item()).isEqualTo(2);
    }

    @Test
    void numbersAreWrittenInManyWays() {
        Map<String, Tensor> v = Values.parse("a=-.5; b=1/4; c=2*pi; d=−3; e=1E-3; f=inf; g=nan; h=[[[1]],[[2]]]; i=-1/3*3; j=1e+2");
        assertThat(one(v, "a").item()).isEqualTo(-0.5);
        assertThat(one(v, "b").item()).isEqualTo(0.25);
        assertThat(one(v, "c").item()).isEqualTo(2 * Math.PI);
        assertThat(one(v, "d").item()).isEqualTo(-3);
        assertThat(one(v, "e").item()).isEqualTo(0.001);
        assertThat(one(v, "f").item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(one(v, "g").item()).isNaN();
        assertThat(one(v, "h").shape()).isEqualTo(Shape.of(2, 1, 1));
        assertThat(one(v, "i").item()).isEqualTo(-1);
        assertThat(one(v, "j").item()).isEqualTo(100);
        assertThat(Values.parse("")).isEmpty();
        assertThat(Values.parse("{}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            x‸               ~ a value is missing; write x=1
            x=‸              ~ the value of x has to be a number
            x=‸abc           ~ the value of x has to be a number
            x=1; ‸=2         ~ values are given by name
            ‸3               ~ values are given by name
            x=1; ‸x=2        ~ x was given twice
            x=[1,2‸          ~ a ] is missing
            x=[‸]            ~ an array has at least one entry
            x=[[1,2],[3‸]]   ~ this array has 1 entry, but the ones before it have 2; rows are equally long
            x=[[1],[2,3‸]]   ~ this array has 2 entries, but the ones before it have 1
            x=[1,‸[2]]       ~ an array stands beside numbers
            x=[[1],‸2]       ~ a number stands beside arrays
            x=‸1.2.3         ~ this is no number
            x=[1,‸,2]        ~ the value of x has to be a number
            x=1‸y=2          ~ a separator is missing
            x=[1]‸]          ~ a separator is missing
            x=[[[[[[[[‸[1]]]]]]]]] ~ an array has at most 8 axes
            """)
    void aMistakeIsNamedAndShown(String marked, String sentence) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> Values.parse(marked.replace("‸", "")));
        assertThat(e).as(marked).isNotNull();
        assertThat(e.sentence()).contains(sentence);
        assertThat(e.column()).as("column of " + e.getMessage()).isEqualTo(marked.indexOf('‸') + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"x": [[1,2],[3]]}  ~ x[1] has 1 entry, but the arrays before it have 2; rows are equally long
            {"x": [1,[2]]}      ~ x[1] is an array; it has to be a number or an array of numbers
            {"x": [[2],1]}      ~ x[1] is a number, but its neighbors are arrays of 1
            {"x": "1"}          ~ x is a string; it has to be a number or an array of numbers
            {"x": [1,null]}     ~ x[1] is null
            {"x": true}         ~ x is a truth value
            {"x": {"y": 1}}     ~ x is an object
            {"x": []}           ~ x has an array without entries
            {"x": 1, "x": 2}    ~ the name "x" was given twice, in line 1, column 10
            {"x": [1,2}         ~ a , or ] is missing, in line 1, column 11
            """)
    void aMistakeInJsonIsNamed(String text, String sentence) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> Values.parse(text));
        assertThat(e).as(text).isNotNull();
        assertThat(e).hasMessageContaining(sentence);
    }

    @Test
    void jsonOfValuesIsAnObject() {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> Values.json("[1, 2]"));
        assertThat(e).hasMessageContaining("values are given as a JSON object").hasMessageContaining("but this is an array");
    }

    @Test
    void aMillionNumbersAreReadAsOne() {
        int n = 1_000_000;
        StringBuilder row = new StringBuilder("[");
        for (int i = 0; i < n; i++) row.append(i == 0 ? "" : ",").append(i / 8.0);
        row.append(']');
        for (String text : new String[] {"x=" + row, "{\"x\":" + row + "}"}) {
            Tensor x = one(Values.parse(text), "x");
            assertThat(x.size()).isEqualTo(n);
            assertThat(x.at(n - 1)).isEqualTo((n - 1) / 8.0);
        }
    }
}
