package dev.jacobi.explain.lesson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// A number that a command of a lesson comes to, as it stands in the text that the lesson is about.
///
/// @param of whose it is: `ah[0]`, `∂L/∂W[0,1]`, `path ∂f/∂y 1`
/// @param value with as many digits as are meant
public record Expectation(String of, String value) {
    /// Reads `f = 6; ∂f/∂y = 5`.
    static List<Expectation> list(String text) {
        List<Expectation> all = new ArrayList<>();
        for (String one : text.split(";")) {
            int equals = one.lastIndexOf('=');
            if (equals < 0) throw new IllegalArgumentException("an expectation is written \"name = value\", but this is \""
                + one.strip() + "\"");
            BigDecimal value = new BigDecimal(one.substring(equals + 1).strip());
            all.add(new Expectation(one.substring(0, equals).strip(), value.toString()));
        }
        return all;
    }

    /// Whether a number is this one, to half a unit of the last digit given.
    public boolean isMetBy(double number) {
        if (!Double.isFinite(number)) return false;
        BigDecimal given = new BigDecimal(value);
        BigDecimal half = given.ulp().multiply(new BigDecimal("0.5"));
        return new BigDecimal(number).subtract(given).abs().compareTo(half) <= 0;
    }
}
