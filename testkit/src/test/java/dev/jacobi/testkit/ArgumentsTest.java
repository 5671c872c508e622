package dev.jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every op with every dtype and with shapes that it may not like: it works, or says what it needs and what it got; it
/// throws nothing else and leaves its inputs as they were.
class ArgumentsTest {
    private static final Map<String, UnaryOperator<Tensor>> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("one axis less", t -> t.rank() == 0 || t.size(0) == 0 ? t : t.get(0));
        SHAPES.put("one axis more", t -> t.unsqueeze(0));
        SHAPES.put("a longer last axis", t -> t.rank() == 0 ? t : Tensor.concat(-1, List.of(t, t)));
        SHAPES.put("a longer first axis", t -> t.rank() == 0 ? t : Tensor.concat(0, List.of(t, t)));
        SHAPES.put("no elements", t -> t.rank() == 0 ? t : t.slice(0, 0, 0));
        SHAPES.put("an empty last axis", t -> t.rank() == 0 ? t : t.slice(-1, 0, 0));
        SHAPES.put("a single element", t -> Tensor.full(Shape.of(), 0.5, t.dtype()));
        SHAPES.put("a row of seven", t -> Tensor.full(Shape.of(7), 0.5, t.dtype()));
        SHAPES.put("many axes", t -> t.reshape(t.shape().prepend(1).prepend(1).prepend(1).prepend(1)));
    }

    static Stream<Sample> samples() { return Samples.all().stream(); }

    @ParameterizedTest
    @MethodSource("samples")
    void worksOrSaysWhatItNeeds(Sample sample) {
        Set<String> wrong = new LinkedHashSet<>();
        List<Tensor> inputs = sample.inputs();
        for (DType d : DType.values()) {
            use(sample, inputs.stream().map(t -> t.to(d)).toList(), d.isFloating(), wrong, "in " + d);
            for (int i = 0; i < inputs.size() && inputs.size() > 1; i++) use(sample, changed(inputs, i, t -> t.to(d)), d == DType.F64, wrong, "input " + i + " in " + d);
        }
        SHAPES.forEach((name, change) -> {
            use(sample, inputs.stream().map(change).toList(), true, wrong, name);
            for (int i = 0; i < inputs.size() && inputs.size() > 1; i++) use(sample, changed(inputs, i, change), true, wrong, "input " + i + ", " + name);
        });
        assertThat(wrong).isEmpty();
    }

    private static List<Tensor> changed(List<Tensor> inputs, int which, UnaryOperator<Tensor> change) {
        List<Tensor> r = new ArrayList<>(inputs);
        r.set(which, change.apply(inputs.get(which)));
        return r;
    }

    private static void use(Sample sample, List<Tensor> inputs, boolean gradient, Set<String> wrong, String what) {
        List<double[]> before = inputs.stream().map(Tensor::toDoubles).toList();
        try {
            sample.function().apply(inputs);
            if (gradient) Reverse.grad((List<Tensor> in) -> sample.function().apply(in).sum(), inputs);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            boolean advice = message.contains("; ") || message.contains("but ") || message.contains("needs ") || message.contains("asked ");
            if (message.length() < 20 || !advice) wrong.add(what + " says only: " + message);
        } catch (RuntimeException | AssertionError e) {
            // a sample may ask for a part that isn't there now, of a list or of an array of its own
            boolean own = Arrays.stream(e.getStackTrace()).filter(f -> f.getClassName().startsWith("dev.jacobi.")).findFirst()
                    .map(f -> f.getClassName().startsWith("dev.jacobi.testkit.")).orElse(false);
            if (!own) wrong.add(what + ": " + e);
        }
        for (int i = 0; i < inputs.size(); i++) if (!Arrays.equals(before.get(i), inputs.get(i).toDoubles())) wrong.add(what + " changed input " + i);
    }

    // ---- broadcasting

    /// Every pair of shapes up to three axes of sizes 0 to 3, and of four axes a part: as NumPy does it, with the gradients summed.
    @Test
    void everyPairOfShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int rank = 0; rank <= 4; rank++) {
            for (int code = 0; code < Math.pow(4, rank); code++) {
                int[] sizes = new int[rank];
                for (int i = 0; i < rank; i++) sizes[i] = code >> 2 * i & 3;
                shapes.add(Shape.of(sizes));
            }
        }
        int fit = 0;
        int turn = 0;
        for (Shape p : shapes) {
            for (Shape q : shapes) {
                if (p.rank() == 4 && q.rank() == 4 && turn++ % 16 != 0) continue;
                int[] both = broadcast(p, q);
                Tensor a = counted(p, 1);
                Tensor b = counted(q, 100);
                if (both == null) {
                    try {
                        throw new AssertionError(p + " and " + q + " give " + a.sub(b).shape());
                    } catch (IllegalArgumentException e) {
                        assertThat(e.getMessage()).contains(p.toString()).contains(q.toString());
                    }
                    continue;
                }
                fit++;
                requireRight(a, b, Shape.of(both));
            }
        }
        assertThat(fit).isGreaterThan(5_000);
    }

    private static Tensor counted(Shape shape, double first) {
        double[] v = new double[shape.size()];
        for (int i = 0; i < v.length; i++) v[i] = first + i;
        return Tensor.of(shape, v);
    }

    private static int[] broadcast(Shape p, Shape q) {
        int[] r = new int[Math.max(p.rank(), q.rank())];
        for (int i = 1; i <= r.length; i++) {
            int a = i > p.rank() ? 1 : p.size(p.rank() - i);
            int b = i > q.rank() ? 1 : q.size(q.rank() - i);
            if (a != b && a != 1 && b != 1) return null;
            r[r.length - i] = a == 1 ? b : a;
        }
        return r;
    }

    private static void requireRight(Tensor a, Tensor b, Shape both) {
        Tensor y = a.sub(b);
        if (!y.shape().equals(both)) throw new AssertionError(a.shape() + " and " + b.shape() + " give " + y.shape());
        double[] v = y.toDoubles();
        double[] left = new double[a.size()];
        double[] right = new double[b.size()];
        for (int i = 0; i < v.length; i++) {
            int j = place(i, both, a.shape());
            int k = place(i, both, b.shape());
            if (v[i] != j + 1 - (k + 100)) throw new AssertionError(a.shape() + " and " + b.shape() + " give " + y);
            left[j]++;
            right[k]--;
        }
        List<Tensor> g = Reverse.grad((List<Tensor> in) -> in.get(0).sub(in.get(1)).sum(), List.of(a, b));
        if (!Arrays.equals(g.get(0).toDoubles(), left) || !Arrays.equals(g.get(1).toDoubles(), right)) {
            throw new AssertionError("the gradients of " + a.shape() + " and " + b.shape() + " are " + g);
        }
    }

    /// Where an element of the whole comes from.
    private static int place(int index, Shape whole, Shape part) {
        int at = 0;
        int stride = 1;
        int rest = index;
        for (int i = 1; i <= part.rank(); i++) {
            int size = whole.size(whole.rank() - i);
            int own = part.size(part.rank() - i);
            if (own != 1) at += rest % size * stride;
            stride *= own;
            rest /= size;
        }
        return at;
    }
}
