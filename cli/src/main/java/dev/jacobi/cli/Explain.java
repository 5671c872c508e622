package dev.jacobi.cli;

import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.ReportJson;
import dev.jacobi.explain.ReportText;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.render.HtmlPage;
import dev.jacobi.explain.render.LatexDocument;
import dev.jacobi.explain.render.MarkdownPage;
import dev.jacobi.io.Json;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jacobi explain`: a formula forward and backward, step by step.
@Command(
    name = "explain",
    description = "Explains the gradient of a formula: every step, every ratio, every path.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi explain \"f = (x + y) * max(y, z)\" --at \"x=1, y=2, z=0\" --wrt y",
        "  jacobi explain net.txt --wrt \"W[1,2]\" --format html > net.html",
        "  jacobi explain --batch requests.jsonl --format json",
        "",
        "A formula is one or more statements, separated by lines or semicolons; the last is",
        "the result. It may be a file, or - for standard input."
    })
final class Explain implements Callable<Integer> {
    private enum Format {
        TEXT, MARKDOWN, LATEX, JSON, HTML;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "FORMULA", description = "A formula, a file with one, or - for standard input.")
    private @Nullable String formula;

    @Option(names = "--at", paramLabel = "VALUES",
        description = "Values of inputs: \"x=1; W=[[1,2],[3,4]]\", or @FILE. May be repeated.")
    private List<String> at = new ArrayList<>();

    @Option(names = "--wrt", paramLabel = "NAME",
        description = "What to take apart: an input or a step, x, or one entry, \"W[0,1]\". May be repeated.")
    private List<String> wrt = new ArrayList<>();

    @Option(names = "--upstream", paramLabel = "VALUE",
        description = "The gradient that arrives at the result, from a next layer: a number or an array.")
    private @Nullable String upstream;

    @Option(names = "--nudge", paramLabel = "CHANGES",
        description = "Moves inputs, \"y=0.1\", and tells what was predicted and what happened.")
    private @Nullable String nudge;

    @Option(names = "--brief", description = "Leaves the steps out: only the result and what was asked for.")
    private boolean brief;

    @Option(names = "--closed", description = "The formula and its derivatives without intermediate variables.")
    private boolean closed;

    @Option(names = "--h", paramLabel = "NUMBER", defaultValue = "1e-4", description = "The step of the numeric check. Default: ${DEFAULT-VALUE}.")
    private double h = 1e-4;

    @Option(names = "--sweep", description = "The error of the numeric check for many steps.")
    private boolean sweep;

    @Option(names = "--descend", paramLabel = "rate=R,steps=N",
        description = "Gradient descent on what --wrt names, or on all inputs.")
    private @Nullable String descend;

    @Option(names = "--paths", paramLabel = "N", defaultValue = "10", description = "How many paths of an entry are listed. Default: ${DEFAULT-VALUE}.")
    private int paths = 10;

    @Option(names = "--digits", paramLabel = "N", defaultValue = "6", description = "Significant digits of numbers. Default: ${DEFAULT-VALUE}.")
    private int digits = 6;

    @Option(names = "--format", paramLabel = "NAME", defaultValue = "text", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--batch", paramLabel = "FILE",
        description = "Answers many requests, one JSON object a line; - is standard input.")
    private @Nullable String batch;

    @Option(names = "--functions", description = "Lists the functions that a formula may use.")
    private boolean functions;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) format = Format.JSON;
        if (functions) {
            Formula.functions().forEach(out::println);
            out.flush();
            return ExitCode.DONE;
        }
        if (batch != null) return answerBatch(batch, out);
        if (formula == null) throw new WrongInput("explain needs a formula, such as \"f = x^2\", a file, or - for standard input");
        if (paths < 1 || paths > 1000) throw new WrongInput("--paths needs a number from 1 to 1000, but got " + paths);
        if (!(h > 0) || h > 1) throw new WrongInput("--h needs a step above 0 and up to 1, but got " + h);
        Digits shown = new Digits(digits);
        Question question = new Question(FormulaText.read(formula), FormulaText.values(at), wrt, upstream(upstream), paths, h, sweep);
        if (descend != null) {
            out.print(Descent.of(question, descend, shown));
            out.flush();
            return ExitCode.DONE;
        }
        Explanation e = question.explanation();
        Report report = question.report(e);
        out.print(rendered(report, shown));
        if (format == Format.TEXT) {
            if (nudge != null) out.print("\n" + Nudge.of(e, nudge, shown));
            if (closed) out.print("\n" + ReportText.closedForm(e, shown));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private String rendered(Report report, Digits shown) {
        return switch (format) {
            case TEXT -> brief ? ReportText.brief(report, shown) : ReportText.of(report, shown);
            case JSON -> Json.write(ReportJson.of(report, true)) + "\n";
            case MARKDOWN -> MarkdownPage.of(report, shown);
            case LATEX -> LatexDocument.of(report, shown);
            case HTML -> HtmlPage.of(report, shown);
        };
    }

    private int answerBatch(String source, PrintWriter out) throws IOException, InterruptedException {
        if (formula != null) throw new WrongInput("--batch takes its formulas from " + source + ", so there can be no other: '" + formula + "'");
        Batch answers = new Batch(out);
        answers.answer(source);
        if (answers.bad() > 0) {
            spec.commandLine().getErr().println("jacobi: " + answers.bad() + " of " + answers.lines() + " lines could not be answered");
        }
        return ExitCode.DONE;
    }

    static @Nullable Tensor upstream(@Nullable String typed) {
        return typed == null ? null : Values.parse("upstream=" + typed).get("upstream");
    }
}
