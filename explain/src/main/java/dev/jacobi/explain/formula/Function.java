package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of the language.
///
/// @param signature as messages show it: `leaky_relu(x, slope=0.01)`
/// @param parameters in their order
/// @param kind what it is where formulas are cut into steps
/// @param builder applies the ordinary tensor operations
/// @param sign the sign that means the same, or ""
record Function(String signature, List<Parameter> parameters, Kind kind, Builder builder, String sign) {

    enum Kind { GATE, CHAIN, MOVEMENT }

    /// Of a function that is the spelled-out form of a sign: `add(x, y)` is `x + y`.
    static Function of(String sign, String signature) {
        Builder never = a -> {
            throw new AssertionError(sign + " is applied as a sign");
        };
        Function f = of(Kind.GATE, signature, never);
        return new Function(f.signature, f.parameters, f.kind, never, sign);
    }

    interface Builder {
        Tensor build(Arguments arguments);
    }

    /// @param names what keywords may call it; the first is ours
    /// @param preset what it is where nothing is given; null where something must be
    record Parameter(List<String> names, Takes takes, double @Nullable [] preset) {
        String name() { return names.getFirst(); }
    }

    /// `VALUE` is a tensor, `OPTIONAL` one that may be left out, `VALUES` any number of them; `NUMBER` is written in the
    /// formula, `NUMBERS` several, `SIZES` several without brackets.
    enum Takes {
        VALUE, OPTIONAL, VALUES, NUMBER, NUMBERS, SIZES;

        boolean isValue() { return this == VALUE || this == OPTIONAL || this == VALUES; }

        boolean isMany() { return this == VALUES || this == SIZES; }
    }

    /// A function from its signature: `x` is a value, `y?` one that may be left out, `x...` any number, `theta=0` a
    /// number, `low!` one without a preset, `axis=all` several, none by preset, `sizes*` several without brackets;
    /// `axis|dim` may be called either.
    static Function of(Kind kind, String signature, Builder builder) {
        int open = signature.indexOf('(');
        List<Parameter> parameters = new ArrayList<>();
        StringBuilder shown = new StringBuilder();
        for (String text : signature.substring(open + 1, signature.length() - 1).split(", ")) {
            int end = 0;
            while (end < text.length() && (Lexer.isName(text.charAt(end)) || text.charAt(end) == '|')) end++;
            List<String> names = List.of(text.substring(0, end).split("\\|"));
            String rest = text.substring(end);
            parameters.add(switch (rest) {
                case "" -> new Parameter(names, Takes.VALUE, null);
                case "?" -> new Parameter(names, Takes.OPTIONAL, null);
                case "..." -> new Parameter(names, Takes.VALUES, null);
                case "!" -> new Parameter(names, Takes.NUMBER, null);
                case "*" -> new Parameter(names, Takes.SIZES, new double[0]);
                case "=all" -> new Parameter(names, Takes.NUMBERS, new double[0]);
                default -> new Parameter(names, Takes.NUMBER, new double[] {Double.parseDouble(rest.substring(1))});
            });
            String name = names.getFirst();
            shown.append(shown.isEmpty() ? "" : ", ").append(switch (rest) {
                case "?" -> "[" + name + "]";
                case "!" -> name;
                case "*" -> name + "...";
                case "=all" -> name + "=";
                default -> name + rest;
            });
        }
        String name = signature.substring(0, open).split("\\|", 2)[0];
        return new Function(name + "(" + shown + ")", List.copyOf(parameters), kind, builder, "");
    }

    String name() { return signature.substring(0, signature.indexOf('(')); }
}
