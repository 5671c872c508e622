package dev.jacobi.bench;

import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.ReportJson;
import dev.jacobi.explain.Selection;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.io.Json;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What an explanation costs: small requests as a teacher grades them, with paths and the numeric check, and one weight of a
/// network of ordinary size.
public final class ExplainBench {
    private static final int REQUESTS = 10_000;
    private static final String LECTURE = "f = (x + y) * max(y, z)";
    private static final String NETWORK = "y=[0,1]; Wh=[[.1,.2],[.3,.4]]; Wo=[[.5,.6],[.7,.8]]; h = Wh @ x; ah = sigmoid(h); o = Wo @ ah;"
        + " ao = sigmoid(o); L = sum((y - ao)^2)";
    private static final String DIGITS = "W = normal(30,784,seed=1)/28; V = normal(10,30,seed=2); b = zeros(30); c = zeros(10); x = uniform(784,seed=3);"
        + " y = eye(10)[3]; h = W @ x + b; ah = sigmoid(h); o = V @ ah + c; ao = sigmoid(o); L = sum((y - ao)^2)";

    private ExplainBench() {}

    public static void main(String[] arguments) {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            long letters = 0;
            for (int i = 0; i < REQUESTS; i++) {
                double a = random.nextDouble();
                double b = random.nextDouble();
                letters += (i % 2 == 0 ? answer(LECTURE, "x=" + a + ", y=" + b + ", z=0.5", "y") : answer(NETWORK, "x=[" + a + ", " + b + "]", "Wh[0,0]"))
                    .length();
            }
            System.out.printf("%d requests: %.2f s, %d MB of JSON%n", REQUESTS, (System.nanoTime() - start) / 1e9, letters >> 20);
        }
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            Explanation e = Formula.parse(DIGITS).explain(Map.of(), null);
            Entry entry = e.of("W", 1, 2);
            System.out.printf("784-30-10, W[1,2]: %.3f s, %d paths, %s%n", (System.nanoTime() - start) / 1e9, entry.count(),
                entry.numeric().right() ? "ok" : "WRONG");
        }
    }

    private static String answer(String formula, String at, String wrt) {
        Explanation e = Formula.parse(formula).explain(Values.parse(at), null);
        Selection s = Selection.of(e, wrt);
        Report report = new Report(formula, e, List.of(e.entry(s.quantity(), s.entry(), 10, 1e-4)), List.of(), List.of(), Map.of());
        return Json.write(ReportJson.of(report, true));
    }
}
