package dev.jacobi.graphs;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.customVjp;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.scan;
import static dev.jacobi.Jacobi.vmap;

import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A function of a few tensors, made of random steps that a seed decides: the same seed makes the same steps, because
/// nothing depends on values. Steps that could grow without bound are squashed.
///
/// @param smooth whether only steps without kinks and jumps are taken, so that differences tell the derivative
record RandomGraph(long seed, int steps, boolean smooth) implements Function<List<Tensor>, Tensor> {
    /// How many steps inside another (a checkpoint, a gradient) there may be.
    private static final int INNER = 3;

    /// Arguments for it: three tensors of random shapes.
    List<Tensor> arguments(int number) {
        Random random = new Random(seed);
        List<Tensor> r = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            r.add(RandomKey.of(seed).fold(number).fold(i).normal(shape(random, random.nextInt(4)), DType.F64));
        }
        return r;
    }

    private static Shape shape(Random random, int rank) {
        return Shape.of(IntStream.range(0, rank).map(i -> 1 + random.nextInt(4)).toArray());
    }

    /// One number: a weighted sum over what the last steps gave.
    @Override public Tensor apply(List<Tensor> in) {
        Random random = new Random(seed + 1);
        List<Tensor> known = new ArrayList<>(in);
        for (int i = 0; i < steps; i++) known.add(step(random, known, 0));
        Tensor sum = Tensor.scalar(0, in.getFirst().dtype());
        for (Tensor t : known.subList(known.size() - Math.min(steps, 5), known.size())) {
            sum = sum.add(t.mul(weights(t)).sum());
        }
        return sum;
    }

    private static Tensor weights(Tensor t) {
        double[] w = new double[t.size()];
        for (int i = 0; i < w.length; i++) w[i] = 1 + 0.25 * (i % 7) - 0.1 * (i % 3);
        return Tensor.of(t.shape(), w).to(t.dtype());
    }

    private Tensor step(Random random, List<Tensor> known, int depth) {
        Tensor a = known.get(random.nextInt(known.size()));
        Tensor b = known.get(random.nextInt(known.size()));
        return switch (random.nextInt(depth < INNER ? 7 : 6)) {
            case 0 -> element(random, a);
            case 1, 2 -> pair(random, a, b);
            case 3 -> movement(random, a);
            case 4 -> reduction(random, a);
            case 5 -> joined(random, a, b);
            default -> call(random, a, b, depth);
        };
    }

    private Tensor element(Random random, Tensor a) {
        return switch (random.nextInt(smooth ? 16 : 24)) {
            case 0 -> a.sin();
            case 1 -> a.cos();
            case 2 -> a.tanh();
            case 3 -> a.sigmoid();
            case 4 -> a.softplus();
            case 5 -> a.gelu();
            case 6 -> a.silu();
            case 7 -> a.erf();
            case 8 -> a.tanh().exp();
            case 9 -> a.square().add(0.5).log();
            case 10 -> a.square().add(0.5).sqrt();
            case 11 -> a.tanh().expm1();
            case 12 -> a.square().log1p();
            case 13 -> a.tanh().pow(3).neg();
            case 14 -> a.subFrom(0.3).mul(0.7).div(1.1);
            case 15 -> a.square().add(1).divInto(2).pow(a.tanh());
            case 16 -> a.relu();
            case 17 -> a.abs();
            case 18 -> a.leakyRelu(0.1).hardTanh();
            case 19 -> a.clamp(-0.5, 0.8);
            case 20 -> a.step(0.1).mul(a);
            case 21 -> a.sign().add(a);
            case 22 -> a.gt(0).where(a.square(), a.neg());
            default -> a.mul(3).to(DType.I64).to(a.dtype()).add(a);
        };
    }

    private Tensor pair(Random random, Tensor a, Tensor b) {
        Tensor c = fitting(a, b);
        return switch (random.nextInt(smooth ? 7 : 10)) {
            case 0 -> a.add(c);
            case 1 -> a.sub(c);
            case 2 -> a.mul(c).tanh();
            case 3 -> a.div(c.square().add(1));
            case 4 -> product(a, b);
            case 5 -> product(a, a).add(1);
            case 6 -> images(a);
            case 7 -> a.maximum(c);
            case 8 -> a.minimum(c);
            default -> a.lt(c).where(a, c.mul(0.5));
        };
    }

    /// b, or what is left of it when its sums are taken until it broadcasts with a.
    private static Tensor fitting(Tensor a, Tensor b) {
        Tensor r = b;
        while (!broadcasts(a.shape(), r.shape())) r = r.mean(0);
        return r;
    }

    private static boolean broadcasts(Shape p, Shape q) {
        for (int i = 1; i <= Math.min(p.rank(), q.rank()); i++) {
            if (p.size(-i) != q.size(-i) && p.size(-i) != 1 && q.size(-i) != 1) return false;
        }
        return true;
    }

    private static Tensor product(Tensor a, Tensor b) {
        if (a.rank() == 0 || b.rank() == 0) return a.mul(b.sum()).tanh();
        int k = a.size(-1);
        int side = b.rank() == 1 ? -1 : -2;
        if (b.size(side) == k && (a.rank() <= 2 || b.rank() <= 2)) return a.matmul(b).tanh();
        Tensor p = a.rank() == 1 ? a.unsqueeze(0) : a;
        return p.matmul(p.transpose()).tanh();
    }

    private static Tensor images(Tensor a) {
        int n = a.size();
        if (n < 4) return a.sin();
        Tensor image = a.flatten().slice(0, 0, n / 2 * 2).reshape(1, 1, 2, n / 2);
        return image.conv2d(a.flatten().slice(0, 0, 4).reshape(1, 1, 2, 2), 1, 1).tanh().flatten();
    }

    private static Tensor movement(Random random, Tensor a) {
        int rank = a.rank();
        if (rank == 0) return random.nextBoolean() ? a.unsqueeze(0) : a.expand(2, 1);
        int axis = random.nextInt(rank);
        int n = a.size(axis);
        return switch (random.nextInt(9)) {
            case 0 -> a.flatten();
            case 1 -> a.size() % 2 == 0 ? a.reshape(2, -1) : a.reshape(-1, 1);
            case 2 -> a.transpose();
            case 3 -> a.moveAxis(axis, random.nextInt(rank));
            case 4 -> rank < 4 ? a.unsqueeze(axis).expand(a.unsqueeze(axis).shape().with(axis, 2)) : a.mean(0);
            case 5 -> a.slice(axis, random.nextInt(n), n);
            case 6 -> a.slice(axis, n - 1, -n - 1, -1 - random.nextInt(2));
            case 7 -> a.flip(axis);
            default -> a.pick(axis, random.nextInt(n));
        };
    }

    private Tensor reduction(Random random, Tensor a) {
        if (a.rank() == 0) return a.sin();
        int[] axes = random.ints(0, a.rank()).limit(1 + random.nextInt(a.rank())).distinct().toArray();
        return switch (random.nextInt(smooth ? 8 : 10)) {
            case 0 -> a.sum(axes).mul(0.5);
            case 1 -> a.mean(axes);
            case 2 -> a.variance(axes);
            case 3 -> a.tanh().prod(axes);
            case 4 -> a.logSumExp(axes);
            case 5 -> a.softmax(axes);
            case 6 -> a.logSoftmax(axes).mul(0.2);
            case 7 -> a.add(2).square().sum(axes).sqrt().mul(0.2);
            case 8 -> a.max(axes);
            default -> a.min(axes);
        };
    }

    private Tensor joined(Random random, Tensor a, Tensor b) {
        if (a.rank() == 0) return Tensor.stack(List.of(a, b.mean()));
        int axis = random.nextInt(a.rank());
        int n = a.size(axis);
        Tensor index = Tensor.ofInts(random.nextInt(n), -1 - random.nextInt(n), random.nextInt(n));
        return switch (random.nextInt(6)) {
            case 0 -> Tensor.concat(axis, List.of(a, a.flip(axis), a.sin()));
            case 1 -> a.rank() < 4 ? Tensor.stack(List.of(a, a.cos())) : a;
            case 2 -> a.pad(axis, random.nextInt(2), random.nextInt(2));
            case 3 -> a.gather(axis, index);
            case 4 -> a.scatterAdd(axis, index, a.gather(axis, index).sin());
            default -> smooth ? a.add(fitting(a, b)) : a.add(fitting(a, b).stopGradient());
        };
    }

    private Tensor call(Random random, Tensor a, Tensor b, int depth) {
        long inner = random.nextLong();
        Function<Tensor, Tensor> f = x -> {
            Random own = new Random(inner);
            return step(own, List.of(x, step(own, List.of(x, b), depth + 1)), depth + 1);
        };
        return switch (random.nextInt(6)) {
            case 0 -> checkpoint(f, a);
            case 1 -> grad((Tensor x) -> f.apply(x).sin().sum(), a).tanh();
            case 2 -> jvp(f, a, a.cos()).tangent().tanh();
            case 3 -> a.rank() == 0 ? f.apply(a) : vmap(f, a);
            case 4 -> customVjp((Tensor x) -> x.sin().mul(x), (x, y, g) -> g.mul(x.sin().add(x.cos().mul(x)))).apply(a);
            default -> a.rank() == 0 ? f.apply(a) : loop(f, a);
        };
    }

    /// A scan along the first axis, which carries a row.
    private static Tensor loop(Function<Tensor, Tensor> f, Tensor a) {
        Scan.Step<Tensor, Tensor> r = scan((Tensor carry, Tensor x) -> {
            Tensor y = f.apply(x);
            return new Scan.Step<>(carry.mul(0.5).add(x).add(y.mean()).tanh(), y);
        }, a.mean(0), a);
        return r.output().sum(0).add(r.carry().mean());
    }
}
