package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.CustomRule;
import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Functions inside functions, random numbers, and gradients that stop.
final class CallSamples {
    private CallSamples() {}

    private static double squared(double a) { return a * a; }

    /// h ← tanh(W·h + x) for each row x, keeping h² of each; their row sums, with the sum of the last h added.
    private static Plain recurrence(Plain xs, Plain w, Plain start) {
        double[] h = start.values().clone();
        double[] sums = new double[xs.size(0)];
        for (int t = 0; t < sums.length; t++) {
            double[] next = new double[h.length];
            for (int i = 0; i < h.length; i++) {
                double z = xs.at(t, i);
                for (int j = 0; j < h.length; j++) z += w.at(i, j) * h[j];
                next[i] = StrictMath.tanh(z);
                sums[t] += squared(next[i]);
            }
            h = next;
        }
        double last = 0;
        for (double v : h) last += v;
        double all = last;
        return new Plain(Shape.of(sums.length), sums).each(a -> a + all);
    }

    private static Tensor scanned(List<Tensor> in) {
        Scan.Step<Tensor, Tensor> r = Jacobi.scan((Tensor h, Tensor x) -> {
            Tensor next = in.get(1).matmul(h).add(x).tanh();
            return new Scan.Step<>(next, next.square());
        }, in.get(2), in.get(0));
        return r.output().sum(1).add(r.carry().sum());
    }

    /// A scan whose steps are scans: p ← p·c + x along every row.
    private static Tensor scanInScan(List<Tensor> in) {
        return Jacobi.scan((Tensor c, Tensor row) -> {
            Tensor p = Jacobi.scan((Tensor q, Tensor x) -> new Scan.Step<>(q.mul(c).add(x), q), c, row).carry();
            return new Scan.Step<>(p.sin(), p);
        }, in.get(1), in.get(0)).output();
    }

    private static Plain loopInLoop(Plain rows, double start) {
        double c = start;
        double[] r = new double[rows.size(0)];
        for (int i = 0; i < r.length; i++) {
            double p = c;
            for (int k = 0; k < rows.size(1); k++) p = p * c + rows.at(i, k);
            r[i] = p;
            c = StrictMath.sin(p);
        }
        return new Plain(Shape.of(r.length), r);
    }

    static List<Sample> all() {
        return List.of(
                Sample.unary("stopGradient", x -> x.mul(x.sign().stopGradient()), X).is((double a) -> Math.abs(a)),
                Sample.unary("checkpoint", x -> Jacobi.checkpoint((Tensor v) -> v.sin().mul(v), x), X).is(a -> a * StrictMath.sin(a)),
                Sample.of("checkpoint that uses a tensor from outside", in -> Jacobi.checkpoint((Tensor v) -> v.sin().mul(in.get(1)), in.get(0)), X, ROW)
                        .as(in -> in.get(0).each(in.get(1), (a, b) -> StrictMath.sin(a) * b)),
                Sample.unary("customVjp", Jacobi.customVjp((Tensor v) -> v.sin(), (v, y, g) -> g.mul(v.cos())), X).is(StrictMath::sin),
                Sample.unary("customVjp that saves", Jacobi.customVjp((Tensor v) -> new CustomRule.Kept<>(v.sin(), v.cos()), (c, g) -> g.mul(c)), X)
                        .is(StrictMath::sin),
                Sample.unary("customJvp", Jacobi.customJvp((Tensor v) -> v.sin(), (v, y, d) -> d.mul(v.cos())), X).is(StrictMath::sin),
                Sample.unary("a product with the Hessian inside", x -> Jacobi.hessianVectorProduct((Tensor v) -> v.pow(4).sum(), x, x), X)
                        .is(a -> 12 * a * a * a),
                Sample.unary("a product of Gauss and Newton inside",
                        x -> Jacobi.gaussNewtonVectorProduct((Tensor v) -> v.sin(), y -> y.square().sum(), x, x), X)
                        .is(a -> 2 * StrictMath.cos(a) * StrictMath.cos(a) * a),
                Sample.unary("the diagonal of a Hessian inside", x -> Jacobi.hessianDiagonal(v -> v.pow(3).sum(), x), X).is(a -> 6 * a),
                Sample.unary("a gradient inside", x -> Jacobi.grad((Tensor v) -> v.sin().mul(v).sum(), x), X)
                        .is(a -> a * StrictMath.cos(a) + StrictMath.sin(a)),
                Sample.unary("a tangent inside", x -> Jacobi.jvp((Tensor v) -> v.sin(), x, x).tangent(), X).is(a -> a * StrictMath.cos(a)),
                Sample.unary("a batch inside", x -> Jacobi.vmap((Tensor row) -> row.mul(row.sum()), x), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> in.getFirst().at(at) * in.getFirst().row(at[0]).sum())),
                Sample.of("scan", CallSamples::scanned, normal(4, 3), normal(3, 3), ROW)
                        .as(in -> recurrence(in.get(0), in.get(1), in.get(2))).also(empty(0, 3), normal(3, 3), ROW).also(normal(1, 3), normal(3, 3), ROW),
                Sample.of("scan in a scan", CallSamples::scanInScan, X, NUMBER).as(in -> loopInLoop(in.get(0), in.get(1).at())),
                Sample.unary("random", x -> {
                    RandomKey key = new RandomKey(x.sum().to(DType.I64)).fold(1);
                    return x.mul(key.uniform(Shape.of(2, 3), DType.F64).to(x.dtype())).add(key.fold(3).normal(Shape.of(3), DType.F64).to(x.dtype()))
                            .mul(key.fold(4).permutation(3).to(x.dtype())).add(key.fold(5).categorical(x).unsqueeze(-1).to(x.dtype()));
                }, X));
    }
}
