package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.Jacobi;
import dev.jacobi.io.Json;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Gradients that another library's tests expect (`burn-autodiff-open.json`): every case, none left out. They are printed
/// there with four digits or more; the file says how far each is from differences.
class BurnVectorsTest {
    private static final int CASES = 41;

    @Test
    void everyGradientIsAsExpected() throws IOException {
        String folder = System.getenv("JACOBI_VECTORS");
        assumeTrue(folder != null, "JACOBI_VECTORS names no folder of vectors");
        Map<?, ?> file = (Map<?, ?>) Json.parse(Files.readString(Path.of(folder, "burn-autodiff-open.json")));
        List<?> cases = (List<?>) file.get("cases");
        assertThat(cases).hasSize(CASES);
        List<String> wrong = new ArrayList<>();
        for (Object c : cases) check((Map<?, ?>) c, wrong);
        assertThat(wrong).isEmpty();
    }

    private static void check(Map<?, ?> c, List<String> wrong) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        ((Map<?, ?>) c.get("inputs")).forEach((name, value) -> inputs.put((String) name, tensor(value)));
        Map<?, ?> expected = (Map<?, ?>) c.get("expected_grad");
        Map<String, Tensor> asked = new LinkedHashMap<>();
        expected.forEach((name, _) -> asked.put((String) name, inputs.get((String) name)));
        Map<String, Tensor> actual = Jacobi.grad((Map<String, Tensor> x) -> {
            Map<String, Tensor> names = new HashMap<>(inputs);
            names.putAll(x);
            for (Object step : (List<?>) c.get("program")) {
                List<?> s = (List<?>) step;
                names.put((String) s.getFirst(), value(s.get(1), names));
            }
            return value(c.get("loss"), names).sum();
        }, asked);
        double tolerance = Math.max(1e-6, 2 * ((Number) c.get("numeric_check_max_rel")).doubleValue());
        expected.forEach((name, value) -> {
            Tensor e = tensor(value);
            double size = e.abs().max().item();
            if (!actual.get(name).allClose(e, 0, tolerance * Math.max(1, size))) wrong.add(c.get("name") + ", " + name + ": " + actual.get(name) + ", not " + e);
        });
    }

    /// A name, or [op, arguments …].
    private static Tensor value(Object expression, Map<String, Tensor> names) {
        if (expression instanceof String name) {
            Tensor t = names.get(name);
            if (t == null) throw new AssertionError("there is no " + name);
            return t;
        }
        List<?> e = (List<?>) expression;
        Tensor x = value(e.get(1), names);
        return switch ((String) e.getFirst()) {
            case "matmul" -> x.matmul(value(e.get(2), names));
            case "add" -> x.add(value(e.get(2), names));
            case "sub" -> x.sub(value(e.get(2), names));
            case "mul" -> x.mul(value(e.get(2), names));
            case "div" -> x.div(value(e.get(2), names));
            case "hypot" -> x.hypot(value(e.get(2), names));
            case "powf" -> x.pow(value(e.get(2), names));
            case "add_scalar" -> x.add(number(e.get(2)));
            case "sub_scalar" -> x.sub(number(e.get(2)));
            case "abs" -> x.abs();
            case "acos" -> x.acos();
            case "asinh" -> x.asinh();
            case "atanh" -> x.atanh();
            case "ceil" -> x.ceil();
            case "cosh" -> x.cosh();
            case "erf" -> x.erf();
            case "log1p" -> x.log1p();
            case "relu" -> x.relu();
            case "round" -> x.round();
            case "sigmoid" -> x.sigmoid();
            case "sin" -> x.sin();
            case "tan" -> x.tan();
            case "sum" -> x.sum();
            case "prod" -> x.prod();
            case "prod_dim" -> x.prod((int) number(e.get(2)));
            case "cumprod" -> x.cumProd((int) number(e.get(2)));
            case "cumsum" -> x.cumSum((int) number(e.get(2)));
            case "softmax" -> x.softmax((int) number(e.get(2)));
            case "transpose" -> x.transpose();
            case "swap_dims" -> swapped(x, (int) number(e.get(2)), (int) number(e.get(3)));
            case "flip" -> flipped(x, axes(e.get(2)));
            case "permute" -> x.permute(axes(e.get(2)));
            case "repeat_dim" -> repeated(x, (int) number(e.get(2)), (int) number(e.get(3)));
            case "gather" -> x.takeAlong((int) number(e.get(2)), value(e.get(3), names).to(DType.I64));
            case "loss::cross_entropy_with_logits" -> Jacobi.crossEntropy(x, value(e.get(2), names));
            default -> throw new AssertionError("no op here is called " + e.getFirst());
        };
    }

    private static double number(Object value) { return ((Number) value).doubleValue(); }

    /// ["list", a, b, …]
    private static int[] axes(Object list) { return ((List<?>) list).stream().skip(1).mapToInt(n -> ((Number) n).intValue()).toArray(); }

    private static Tensor swapped(Tensor x, int a, int b) {
        int[] order = IntStream.range(0, x.rank()).toArray();
        order[a] = b;
        order[b] = a;
        return x.permute(order);
    }

    private static Tensor flipped(Tensor x, int[] axes) {
        Tensor r = x;
        for (int axis : axes) r = r.flip(axis);
        return r;
    }

    private static Tensor repeated(Tensor x, int axis, int times) {
        int[] all = IntStream.generate(() -> 1).limit(x.rank()).toArray();
        all[axis] = times;
        return x.tile(all);
    }

    private static Tensor tensor(Object value) {
        List<Double> numbers = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (Object v = value; v instanceof List<?> list; v = list.isEmpty() ? null : list.getFirst()) sizes.add(list.size());
        collect(value, numbers);
        return Tensor.of(Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()), numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void collect(Object value, List<Double> numbers) {
        if (value instanceof List<?> list) list.forEach(v -> collect(v, numbers));
        else numbers.add(((Number) value).doubleValue());
    }
}
