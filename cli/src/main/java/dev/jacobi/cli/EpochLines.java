package dev.jacobi.cli;

import dev.jacobi.io.Json;
import dev.jacobi.train.EpochResult;
import dev.jacobi.train.Evaluation;
import dev.jacobi.train.Position;
import dev.jacobi.train.RunFolder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What `train` prints about epochs: a table, or JSON.
final class EpochLines {
    /// A table has about so many lines, however many epochs there are.
    private static final int LINES = 25;

    private final PrintWriter out;
    private final boolean json;
    private final int epochs;
    private final String judged;
    private boolean titled;

    /// @param judged what the measures were taken on, as in "test"
    EpochLines(PrintWriter out, boolean json, int epochs, String judged) {
        this.out = out;
        this.json = json;
        this.epochs = epochs;
        this.judged = judged;
    }

    void print(EpochResult result) {
        if (json) {
            out.println(Json.write(result.toJson()));
            out.flush();
            return;
        }
        if (!titled) {
            StringJoiner title = new StringJoiner("  ");
            title.add("epoch").add("    loss");
            result.measures().keySet().forEach(name -> title.add(String.format("%12s", judged + " " + name)));
            out.println(title.add("seconds"));
            titled = true;
        }
        int every = (epochs + LINES - 1) / LINES;
        if (result.epoch() % every != 0 && result.epoch() != 1 && result.epoch() != epochs) return;
        StringJoiner line = new StringJoiner("  ");
        line.add(String.format(Locale.ROOT, "%5d", result.epoch())).add(String.format(Locale.ROOT, "%8.4f", result.loss()));
        result.measures().forEach((name, value) -> line.add(String.format("%" + Math.max(12, judged.length() + 1 + name.length()) + "s", measure(name, value))));
        out.println(line.add(String.format(Locale.ROOT, "%7.2f", result.seconds())));
        out.flush();
    }

    void end(Position position, @Nullable Evaluation evaluation, RunFolder run) {
        if (json) {
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("epochs", position.history().size());
            if (position.bestEpoch() > 0) end.put("best", position.bestEpoch());
            if (evaluation != null) end.put("test", evaluation.measures());
            end.put("model", run.model().toString());
            out.println(Json.write(end));
            return;
        }
        if (position.bestEpoch() > 0) out.println("the best epoch was " + position.bestEpoch() + " of " + position.history().size());
        if (evaluation != null) out.println("test: " + measures(evaluation) + ", of " + evaluation.count());
        out.println("curves and settings are in " + run.path().resolve("report.html"));
        out.println("the model is in " + run.model());
    }

    static String measures(Evaluation evaluation) { return measures(evaluation.measures()); }

    static String measures(Map<String, Double> measures) {
        StringJoiner r = new StringJoiner(", ");
        measures.forEach((name, value) -> r.add((name.equals("r2") ? "R²" : name) + " " + measure(name, value)));
        return r.toString();
    }

    private static String measure(String name, double value) {
        return name.equals("accuracy") ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
