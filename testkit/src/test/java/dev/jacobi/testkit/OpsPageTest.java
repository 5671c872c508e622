package dev.jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.Losses;
import dev.jacobi.diff.Body;
import dev.jacobi.diff.Trace;
import dev.jacobi.op.Call;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Op;
import dev.jacobi.op.Variable;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of all ops, `docs/ops.md`, made from the ops themselves: what can be called, from the doc comments; what that
/// is made of, from the words of each op; its derivative, printed; the kinds of numbers it takes, by trying them. With
/// `-Djacobi.write=true` the page is written again.
class OpsPageTest {
    private static final Path PAGE = Path.of("../docs/ops.md");
    private static final Path SOURCES = Path.of("../core/src/main/java");
    private static final int LONGEST = 100;

    @Test
    void thePageIsTrue() throws IOException {
        String page = page();
        if (Boolean.getBoolean("jacobi.write")) Files.writeString(PAGE, page);
        assertThat(Files.readString(PAGE)).as("docs/ops.md: mvn -pl core,testkit test -Dtest=OpsPageTest -Djacobi.write=true "
                + "-Dsurefire.failIfNoSpecifiedTests=false writes it again").isEqualTo(page);
    }

    /// What the page says of an op is stated by the op.
    @Test
    void everyOpHasWords() {
        List<String> without = new ArrayList<>();
        ops().forEach((name, use) -> {
            if (use.op().words().meaning().isEmpty()) without.add(name);
        });
        assertThat(without).isEmpty();
    }

    private static String page() throws IOException {
        StringBuilder s = new StringBuilder("""
                # Operations

                This page is made from the ops themselves (`OpsPageTest` in `testkit`), and a test holds it to them. The first part lists \
                what can be called, the second what it is made of: every derivative follows from the rules there.

                ## What you call

                Methods of `Tensor`, by theme; broadcasting is NumPy's. Losses come with `import static dev.jacobi.Jacobi.*`.
                """);
        Deque<Class<?>> chain = new ArrayDeque<>();
        for (Class<?> c = Tensor.class.getSuperclass(); c != Object.class; c = c.getSuperclass()) chain.push(c);
        int count = 0;
        for (Class<?> c : chain) count += methods(s, c, c.getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT));
        count += methods(s, Losses.class, "losses");
        s.append("\nThat makes ").append(count).append(" of different names.\n\n## What it is made of\n\n");
        s.append("`g` is the upstream gradient, `x`, `y`, `z` are the inputs; in the derivative of a function of one element, `f` is its value. ")
                .append("`F16` and `BF16` are taken wherever `F32` is, and computed in it.\n\n");
        s.append("| op | formula | what it does | derivative | where there is none | numbers |\n|---|---|---|---|---|---|\n");
        ops().forEach((name, use) -> {
            Words w = use.op().words();
            s.append("| ").append(String.join(" | ", name, cell(w.formula()), w.meaning(), derivative(use.op()), w.kinks(), kinds(use))).append(" |\n");
        });
        return s.toString();
    }

    /// A list of the public methods of a class with the first sentence of their comments.
    private static int methods(StringBuilder s, Class<?> c, String title) throws IOException {
        List<String> source = Files.readAllLines(SOURCES.resolve(c.getName().replace('.', '/') + ".java"));
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (var m : c.getDeclaredMethods()) {
            if (!Modifier.isPublic(m.getModifiers()) || m.isSynthetic()) continue;
            String sentence = sentence(source, m.getName());
            found.merge(m.getName(), sentence, (a, b) -> a);
        }
        s.append("\n### ").append(Character.toUpperCase(title.charAt(0))).append(title.substring(1)).append("\n\n");
        found.forEach((name, sentence) -> s.append("- `").append(name).append("`").append(sentence.isEmpty() ? "" : ": " + sentence).append("\n"));
        return found.size();
    }

    /// The first sentence of the first comment of a method of that name.
    private static String sentence(List<String> source, String method) {
        for (int i = 0; i < source.size(); i++) {
            if (!source.get(i).matches("    public .*\\b" + method + "\\(.*")) continue;
            List<String> comment = new ArrayList<>();
            for (int k = i - 1; k >= 0 && source.get(k).startsWith("    ///"); k--) comment.addFirst(source.get(k).substring(7).strip());
            String all = comment.stream().takeWhile(line -> !line.isEmpty() && !line.startsWith("@")).collect(Collectors.joining(" "));
            int end = all.indexOf(". ");
            if (!all.isEmpty()) return (end < 0 ? all : all.substring(0, end + 1)).replaceAll("(?<![\\w`])\\[(?:#|[\\w.]*#)?(\\w+)[^\\]]*\\]", "`$1`");
        }
        return "";
    }

    private static String cell(String formula) { return formula.isEmpty() ? "" : "`" + formula.replace("|", "\\|") + "`"; }

    private static String derivative(Op op) {
        Words words = op.words();
        if (!words.derivative().isEmpty() || !(op instanceof Elementwise e)) return words.derivative();
        ScalarFunction f = e.function();
        if (f.isPredicate()) return "none";
        List<String> names = new ArrayList<>(List.of("x", "y", "z").subList(0, f.arity()));
        names.add("f");
        List<Scalar> x = new ArrayList<>();
        for (int i = 0; i < f.arity(); i++) x.add(Scalar.input(i, Precision.F64));
        List<String> slopes = new ArrayList<>();
        for (int i = 0; i < f.arity(); i++) {
            Scalar slope = f.textbook(i, x, Scalar.input(f.arity(), Precision.F64));
            String text = slope.text(names);
            slopes.add(text.length() > LONGEST ? "from its formula" : cell(text));
        }
        return String.join(", ", slopes);
    }

    /// An op as a sample uses it.
    private record Use(Op op, List<TensorType> inputs) {}

    /// One use of each kind of op, by name.
    private static Map<String, Use> ops() {
        Map<String, Use> r = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Sample sample : Samples.all()) {
            Trial trial = new Trial(sample, sample.inputs(), problem -> { });
            collect(Trace.of(trial::all, sample.inputs(), Tensor::type).body(), r);
        }
        return r;
    }

    private static void collect(Body body, Map<String, Use> found) {
        for (Body.Step step : body.steps()) {
            if (step.op() instanceof Call c) {
                collect(c.body(), found);
                continue;
            }
            if (step.op() instanceof Variable || step.op().name().startsWith("pull(")) continue;
            String name = step.op().name();
            Use before = found.get(name);
            if (before != null && !kind(before.op()).equals(kind(step.op()))) name += " of " + step.arguments().length;
            found.putIfAbsent(name, new Use(step.op(), Arrays.stream(step.arguments()).mapToObj(body.types()::get).toList()));
        }
    }

    private static Class<?> kind(Op op) { return op instanceof Elementwise e ? e.function().getClass() : op.getClass(); }

    /// The kinds of numbers that an op takes in place of floating ones.
    private static String kinds(Use use) {
        Map<DType, Boolean> taken = new LinkedHashMap<>();
        for (DType d : List.of(DType.F32, DType.F64, DType.I32, DType.I64, DType.BOOL)) taken.put(d, takes(use, d));
        boolean all = taken.values().stream().allMatch(b -> b);
        return all ? "all" : taken.keySet().stream().filter(d -> Objects.equals(taken.get(d), true)).map(DType::name).collect(Collectors.joining(" "));
    }

    private static boolean takes(Use use, DType dtype) {
        Tensor[] inputs = new Tensor[use.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            TensorType t = use.inputs().get(i);
            boolean floating = t.dtype().isFloating();
            boolean elementwise = use.op() instanceof Elementwise;
            Shape shape = elementwise ? Shape.of(1) : t.shape();
            inputs[i] = elementwise ? Tensor.ones(shape, floating ? dtype : t.dtype()) : Tensor.withoutValue(new TensorType(floating ? dtype : t.dtype(), shape));
        }
        try {
            if (use.op() instanceof Elementwise) Graph.applyAll(use.op(), inputs);
            else use.op().types(inputs);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
