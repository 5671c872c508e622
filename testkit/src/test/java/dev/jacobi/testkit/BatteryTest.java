package dev.jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.diff.Body;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.Trace;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Op;
import dev.jacobi.op.Variable;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The battery for every op, and the proof that no op is left out.
class BatteryTest {
    static Stream<Sample> samples() { return Samples.all().stream(); }

    @ParameterizedTest
    @MethodSource("samples")
    void everythingHolds(Sample sample) { RuleCheck.of(sample).orThrow(); }

    /// Every class of an op or of a scalar function in the core must have run in some sample, its gradient
    /// or its gradient's gradient.
    @Test
    void noOpIsWithoutASample() throws IOException, URISyntaxException {
        Set<Class<?>> met = new HashSet<>();
        for (Sample s : Samples.all()) {
            collect(Trace.of(s.function(), s.inputs(), Tensor::type).body(), met);
            collect(Trace.of((List<Tensor> in) -> Reverse.grad(v -> s.function().apply(v).sum(), in), s.inputs(), Tensor::type).body(), met);
        }
        Set<String> missing = new TreeSet<>();
        for (Class<?> c : coreClasses()) {
            boolean op = Op.class.isAssignableFrom(c) || ScalarFunction.class.isAssignableFrom(c);
            if (op && !c.isInterface() && !Modifier.isAbstract(c.getModifiers()) && !met.contains(c)) missing.add(c.getName());
        }
        assertThat(missing).isEmpty();
    }

    private static void collect(Body body, Set<Class<?>> met) {
        met.add(Variable.class);
        met.add(Elementwise.class);
        for (Body.Step step : body.steps()) {
            met.add(step.op().getClass());
            if (step.op() instanceof Elementwise e) met.add(e.function().getClass());
            if (step.op() instanceof dev.jacobi.op.Call call) collect(call.body(), met);
        }
    }

    private static List<Class<?>> coreClasses() throws IOException, URISyntaxException {
        URI home = Op.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(home);
        if (Files.isDirectory(path)) return classes(path);
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home), Map.of())) {
            return classes(jar.getPath("/"));
        }
    }

    private static List<Class<?>> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(p -> root.relativize(p).toString().replace('\\', '/'))
                    .filter(n -> n.startsWith("dev/jacobi/") && n.endsWith(".class"))
                    .map(n -> n.substring(0, n.length() - 6).replace('/', '.')).<Class<?>>map(BatteryTest::load).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Op.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
