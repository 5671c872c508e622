package dev.jacobi.cli;

import dev.jacobi.Jacobi;
import dev.jacobi.compile.Compiled;
import dev.jacobi.explain.Columns;
import dev.jacobi.explain.TensorText;
import dev.jacobi.explain.formula.Evaluated;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Gate;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Gradient descent on a formula: each step takes `rate` times the gradient away.
final class Descent {
    private static final int MOST_STEPS = 10_000_000;

    private Descent() {}

    /// @param typed `rate=0.1,steps=100`
    static String of(Question question, String typed, Digits digits) {
        double rate = 0.1;
        int steps = 1;
        for (String part : typed.split(",")) {
            String[] pair = part.strip().split("\\s*=\\s*", 2);
            try {
                if (pair[0].equals("rate") && pair.length == 2) rate = Double.parseDouble(pair[1]);
                else if (pair[0].equals("steps") && pair.length == 2) steps = Integer.parseInt(pair[1]);
                else throw new WrongInput("--descend needs rate=R,steps=N, but got '" + typed + "'");
            } catch (NumberFormatException e) {
                throw new WrongInput("--descend needs numbers, as in rate=0.1,steps=100, but got '" + part.strip() + "'");
            }
        }
        if (steps < 1 || steps > MOST_STEPS) throw new WrongInput("--descend needs from 1 to " + MOST_STEPS + " steps, but got " + steps);
        return descend(Formula.parse(question.formula()), question, rate, steps, digits);
    }

    private static String descend(Formula formula, Question question, double rate, int steps, Digits digits) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        formula.merge(question.at()).forEach((name, t) -> all.put(name, t.to(DType.F64)));
        List<String> moved = question.wrt().isEmpty() ? List.copyOf(all.keySet()) : question.wrt();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : moved) {
            Tensor t = all.remove(name);
            if (t == null) throw new WrongInput("--descend moves inputs, and " + name + " isn't one; they are " + String.join(", ", formula.inputs()));
            weights.put(name, t);
        }
        double r = rate;
        Compiled<Map<String, Tensor>, Map<String, Tensor>> step = Compiled.of(w -> {
            Map<String, Tensor> gradient = Jacobi.grad((Map<String, Tensor> v) -> formula.evaluate(together(all, v)).result(), w);
            Map<String, Tensor> next = new LinkedHashMap<>();
            w.forEach((name, t) -> next.put(name, t.sub(Objects.requireNonNull(gradient.get(name)).mul(r))));
            return next;
        });
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("step"));
        Map<String, Tensor> now = weights;
        for (int k = 0; k <= steps; k++) {
            if (k == 0 || k == steps || k % Math.max(1, steps / (steps <= 10 ? 1 : 6)) == 0) {
                Evaluated run = formula.evaluate(together(all, now));
                if (run.result().size() != 1) throw new WrongInput("--descend needs a result that is one number, but it has the shape " + run.result().shape());
                List<String> row = new ArrayList<>(List.of(String.valueOf(k)));
                for (Gate gate : run.steps()) {
                    if (gate.value().size() != 1 || gate.invented()) continue;
                    if (rows.isEmpty()) header.add(gate.name());
                    row.add(digits.of(gate.value().item()));
                }
                rows.add(row);
            }
            if (k < steps) now = step.apply(now);
        }
        Columns table = new Columns("  ", true, true, true, true, true, true, true);
        table.row(header.toArray(String[]::new));
        for (List<String> row : rows) table.row(row.toArray(String[]::new));
        StringBuilder out = new StringBuilder("gradient descent: from " + String.join(", ", moved) + " each step takes " + digits.of(rate) + " × gradient away\n");
        out.append(table).append('\n');
        TensorText text = new TensorText(digits);
        weights.forEach((name, t) -> out.append(text.block("  " + name + " before  ", t)));
        now.forEach((name, t) -> out.append(text.block("  " + name + " after   ", t)));
        return out.toString();
    }

    private static Map<String, Tensor> together(Map<String, Tensor> fixed, Map<String, Tensor> moved) {
        Map<String, Tensor> r = new LinkedHashMap<>(fixed);
        r.putAll(moved);
        return r;
    }
}
