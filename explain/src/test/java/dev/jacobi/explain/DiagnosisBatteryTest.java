package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.explain.Diagnosis.Verdict;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Wrong answers made from right ones, from random formulas and networks: each mistake is made here once more, from what
/// an explanation shows to everyone, and must be recognized.
class DiagnosisBatteryTest {
    private static final int WRONG = 200;
    private static final int RIGHT = 1000;

    private final Random random = new Random(20);

    // ---- random problems

    private String number() {
        double v = Math.round(random.nextGaussian() * 100) / 100.0;
        return String.valueOf(Math.abs(v) < 0.05 ? 0.37 : v);
    }

    private String numbers(int n) {
        List<String> r = new ArrayList<>();
        for (int i = 0; i < n; i++) r.add(number());
        return "[" + String.join(", ", r) + "]";
    }

    private String matrix(int rows, int columns) {
        List<String> r = new ArrayList<>();
        for (int i = 0; i < rows; i++) r.add(numbers(columns));
        return "[" + String.join(", ", r) + "]";
    }

    /// Three inputs and some steps with branches: each step uses the one before.
    private String scalars() {
        StringBuilder text = new StringBuilder("x = " + number() + "; y = " + number() + "; z = " + number() + "\n");
        List<String> names = new ArrayList<>(List.of("x", "y", "z"));
        int steps = 3 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            String a = names.getLast();
            String b = names.get(random.nextInt(names.size()));
            if (a.equals(b)) b = names.get(names.size() - 2);
            String name = i == steps - 1 ? "f" : "abcdegh".substring(i, i + 1);
            text.append(name).append(" = ").append(switch (random.nextInt(8)) {
                case 0, 1 -> a + " * " + b;
                case 2 -> a + " + " + b;
                case 3 -> "max(" + a + ", " + b + ")";
                case 4 -> "sigmoid(" + a + ")";
                case 5 -> "tanh(" + b + ")";
                case 6 -> a + " - " + b;
                default -> "(" + a + " - " + b + ")^2";
            }).append('\n');
            names.add(name);
        }
        return text.toString();
    }

    private String problem() {
        return switch (random.nextInt(7)) {
            case 0 -> "f = (x + y) * max(y, z); x = " + number() + "; y = " + number() + "; z = " + number();
            case 1 -> scalars();
            case 2 -> "Wh = " + matrix(2, 2) + "; Wo = " + matrix(2, 2) + "; x = " + numbers(2) + "; y = [0,1]\n"
                    + "h = Wh @ x\nah = sigmoid(h)\no = Wo @ ah\nao = sigmoid(o)\nL = sum((y - ao)^2)";
            case 3 -> "I = " + numbers(2) + "; y = 1; W1 = " + matrix(2, 2) + "; W2 = " + matrix(2, 2) + "; W3 = " + numbers(2)
                    + "\nsA = W1 @ I\nA = sigmoid(sA)\nsC = W2 @ A\nC = sigmoid(sC)\nsF = W3 @ C\nf = sigmoid(sF)\nL = (y - f)^2";
            case 4 -> "W = " + matrix(3, 2) + "; b = " + numbers(3) + "; x = " + numbers(2) + "; t = " + numbers(3)
                    + "\nz = W @ x + b\na = tanh(z)\nL = mean((a - t)^2)";
            case 5 -> "W = " + matrix(3, 2) + "; b = " + numbers(3) + "; x = " + numbers(2) + "; t = [0,1,0]\nz = W @ x + b\np = softmax(z)\nL = -sum(t * log(p))";
            default -> "W = " + matrix(2, 3) + "; b = " + numbers(2) + "; u = " + numbers(2) + "; x = " + numbers(3)
                    + "\nz = W @ x + b\nh = sigmoid(z)\ns = u @ h\nJ = sigmoid(s)";
        };
    }

    // ---- the mistakes, once more

    /// One entry of a random problem, and what mistakes make of it.
    private static final class Case {
        final String text;
        final Explanation e;
        final Quantity q;
        final int index;
        final Entry entry;
        final double right;

        Case(String text, Explanation e, Quantity q, int index) {
            this.text = text;
            this.e = e;
            this.q = q;
            this.index = index;
            this.entry = e.entry(q, index, 48, 1e-4);
            this.right = e.derivative(q, index);
        }

        double product(Entry.Path path, ToDoubleFunction<Entry.Ratio> ratio) {
            double p = 1;
            for (Entry.Ratio r : path.ratios()) p *= ratio.applyAsDouble(r);
            return p;
        }

        double sum(ToDoubleFunction<Entry.Ratio> ratio) { return entry.paths().stream().mapToDouble(p -> product(p, ratio)).sum(); }

        static String quantity(String entry) { return entry.contains("[") ? entry.substring(0, entry.indexOf('[')) : entry; }

        double value(String name) {
            Selection s = Selection.of(e, name);
            return s.quantity().value().toDoubles()[s.entry()];
        }

        List<Double> pathsForgotten() {
            List<Double> r = new ArrayList<>();
            int n = entry.paths().size();
            if (n > 8) return r;
            for (int choice = 1; choice < (1 << n) - 1; choice++) {
                double sum = 0;
                for (int i = 0; i < n; i++) if ((choice >> i & 1) == 1) sum += entry.paths().get(i).product();
                r.add(sum);
            }
            return r;
        }

        List<Double> means() {
            Map<String, Set<String>> above = new HashMap<>();
            for (Entry.Path p : entry.paths()) for (Entry.Ratio r : p.ratios()) above.computeIfAbsent(r.below(), _ -> new HashSet<>()).add(r.above());
            Set<Integer> numbers = new LinkedHashSet<>(List.of((int) entry.count()));
            above.values().forEach(s -> numbers.add(s.size()));
            return numbers.stream().filter(n -> n > 1).map(n -> right / n).toList();
        }

        List<Double> factors() {
            List<Double> r = new ArrayList<>(List.of(right * 2, right / 2));
            Set<Integer> sizes = new LinkedHashSet<>();
            for (Quantity other : e.all()) for (int size : other.shape().toArray()) if (size > 2) sizes.add(size);
            for (int n : sizes) r.addAll(List.of(right * n, right / n));
            return r;
        }

        /// By running the formula itself at another place.
        List<Double> oneSided() {
            List<Double> r = new ArrayList<>();
            if (!q.isInput()) return r;
            for (double h : new double[] {0.1, 0.01, 1e-3, 1e-4}) r.add((at(h) - at(0)) / h);
            return r;
        }

        private double at(double h) {
            double[] v = q.value().toDoubles();
            v[index] += h;
            Map<String, Tensor> values = new LinkedHashMap<>();
            for (Quantity in : e.inputs()) values.put(in.name(), in.value());
            values.put(q.name(), Tensor.of(q.shape(), v));
            return Formula.parse(text).evaluate(values).result().item();
        }

        List<Double> transposed() {
            if (q.shape().rank() != 2) return List.of();
            int rows = q.shape().size(0);
            int columns = q.shape().size(1);
            int i = index / columns;
            int j = index % columns;
            return i != j && j < rows && i < columns ? List.of(e.derivative(q, j * columns + i)) : List.of();
        }

        List<Double> chains() {
            List<Double> r = new ArrayList<>();
            Set<String> steps = new LinkedHashSet<>();
            for (Entry.Path p : entry.paths()) for (Entry.Ratio ratio : p.ratios()) steps.add(quantity(ratio.above()));
            if (steps.size() > 1) for (String step : steps) r.add(sum(ratio -> quantity(ratio.above()).equals(step) ? 1 : ratio.value()));
            return r;
        }

        List<Double> slopes() {
            List<Double> r = new ArrayList<>();
            for (Step step : e.steps()) {
                boolean tanh = step.text().startsWith("tanh(");
                if (!tanh && !step.text().startsWith("sigmoid(") || step.text().chars().anyMatch(c -> " +*@".indexOf(c) >= 0)) continue;
                String name = step.output().name();
                if (entry.paths().stream().noneMatch(p -> p.ratios().stream().anyMatch(ratio -> quantity(ratio.above()).equals(name)))) continue;
                r.add(sum(ratio -> {
                    if (!quantity(ratio.above()).equals(name)) return ratio.value();
                    double x = value(ratio.below());
                    return tanh ? 1 - x * x : x * (1 - x);
                }));
                r.add(sum(ratio -> {
                    if (!quantity(ratio.above()).equals(name)) return ratio.value();
                    double y = value(ratio.above());
                    double again = tanh ? Math.tanh(y) : 1 / (1 + Math.exp(-y));
                    return tanh ? 1 - again * again : again * (1 - again);
                }));
            }
            return r;
        }

        List<Double> wrongThings() {
            List<Double> r = new ArrayList<>(List.of(q.value().toDoubles()[index], e.result().item()));
            for (Quantity other : e.all()) for (double g : e.gradient(other).toDoubles()) r.add(g);
            for (Entry.Path p : entry.paths()) for (Entry.Ratio ratio : p.ratios()) r.add(ratio.value());
            for (Quantity other : e.all()) if (other.shape().rank() == 0) r.add(other.value().item());
            return r;
        }

        /// One ratio taken for a number of one digit.
        List<Double> misread() {
            List<Double> r = new ArrayList<>();
            for (double factor : new double[] {0.5, 1.7, 2.6}) {
                for (Entry.Path p : entry.paths()) {
                    for (Entry.Ratio one : p.ratios()) {
                        if (one.value() == 0) continue;
                        double taken = new BigDecimal(one.value() * factor).round(new MathContext(1)).doubleValue();
                        r.add(sum(ratio -> ratio.name().equals(one.name()) ? taken : ratio.value()));
                    }
                }
            }
            return r;
        }

        List<Double> rounded() {
            List<Double> r = new ArrayList<>();
            for (double off : new double[] {0.993, 0.997, 1.004, 1.008}) r.add(right * off);
            r.add(sum(ratio -> new BigDecimal(ratio.value()).round(new MathContext(2)).doubleValue()));
            r.add(sum(ratio -> new BigDecimal(ratio.value()).round(new MathContext(3)).doubleValue()));
            return r;
        }

        List<Double> two() {
            List<Double> r = new ArrayList<>();
            List<Double> once = new ArrayList<>(pathsForgotten());
            once.addAll(chains());
            for (double v : once) r.addAll(List.of(-v, 2 * v, v / 2));
            for (double v : factors()) r.add(-v);
            for (double v : means()) r.add(-v);
            for (double v : wrongThings()) r.add(-v);
            return r;
        }

        List<Double> of(Verdict kind) {
            return switch (kind) {
                case SIGN -> List.of(-right);
                case PATH_FORGOTTEN -> pathsForgotten();
                case MEAN_OF_PATHS -> means();
                case ONE_SIDED -> oneSided();
                case FACTOR -> factors();
                case TRANSPOSED -> transposed();
                case CHAIN_BROKEN -> chains();
                case SLOPE_ELSEWHERE -> slopes();
                case WRONG_THING -> wrongThings();
                case TWO_MISTAKES -> two();
                case ROUNDED -> rounded();
                case RATIO_MISREAD -> misread();
                case RIGHT, SHAPE, UNKNOWN -> List.of();
            };
        }
    }

    private Case problemWithEntry() {
        while (true) {
            String text = problem();
            Explanation e = Formula.parse(text).explain(Map.of(), null);
            List<Quantity> all = e.all();
            Quantity q = all.get(random.nextInt(all.size() - 1));
            Case c = new Case(text, e, q, random.nextInt(q.shape().size()));
            if (c.right != 0 && Double.isFinite(c.right) && Math.abs(c.right) > 1e-6) return c;
        }
    }

    /// Never less than all digits before the point: 100 stands for no 104.
    private static String typed(double v, int atLeast, RoundingMode mode) {
        int digits = Math.max(atLeast, (int) Math.log10(Math.abs(v) + 1) + 1);
        // what the computer has as 0.7199999999999999 was 0.72 on paper
        BigDecimal b = new BigDecimal(v).round(new MathContext(Math.max(14, digits))).round(new MathContext(digits, mode));
        return Math.abs(v) < 1e-4 || Math.abs(v) > 1e6 ? b.toString() : b.toPlainString();
    }

    private static double number(String typed) { return new BigDecimal(typed).doubleValue(); }

    private static boolean same(double a, double b) { return Math.abs(a - b) <= 1e-6 * Math.abs(a) + 1e-12; }

    // ---- the tally

    private static final class Tally {
        int cases;
        int right;
        int ties;

        @Override public String toString() { return cases + " cases, " + right + " right, of these " + ties + " ties"; }
    }

    @Test
    void mistakesAreRecognized() {
        Map<Verdict, Tally> tally = new EnumMap<>(Verdict.class);
        List<String> missed = new ArrayList<>();
        Verdict[] kinds = {Verdict.SIGN, Verdict.PATH_FORGOTTEN, Verdict.MEAN_OF_PATHS, Verdict.ONE_SIDED, Verdict.FACTOR, Verdict.TRANSPOSED,
            Verdict.CHAIN_BROKEN, Verdict.SLOPE_ELSEWHERE, Verdict.WRONG_THING, Verdict.TWO_MISTAKES, Verdict.ROUNDED, Verdict.RATIO_MISREAD};
        int total = 0;
        for (int made = 0; made < WRONG;) {
            Verdict kind = kinds[made % kinds.length];
            Case c = problemWithEntry();
            List<Double> values = c.of(kind);
            if (values.isEmpty()) continue;
            double wrong = values.get(random.nextInt(values.size()));
            int digits = kind == Verdict.ONE_SIDED ? 9 : new int[] {4, 5, 6, 6, 8, 16}[random.nextInt(6)];
            if (wrong == 0 || !Double.isFinite(wrong)) continue;
            String text = typed(wrong, digits, RoundingMode.HALF_EVEN);
            // a mistake that changes nothing is none
            if (Math.abs(number(text) - c.right) <= (kind == Verdict.ONE_SIDED ? 5e-6 : 2e-3) * Math.abs(c.right)) continue;
            made++;
            Diagnosis d = Diagnosis.of(c.e, c.q.entry(c.index), Tensor.scalar(number(text)), text);
            Tally t = tally.computeIfAbsent(kind, _ -> new Tally());
            t.cases++;
            boolean tie = d.verdict() != kind && c.of(d.verdict()).stream().anyMatch(v -> same(v, wrong));
            if (d.verdict() == kind || tie) {
                t.right++;
                total++;
                if (tie) t.ties++;
            } else {
                missed.add(kind + " taken for " + d.verdict() + ": " + d.name() + " " + text + ", right " + c.right + "\n" + c.text + "\n" + d.why());
            }
        }
        String report = tally + "\n" + String.join("\n\n", missed);
        assertThat(total).as(report).isGreaterThanOrEqualTo(WRONG * 95 / 100);
    }

    @Test
    void wholeTensorsAreRecognizedToo() {
        Map<String, Tally> tally = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        int total = 0;
        int cases = 0;
        while (cases < 100) {
            Case c = problemWithEntry();
            if (c.q.shape().rank() == 0) continue;
            Tensor right = c.e.gradient(c.q);
            double[] v = right.toDoubles();
            double size = 0;
            for (double x : v) size = Math.max(size, Math.abs(x));
            boolean flat = false;
            for (double x : v) flat |= Math.abs(x) < 1e-3 * size;
            if (flat) continue;
            int kind = cases % 4;
            Tensor given;
            Verdict expected;
            switch (kind) {
                case 0 -> {
                    given = right.neg();
                    expected = Verdict.SIGN;
                }
                case 1 -> {
                    given = right.mul(random.nextBoolean() ? 2 : 0.5);
                    expected = Verdict.FACTOR;
                }
                case 2 -> {
                    if (c.q.shape().rank() != 2) continue;
                    given = right.transpose();
                    expected = Verdict.TRANSPOSED;
                }
                default -> {
                    int at = random.nextInt(v.length);
                    v[at] *= 0.77123;
                    given = Tensor.of(c.q.shape(), v);
                    expected = Verdict.UNKNOWN;
                }
            }
            if (given.shape().equals(right.shape()) && given.sub(right).norm().item() < 1e-3 * size) continue;
            cases++;
            Diagnosis d = Diagnosis.of(c.e, c.q.name(), given);
            boolean tie = kind == 1 && d.verdict() == Verdict.MEAN_OF_PATHS && d.why().contains("mean of the 2");
            Tally t = tally.computeIfAbsent(expected.name(), _ -> new Tally());
            t.cases++;
            if (d.verdict() == expected || tie) {
                t.right++;
                total++;
                if (tie) t.ties++;
            } else {
                missed.add(expected + " taken for " + d.verdict() + ": " + d.name() + "\n" + c.text + "\n" + d.why());
            }
        }
        String report = tally + "\n" + String.join("\n\n", missed);
        assertThat(total).as(report).isGreaterThanOrEqualTo(95);
    }

    @Test
    void rightAnswersAreNeverAccused() {
        for (int i = 0; i < RIGHT; i++) {
            Case c = problemWithEntry();
            int digits = 2 + random.nextInt(15);
            RoundingMode mode = List.of(RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.DOWN).get(random.nextInt(3));
            Diagnosis d;
            String text;
            if (i % 4 == 0) {
                double[] v = c.e.gradient(c.q).toDoubles();
                List<String> each = new ArrayList<>();
                for (int k = 0; k < v.length; k++) {
                    each.add(typed(v[k], digits, mode));
                    v[k] = number(each.get(k));
                }
                text = String.join(", ", each);
                d = Diagnosis.of(c.e, c.q.name(), Tensor.of(c.q.shape(), v), text);
            } else {
                text = typed(c.right, digits, mode);
                Tensor given = Values.parse("v=" + text).get("v");
                d = i % 4 == 1 ? Diagnosis.of(c.e, c.q.entry(c.index), given) : Diagnosis.of(c.e, c.q.entry(c.index), given, text);
            }
            assertThat(d.verdict()).as(text + " for " + c.q + "\n" + c.text + "\n" + d.why()).isEqualTo(Verdict.RIGHT);
        }
    }
}
