package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.examples.Numbers.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The samples of the documentation, compiled and run: every line of Java that a page shows
/// stands in this file, too.
class SamplesTest {
    @Test
    void gradients() {
        Tensor x = Tensor.of(1, 2, 3);
        Tensor g = grad(v -> v.square().sum(), x);
        within(0, g, 2, 4, 6);
        Tensor second = grad(grad(v -> v.pow(3))).apply(Tensor.scalar(4));
        within(0, second, 24);
        Tensor w = Tensor.of(Shape.of(2, 3), 0.1, -0.2, 0.3, 0.4, 0.5, -0.6);
        Tensor b = Tensor.of(0.1, -0.1);
        Tensor j = jacobian(v -> w.matmul(v).add(b).tanh(), x);
        assertThat(j.shape()).isEqualTo(Shape.of(2, 3));
        Tensor y = w.matmul(x).add(b).tanh();
        within(1e-15, j, y.square().subFrom(1).unsqueeze(1).mul(w).toDoubles());
        Tensor h = hessian(v -> v.square().sum(), x);
        within(0, h, 2, 0, 0, 0, 2, 0, 0, 0, 2);
    }

    @Test
    void arithmetic() {
        Tensor x = Tensor.of(1, 2, 3);
        Tensor y = x.mul(2).add(1);
        within(0, y, 3, 5, 7);
    }

    @Test
    void facade() { within(0, facadeSample(), 2, 4, 6); }

    private static Tensor facadeSample() {
        Tensor g = grad(x -> x.square().sum(), Tensor.of(1, 2, 3));
        return g;
    }

    @Test
    void variables() {
        Tensor w = variable("w", Tensor.of(1, 2));
        Tensor loss = w.square().sum();
        Tensor g = loss.backward().of(w);
        within(0, g, 2, 4);
    }

    // ---- an op of one's own

    public record Softsign() implements ScalarFunction {
        public int arity() { return 1; }
        public Scalar formula(List<Scalar> x) { return x.getFirst().div(x.getFirst().abs().add(1)); }
    }

    /// The same by a Java function and a slope.
    record Plain() implements ScalarFunction {
        @Override public double at(double... x) { return x[0] / (1 + Math.abs(x[0])); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.abs().neg().add(1).mul(y.abs().neg().add(1)); }
    }

    @Test
    void anOpOfOnesOwn() {
        Tensor x = Tensor.of(-1, 0.5, 3);
        for (ScalarFunction op : new ScalarFunction[] {new Softsign(), new Plain()}) {
            within(1e-15, x.apply(op), -0.5, 1 / 3.0, 0.75);
            Numbers.gradientIsRight(v -> v.apply(op).sum(), x, 1e-9);
            Numbers.gradientIsRight(v -> grad((Tensor u) -> u.apply(op).sum(), v).sum(), x, 1e-9);
        }
    }

    // ---- trees

    record Line(Tensor slope, Tensor offset) {
        Tensor apply(Tensor x) { return x.mul(slope).add(offset); }
    }

    @Test
    void inspect() {
        Line line = new Line(Tensor.scalar(2), Tensor.scalar(1));
        Tensor x = Tensor.of(1, 2, 3);
        var at = valueAndGrad(n -> n.apply(x).sum(), line);
        within(0, at.value(), 15);
        List<String> seen = new ArrayList<>();
        Tree.named(at.gradient()).forEach((name, t) -> seen.add(name + " " + t.item()));
        assertThat(seen).containsExactly("slope 6.0", "offset 3.0");
    }

    @Test
    void auxiliaryResults() {
        Line line = new Line(Tensor.scalar(2), Tensor.scalar(1));
        var at = valueAndGradWithAuxiliary(n -> {
            Tensor output = n.apply(Tensor.of(1, 2, 3));
            return new WithAuxiliary<>(output.sum(), output);
        }, line);
        within(0, at.auxiliary(), 3, 5, 7);
        assertThat(at.auxiliary().node()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "CONTRIBUTING.md",
        "core/src/main/java/dev/jacobi/Jacobi.java",
        "core/src/main/java/dev/jacobi/scalar/ScalarFunction.java",
        "core/src/main/java/dev/jacobi/tensor/Gradients.java",
        "core/src/main/java/dev/jacobi/tensor/Tensor.java",
    })
    void whatThePagesShowIsHere(String page) throws IOException {
        List<String> here = Files.readAllLines(Path.of("src/test/java/dev/jacobi/examples/SamplesTest.java"));
        List<String> code = here.stream().map(SamplesTest::bare).toList();
        List<String> shown = samples(Path.of("..", page));
        assertThat(shown).isNotEmpty();
        assertThat(code).containsAll(shown);
    }

    /// The lines between ```` ```java ```` and ```` ``` ````, in Markdown or in a `///` comment.
    private static List<String> samples(Path page) throws IOException {
        List<String> r = new ArrayList<>();
        boolean inside = false;
        String prefix = page.toString().endsWith(".java") ? "^\\s*///" : "^";
        for (String line : Files.readAllLines(page)) {
            String text = line.replaceFirst(prefix, "").strip();
            if (text.equals("```java")) inside = true;
            else if (text.equals("```")) inside = false;
            else if (inside && !bare(text).isEmpty()) r.add(bare(text));
        }
        return r;
    }

    /// A line without the comment behind it; whether it is public depends on the place.
    private static String bare(String line) { return line.replaceFirst("//.*", "").strip().replaceFirst("^public ", ""); }
}
