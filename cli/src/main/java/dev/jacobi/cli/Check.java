package dev.jacobi.cli;

import dev.jacobi.explain.Columns;
import dev.jacobi.explain.Diagnosis;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Numeric;
import dev.jacobi.explain.NumericCheck;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.ReportJson;
import dev.jacobi.explain.Text;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.io.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jacobi check`: are the derivatives of a formula right, and is mine?
@Command(
    name = "check",
    description = "Checks the gradient of a formula by numeric estimates, and your own numbers against it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi check \"f = (x + y) * max(y, z)\" --at \"x=1, y=2, z=0\"",
        "  jacobi check \"f = (x + y) * max(y, z)\" --at \"x=1, y=2, z=0\" --expect \"y=3\"",
        "",
        "It ends with 1 where a derivative or an expected number is wrong."
    })
final class Check implements Callable<Integer> {
    private static final int MOST_LINES = 40;

    @Parameters(index = "0", paramLabel = "FORMULA", description = "A formula, a file with one, or - for standard input.")
    private String formula = "";

    @Option(names = "--at", paramLabel = "VALUES",
        description = "Values of inputs: \"x=1; W=[[1,2],[3,4]]\", or @FILE. May be repeated.")
    private List<String> at = new ArrayList<>();

    @Option(names = "--expect", paramLabel = "NUMBERS",
        description = "What you worked out, \"y=3; W[0,1]=-0.2\": is it right, and if not, what went wrong? May be repeated.")
    private List<String> expect = new ArrayList<>();

    @Option(names = "--upstream", paramLabel = "VALUE",
        description = "The gradient that arrives at the result, from a next layer: a number or an array.")
    private @Nullable String upstream;

    @Option(names = "--h", paramLabel = "NUMBER", defaultValue = "1e-4", description = "The step of the estimates. Default: ${DEFAULT-VALUE}.")
    private double h = 1e-4;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Explanation e = new Question(FormulaText.read(formula), FormulaText.values(at), List.of(), Explain.upstream(upstream), 10, h, false).explanation();
        if (json) return answer(e, out);
        boolean right = expect.isEmpty() ? estimates(e, out) : expected(e, out);
        out.flush();
        return right ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int answer(Explanation e, PrintWriter out) {
        Map<String, Object> numeric = ReportJson.numeric(e);
        Map<String, Object> r = new LinkedHashMap<>(Map.of("numeric", numeric));
        boolean right = Boolean.TRUE.equals(numeric.get("ok"));
        if (!expect.isEmpty()) {
            String all = String.join(";", expect);
            r.put("expect", Expected.answers(e, all));
            right = Expected.of(e, all).stream().allMatch(d -> d.verdict().isRight());
        }
        out.println(Json.write(r));
        out.flush();
        return right ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean expected(Explanation e, PrintWriter out) {
        boolean right = true;
        for (String text : expect) {
            for (Diagnosis d : Expected.of(e, text)) {
                right &= d.verdict().isRight();
                out.print(Text.wrap(d.name() + (d.verdict().isRight() ? "  ok: " : "  WRONG: ") + d.why()));
            }
        }
        return right;
    }

    private boolean estimates(Explanation e, PrintWriter out) {
        Digits digits = Digits.SIX;
        Columns rows = new Columns("  ", false, true, true, true);
        rows.row("derivative", "by rules", "two-sided", "one-sided", "");
        int lines = 0;
        int wrong = 0;
        int entries = 0;
        int most = NumericCheck.affordable(e);
        for (Quantity q : e.inputs()) {
            for (int i = 0; i < q.shape().size() && entries < most; i++, entries++) {
                Numeric n = e.numeric(q, i, h);
                if (n.isFinite() && !n.right()) wrong++;
                if (lines++ >= MOST_LINES && n.right()) continue;
                rows.row("∂" + e.resultName() + "/∂" + q.entry(i), digits.of(e.derivative(q, i)), digits.of(n.twoSided()), digits.of(n.oneSided()),
                    !n.isFinite() ? "no number near here" : n.right() ? n.kink() ? "ok, at a kink" : "ok" : "WRONG");
            }
        }
        out.print(rows);
        if (lines > MOST_LINES || entries == most) out.println("  … " + entries + " entries were checked");
        if (wrong > 0) out.println(wrong + " of " + entries + " derivatives are WRONG");
        return wrong == 0;
    }
}
