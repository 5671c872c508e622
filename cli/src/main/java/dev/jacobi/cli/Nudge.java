package dev.jacobi.cli;

import dev.jacobi.explain.Columns;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Selection;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// Inputs moved by hand: what the gradient predicts and what really happens.
final class Nudge {
    private Nudge() {}

    /// @param typed `y=0.1`, or `W[0,1]=0.1, x=-1`
    static String of(Explanation e, String typed, Digits digits) {
        if (e.result().size() != 1) throw new WrongInput("--nudge needs a result that is one number, but " + e.resultName() + " has the shape " + e.result().shape());
        double before = e.result().item();
        Columns rows = new Columns("  ", false, true, true, true);
        rows.row("moved by", "predicted", "really", e.resultName());
        Map<String, Tensor> together = new LinkedHashMap<>();
        double predictedTogether = 0;
        int count = 0;
        for (String part : typed.split("[;,](?![^\\[]*\\])")) {
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            if (equals < 0) throw new WrongInput("--nudge needs NAME=NUMBER, such as \"y=0.1\", but got '" + part.strip() + "'");
            Selection selected = Selection.of(e, part.substring(0, equals));
            if (!selected.isEntry()) throw new WrongInput("--nudge moves one number, such as " + selected.quantity().entry(0) + ", but got " + selected.name());
            double by = number(part.substring(equals + 1).strip());
            double predicted = by * e.derivative(selected.quantity(), selected.entry());
            String name = selected.quantity().name();
            Tensor alone = moved(selected.quantity().value(), selected.entry(), by);
            together.put(name, moved(together.getOrDefault(name, selected.quantity().value()), selected.entry(), by));
            double after = e.with(Map.of(name, alone)).item();
            rows.row(selected.name() + " " + signed(by, digits), signed(predicted, digits), signed(after - before, digits), digits.of(after));
            predictedTogether += predicted;
            count++;
        }
        if (count > 1) {
            double after = e.with(together).item();
            rows.row("all together", signed(predictedTogether, digits), signed(after - before, digits), digits.of(after));
        }
        return "nudge                     predicted = gradient × change\n" + rows;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new WrongInput("--nudge needs NAME=NUMBER, such as \"y=0.1\", but got '" + text + "' for the number");
        }
    }

    private static Tensor moved(Tensor t, int entry, double by) {
        double[] values = t.to(DType.F64).toDoubles();
        values[entry] += by;
        return Tensor.of(t.shape(), values);
    }

    private static String signed(double x, Digits digits) { return (x < 0 ? "" : "+") + digits.of(x); }
}
