package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.each;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.CustomRule;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.fuzz.Entry.Use;
import java.util.List;

/// Transformations as steps.
final class CallVocabulary {
    private CallVocabulary() {}

    static List<Entry> all() {
        return List.of(
                each("checkpoint(sin x)", x -> Jacobi.checkpoint((Tensor v) -> v.sin().mul(v), x), d -> d.sin().times(d)),
                each("customVjp(sin)", x -> Jacobi.customVjp((Tensor v) -> v.sin(), (v, y, g) -> g.mul(v.cos())).apply(x), Dual::sin),
                each("customVjp(sin, saved)", x -> Jacobi.customVjp((Tensor v) -> new CustomRule.Kept<>(v.sin(), v.cos()), (c, g) -> g.mul(c)).apply(x), Dual::sin),
                each("customJvp(sin)", x -> Jacobi.customJvp((Tensor v) -> v.sin(), (v, y, d) -> d.mul(v.cos())).apply(x), Dual::sin),
                each("grad(v sin v)", x -> Jacobi.grad((Tensor v) -> v.sin().mul(v).sum(), x), d -> d.sin().plus(d.times(d.cos()))),
                each("jvp(tanh, v)", x -> Jacobi.jvp((Tensor v) -> v.tanh(), x, x).tangent(), d -> d.times(Dual.of(1).minus(d.tanh().square()))),
                each("hessianVectorProduct(v^4, v)", x -> Jacobi.hessianVectorProduct((Tensor v) -> v.pow(4).sum(), x, x), d -> d.square().times(d).times(12)),
                new Entry("vmap", 1, (random, s) -> s.getFirst().rank() != 2 || s.getFirst().size(0) == 0 ? null
                        : new Use("vmap(row -> row.mul(row.sum()), {0})", in -> Jacobi.vmap((Tensor row) -> row.mul(row.sum()), in.getFirst()),
                                in -> in.getFirst().lines(1, d -> {
                                    Dual[] r = d.clone();
                                    for (int i = 0; i < r.length; i++) r[i] = r[i].times(Naive.sum(d));
                                    return r;
                                }))),
                new Entry("scan", 2, (random, s) -> s.get(0).rank() != 2 || !s.get(1).equals(s.get(0).part(1, 2)) ? null
                        : new Use("scan(c -> (0.5 c + x) sin, {1}, {0}).output()", CallVocabulary::scanned, in -> looped(in.get(0), in.get(1)))));
    }

    private static Tensor scanned(List<Tensor> in) {
        return Jacobi.scan((Tensor carry, Tensor x) -> {
            Tensor next = carry.mul(0.5).add(x).sin();
            return new Scan.Step<>(next, next);
        }, in.get(1), in.get(0)).output();
    }

    private static Naive looped(Naive rows, Naive start) {
        Dual[] cells = new Dual[rows.cells().length];
        int n = start.cells().length;
        for (int i = 0; i < cells.length; i++) {
            Dual before = i < n ? start.cells()[i] : cells[i - n];
            cells[i] = before.times(0.5).plus(rows.cells()[i]).sin();
        }
        return new Naive(Shape.of(rows.size(0), n), cells);
    }
}
