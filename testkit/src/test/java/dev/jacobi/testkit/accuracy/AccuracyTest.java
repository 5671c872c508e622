package dev.jacobi.testkit.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.testkit.CoreClasses;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How far the functions of one element are from the truth, in units of the last place; docs/numerics.md shows what is measured here.
class AccuracyTest {
    private static final Path PAGE = Path.of("..", "docs", "numerics.md");
    private static final String BEGIN = "<!-- accuracy: begin -->\n";
    private static final String END = "<!-- accuracy: end -->\n";
    private static final int FEW = 600;
    private static final int MANY = 12_000;

    /// What is above its gate still. An entry that isn't true any more fails the test, so that the list only gets shorter.
    private static final Set<String> ABOVE = Set.of(
            "gelu, slope f64", "geluSlope, slope f64", "geluSlope, value f64", "geluTanhSlope, slope f64", "hypot, slope f64",
            "mishSlope, slope f64", "pow, slope f64", "wholePower -31, slope f64", "wholePower 100, slope f64");

    /// What is above its gate at a few of many more numbers, most of them next to the largest and the smallest: likewise.
    private static final Set<String> RARELY = Set.of(
            "absolutePower -0.75, slope f64", "atan2, slope f64", "entr, value f32", "erfInvSlope, slope f64", "expm1, value f32",
            "gelu, value f64", "log10, slope f64", "logNdtr, value f32", "rsqrt, slope f64", "rsqrt, value f32", "siluSlope, slope f64",
            "tan, slope f64", "tanhShrink, value f32", "xLog1pY, value f32", "xLogY, value f32");

    private record Row(Entry entry, List<Entry.Error> worst) {
        static Row of(Entry e, int count) {
            return new Row(e, List.of(e.worstValue(false, count), e.worstValue(true, count), e.worstSlope(count)));
        }

        void above(Set<String> found) {
            String[] column = {"value f64", "value f32", "slope f64"};
            for (int i = 0; i < column.length; i++) {
                Entry.Error w = worst.get(i);
                if (w.units() <= entry.gates()[i]) continue;
                String which = entry.name() + ", " + column[i];
                found.add(which);
                System.out.printf(Locale.ROOT, "%s: %.4g units at %s: computed %s, exactly %s%n", which, w.units(), Arrays.toString(w.at()), w.got(), w.exact());
            }
        }

        String text() {
            StringBuilder s = new StringBuilder("| ").append(entry.name()).append(" | ").append(entry.range());
            for (int i = 0; i < 3; i++) {
                double u = Math.ceil(worst.get(i).units() * 100) / 100;
                String number = u > 1e6 ? "no digit" : u > 100 ? String.format(Locale.ROOT, "%.0f", u) : String.format(Locale.ROOT, "%.2f", u);
                s.append(" | ").append(u > entry.gates()[i] ? "**" + number + "**" : number);
            }
            return s.append(" |\n").toString();
        }
    }

    /// Every function within its gate, and the table of the docs as it was measured. The table is written anew by
    /// `mvn -pl testkit -am test -Dtest=AccuracyTest -Dsurefire.failIfNoSpecifiedTests=false -Daccuracy.write=true`.
    @Test
    void resultsAreWithinTheirGatesAndInTheDocs() throws IOException {
        List<Row> rows = new ArrayList<>();
        Set<String> above = new TreeSet<>();
        for (Entry e : Entries.all()) {
            rows.add(Row.of(e, FEW));
            rows.getLast().above(above);
        }
        String table = table(rows);
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("accuracy.write")) Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        else assertThat(page.substring(from, to)).as("the table of docs/numerics.md; write it anew with -Daccuracy.write=true").isEqualTo(table);
        assertThat(above).isEqualTo(new TreeSet<>(ABOVE));
    }

    @Test
    @Tag("slow")
    void resultsAreWithinTheirGatesAtManyMorePoints() {
        Set<String> above = new TreeSet<>();
        for (Entry e : Entries.all()) Row.of(e, MANY).above(above);
        above.removeAll(ABOVE);
        assertThat(above).isEqualTo(new TreeSet<>(RARELY));
    }

    /// Functions that only grow never fall from one number to the next, wherever the way of computing changes.
    @Test
    void whatGrowsNeverFalls() {
        List<ScalarFunction> growing = List.of(new Exponential.Exp(), new Exponential.Expm1(), new Logarithm.Log1p(), new ErrorFunction.Erf(),
                new Activations.Sigmoid(), new Activations.Tanh(), new Activations.Softplus());
        List<String> falls = new ArrayList<>();
        for (ScalarFunction f : growing) {
            for (boolean single : new boolean[] {false, true}) {
                double[][] x = Points.runs(f instanceof Logarithm.Log1p ? -0.99 : -800, 800, single);
                double[] y = Entry.run(f, x, single);
                for (int i = 1; i < y.length; i++) if (y[i] < y[i - 1]) falls.add(f.name() + (single ? " f32" : " f64") + " from " + x[i - 1][0] + " to " + x[i][0]);
            }
        }
        assertThat(falls).isEmpty();
    }

    /// Every function of the core is tried, or exact for a reason that is said.
    @Test
    void noFunctionIsLeftOut() throws IOException, URISyntaxException {
        Set<String> missing = new TreeSet<>();
        Set<Class<?>> tried = new java.util.HashSet<>(Entries.EXACT.keySet());
        for (Entry e : Entries.all()) tried.add(e.function().getClass());
        int functions = 0;
        for (Class<?> c : CoreClasses.all()) {
            if (!ScalarFunction.class.isAssignableFrom(c) || c.isInterface() || Modifier.isAbstract(c.getModifiers())) continue;
            functions++;
            // a pull is the product of a gradient and a slope
            if (!tried.contains(c) && !c.getName().equals("dev.jacobi.op.Pull")) missing.add(c.getName());
        }
        assertThat(missing).as("functions without an entry in Entries").isEmpty();
        assertThat(functions).isGreaterThan(50);
    }

    private static String table(List<Row> rows) {
        StringBuilder s = new StringBuilder("| function | arguments | value, f64 | value, f32 | slope, f64 |\n|---|---|---:|---:|---:|\n");
        for (Row r : rows) s.append(r.text());
        Map<String, List<String>> exact = new LinkedHashMap<>();
        Entries.EXACT.forEach((c, why) -> exact.computeIfAbsent(why, _ -> new ArrayList<>())
                .add(Character.toLowerCase(c.getSimpleName().charAt(0)) + c.getSimpleName().substring(1)));
        s.append("\nNot in the table:\n\n");
        exact.forEach((why, names) -> s.append("- ").append(why).append(": ").append(String.join(", ", names)).append(".\n"));
        return s.toString();
    }
}
