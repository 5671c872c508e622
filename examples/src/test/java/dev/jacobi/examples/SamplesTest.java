package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;
import static dev.jacobi.nn.Training.compileTraining;
import static dev.jacobi.examples.Numbers.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void ownRulesAndHooks() {
        Function<Tensor, Tensor> logistic = customVjp(
                (Tensor x) -> { Tensor e = x.neg().exp(); return new CustomRule.Kept<>(e.add(1).divInto(1), e); },
                (e, g) -> g.mul(e).div(e.add(1).square()));
        within(1e-15, grad((Tensor x) -> logistic.apply(x).sum(), Tensor.of(0, 0)), 0.25, 0.25);
        var r = valueAndGrad(x -> x.tanh().named("h").square().sum(), Tensor.of(1, 2),
                Map.of("h", g -> g.clamp(-1, 1)));
        Tensor h = Tensor.of(1, 2).tanh();
        within(1e-15, r.gradient(), h.square().subFrom(1).toDoubles());
        IO.println(savedForBackward(x -> x.tanh().square().sum(), Tensor.of(1, 2)));
    }

    @Test
    void randomNumbersOfNumPy() {
        var random = new MersenneTwister(1);
        Tensor weights = random.rand(2, 3).mul(2).sub(1);      // 2 * np.random.rand(2, 3) - 1
        within(1e-15, weights.get(0), -0.165955990594852, 0.4406489868843162, -0.9997712503653102);
    }

    @Test
    void windows() {
        Tensor x = Tensor.ones(Shape.of(1, 5, 4), DType.F64);
        pooled(x);
        convolved(x, Tensor.ones(Shape.of(2, 1, 2, 2), DType.F64));
    }

    private static void pooled(Tensor x) {
        Tensor y = x.maxPool(Window.of(3, 3).stride(2).pad(1));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 3, 2));
    }

    private static void convolved(Tensor x, Tensor weight) {
        Tensor y = x.conv(weight, Window.ofFilters(weight).stride(2, 1).pad(1).dilation(2));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 4));
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

    // ---- networks

    record Net(Dense hidden, Dense output) {
        Tensor apply(Tensor x) { return output.apply(hidden.apply(x).relu()); }
    }

    private static Net net() {
        RandomKey key = RandomKey.of(1);
        return new Net(Dense.of(2, 8, Initialization.HE, key.fold(0)), Dense.of(8, 2, Initialization.HE, key.fold(1)));
    }

    private static final Tensor INPUTS = Tensor.of(Shape.of(4, 2), -1, -1, -1, 1, 1, -1, 1, 1).to(DType.F32);
    private static final Tensor LABELS = Tensor.ofInts(0, 1, 1, 0);

    @Test
    void aGradientIsANet() {
        Net net = net();
        Tensor inputs = INPUTS;
        Tensor labels = LABELS;
        Net slopes = grad(n -> crossEntropy(n.apply(inputs), labels), net);
        Net lower = Tree.zip(net, slopes, (p, g) -> p.sub(g.mul(0.1)));
        assertThat(crossEntropy(lower.apply(INPUTS), LABELS).item()).isLessThan(crossEntropy(net.apply(INPUTS), LABELS).item());
    }

    @Test
    void aLoopOfOnesOwn() {
        Net net = net();
        Batch data = new Batch(INPUTS, LABELS);
        var state = new Adam(1e-3).start(net);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (Batch b : data.batches(32, epoch))
                state = state.update(grad(n -> crossEntropy(n.apply(b.x()), b.y()), state.model()));
        }
        assertThat(state.step().tensor().item()).isEqualTo(3);

        Batch batch = data.batches(32, 0).iterator().next();
        var run = compileTraining(net, new Adam(1e-3), (Net n, Batch b) -> crossEntropy(n.apply(b.x()), b.y()));
        double loss = run.step(batch);
        assertThat(loss).isEqualTo(crossEntropy(net.apply(batch.x()), batch.y()).item());
    }

    @Test
    void groupsAndClipping() {
        Optimizer careful = new Adam(1e-3).decay(1e-4).group("*.bias", o -> o.decay(0)).clipNorm(1);
        assertThat(careful.start(net()).slots()).hasSize(2);
    }

    private static Tensor loss(Tensor output, Tensor labels) { return crossEntropy(output, labels); }

    // ---- the rest

    @Test
    void gradientChecks() {
        Net net = Tree.map(net(), t -> t.to(DType.F64));
        Tensor x = INPUTS.to(DType.F64);
        Tensor y = LABELS;
        GradCheck.of((Net n) -> crossEntropy(n.apply(x), y)).at(net).orThrow();
        GradCheck.of(new Softsign()).at(Tensor.of(-1.0, 0.5)).orThrow();
    }

    @Test
    void randomNumbers() {
        RandomKey key = RandomKey.of(42);
        Tensor noise = key.fold(0).normal(Shape.of(2, 3), DType.F32);
        Tensor mask = key.fold(1).bernoulli(0.5, Shape.of(2, 3));
        assertThat(noise.toFloats()).isEqualTo(RandomKey.of(42).fold(0).normal(Shape.of(2, 3), DType.F32).toFloats());
        assertThat(mask.dtype()).isEqualTo(DType.BOOL);
    }

    @Test
    void explanations() {
        Net net = net();
        Tensor x = INPUTS;
        Tensor y = LABELS;
        Explanation e = Explanation.of(n -> loss(n.apply(x), y), net);
        e.print();
        e.of("hidden.weight", 1, 2).print();
        assertThat(e.of("hidden.weight", 1, 2).toString()).contains("hidden.weight[1,2]");
    }

    @Test
    void diagnosis() {
        Why why = Why.whyNaN(t -> t.log().sum(), Tensor.of(1, 0));
        IO.print(why);
        assertThat(why.op()).isEqualTo("log");
    }

    @Test
    void aWrongHandResult() {
        Explanation f = Formula.parse("f = (x + y) * max(y, z)").explain(Values.parse("x=1, y=2, z=0"), null);
        Diagnosis d = Diagnosis.of(f, "y", Tensor.scalar(3));
        IO.println(d.why());
        assertThat(d.verdict()).isEqualTo(Diagnosis.Verdict.PATH_FORGOTTEN);
    }

    /// Compiled only, as are the next: the files are not here.
    static void idx() throws IOException {
        Idx images = Idx.read(Path.of("train-images-idx3-ubyte.gz"));
        int[] shape = images.shape();
        byte[] pixels = images.bytes();
    }

    static void weights() throws IOException {
        Net net = net();
        Net loaded = Safetensors.load(Path.of("net.safetensors"), net);
        Map<String, Tensor> arrays = Npz.read(Path.of("net.npz"));
        Net fromNumPy = new Net(new Dense(arrays.get("hidden.weight"), arrays.get("hidden.bias")), new Dense(arrays.get("output.weight"), arrays.get("output.bias")));
    }

    static void mnist() throws IOException {
        MnistFolder mnist = MnistFolder.read(Path.of("mnist"), 10);
        float[] pixels = mnist.train().pixels();
    }

    @Test
    void safetensors(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("one.safetensors");
        Tensor weight = Tensor.of(1, 2, 3);
        Safetensors.write(file, Map.of("weight", weight), Map.of("made by", "me"));
        Safetensors read = Safetensors.read(file);
        Tensor same = read.tensors().get("weight");
        within(0, same, 1, 2, 3);
    }

    @Test
    void aPass() {
        Sequential net = Sequential.of(Dense.of(2, 3, Initialization.HE, RandomKey.of(1)), Activation.RELU);
        Tensor inputs = INPUTS;
        Pass pass = Pass.training(RandomKey.of(1));
        Tensor outputs = net.apply(inputs, pass);
        Sequential next = pass.updated(net);
        assertThat(outputs.shape()).isEqualTo(Shape.of(4, 3));
        assertThat(next).isEqualTo(net);
    }

    @Test
    void aTable(@TempDir Path folder) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("a,b,species\n");
        for (int i = 0; i < 60; i++) text.append(i % 7).append(',').append(i % 5).append(',').append(i % 7 > 3 ? "long" : "short").append('\n');
        Path file = Files.writeString(folder.resolve("flowers.csv"), text);
        var data = Csv.read(file).target("species").split(0.2, 1);
        var model = Mlp.hidden(32).optimizer(new Adam(1e-2)).epochs(100).seed(1).fit(data.train());
        IO.println(model.accuracy(data.test()));
        model.save(folder.resolve("flowers.safetensors"));
        var served = Model.load(folder.resolve("flowers.safetensors"));
        Map<String, String> row = Map.of("a", "6", "b", "1");
        String label = served.predict(row).label();
        assertThat(label).isEqualTo("long");
        assertThat(model.accuracy(data.test())).isEqualTo(1);
    }

    static void tables() throws IOException, InterruptedException {
        Table table = Csv.read(Path.of("iris.csv")).target("species");
        Table.Split split = table.split(0.2, 1);
        Table wine = Csv.read(Path.of("wine_data.csv")).skip(1).noHeader().target("c14");
        var data = Csv.read(Path.of("flowers.csv")).target("species").split(0.2, 1);
        var model = Mlp.hidden(32).optimizer(new Adam(1e-3)).epochs(100).seed(1).fit(data.train());
        model.save(Path.of("flowers.safetensors"));
    }

    static void learned(Table table) throws InterruptedException {
        Model model = Mlp.hidden(32).optimizer(new Adam(1e-3)).epochs(100).seed(1).fit(table);
    }

    static void asked() throws IOException {
        Model model = Model.load(Path.of("iris.safetensors"));
        String label = model.predict(Map.of("sepal_length", "5.1", "sepal_width", "3.5",
            "petal_length", "1.4", "petal_width", "0.2")).label();
    }

    static void servedFrom(Map<String, String> row) throws IOException {
        var served = Model.load(Path.of("flowers.safetensors"));
        String label = served.predict(row).label();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageShowsIsHere(Path page) throws IOException {
        List<String> here = Files.readAllLines(Path.of("src/test/java/dev/jacobi/examples/SamplesTest.java"));
        List<String> code = here.stream().map(SamplesTest::bare).toList();
        List<String> shown = samples(page);
        shown.removeAll(code);
        assertThat(shown).as("lines of Java that " + page + " shows and SamplesTest doesn't compile").isEmpty();
    }

    /// The pages of Markdown and the library's sources that show Java.
    static List<Path> pages() throws IOException {
        List<Path> r = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(SamplesTest::isPage).sorted().toList()) if (!samples(file).isEmpty()) r.add(file);
        }
        return r;
    }

    private static boolean isPage(Path file) {
        String path = file.toString().replace(File.separatorChar, '/');
        return !path.contains("/target/") && !path.contains("/.")
                && (path.endsWith(".md") || path.matches("../(core|nn|io|explain)/src/main/java/.*\\.java"));
    }

    /// The lines between ```` ```java ```` and ```` ``` ````, in Markdown or in a `///` comment, without
    /// those that leave something out.
    private static List<String> samples(Path page) throws IOException {
        List<String> r = new ArrayList<>();
        boolean inside = false;
        String prefix = page.toString().endsWith(".java") ? "^\\s*///" : "^";
        for (String line : Files.readAllLines(page)) {
            String text = line.replaceFirst(prefix, "").strip();
            if (text.equals("```java")) inside = true;
            else if (text.equals("```")) inside = false;
            else if (inside && !bare(text).isEmpty() && !text.contains("…")) r.add(bare(text));
        }
        return r;
    }

    /// A line without the comment behind it; whether it is public or ends a statement depends on the place.
    private static String bare(String line) {
        return line.replaceFirst("//.*", "").strip().replaceFirst("^public ", "").replaceFirst(";$", "");
    }
}
