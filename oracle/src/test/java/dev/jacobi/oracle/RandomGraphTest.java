package dev.jacobi.oracle;

import dev.jacobi.oracle.Line.Input;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/// Random graphs over matrices of one shape, in which any earlier result may be used again: value and gradients are libtorch's.
class RandomGraphTest {
    private static final int GRAPHS = Integer.getInteger("oracle.graphs", 2000);
    private static final int STEPS = 14;
    private static final int N = 4;

    /// One kind of step in both libraries; steps of one argument leave the second alone.
    private record Kind(BinaryOperator<Tensor> ours, BinaryOperator<org.bytedeco.pytorch.Tensor> theirs) {
        static Kind of(UnaryOperator<Tensor> ours, UnaryOperator<org.bytedeco.pytorch.Tensor> theirs) {
            return new Kind((a, b) -> ours.apply(a), (a, b) -> theirs.apply(a));
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(Tensor::add, (a, b) -> a.add(b)),
            new Kind(Tensor::sub, (a, b) -> a.sub(b)),
            new Kind((a, b) -> a.mul(b).tanh(), (a, b) -> torch.tanh(a.mul(b))),
            new Kind((a, b) -> a.div(b.square().add(1)), (a, b) -> a.div(b.square().add(new Scalar(1.0)))),
            new Kind((a, b) -> a.matmul(b).mul(0.25), (a, b) -> torch.matmul(a, b).mul(new Scalar(0.25))),
            new Kind((a, b) -> a.matmul(b.transpose()).sin(), (a, b) -> torch.sin(torch.matmul(a, b.t()))),
            new Kind((a, b) -> a.lt(b).where(a.sigmoid(), b), (a, b) -> torch.where(a.lt(b), torch.sigmoid(a), b)),
            new Kind((a, b) -> a.mul(b.mean(0)), (a, b) -> a.mul(b.mean(0))),
            new Kind((a, b) -> a.sub(b.sum(1).unsqueeze(1).mul(0.2)), (a, b) -> a.sub(b.sum(1).unsqueeze(1).mul(new Scalar(0.2)))),
            new Kind((a, b) -> a.hypot(b.add(3)), (a, b) -> torch.hypot(a, b.add(new Scalar(3.0)))),
            new Kind((a, b) -> a.logAddExp(b), torch::logaddexp),
            Kind.of(Tensor::atan, torch::atan),
            Kind.of(Tensor::gelu, x -> torch.gelu(x)),
            Kind.of(Tensor::mish, torch::mish),
            Kind.of(Tensor::silu, torch::silu),
            Kind.of(Tensor::erf, torch::erf),
            Kind.of(Tensor::cos, torch::cos),
            Kind.of(Tensor::asinh, torch::asinh),
            Kind.of(x -> x.softmax(1), x -> torch.softmax(x, 1)),
            Kind.of(x -> x.logSoftmax(0), x -> torch.log_softmax(x, 0)),
            Kind.of(x -> x.cumSum(1).mul(0.5), x -> torch.cumsum(x, 1).mul(new Scalar(0.5))),
            Kind.of(x -> x.flip(0), x -> torch.flip(x, 0)),
            Kind.of(x -> x.transpose(), x -> x.t()),
            Kind.of(x -> x.square().add(1).log(), x -> torch.log(x.square().add(new Scalar(1.0)))),
            Kind.of(x -> x.square().add(0.5).sqrt(), x -> torch.sqrt(x.square().add(new Scalar(0.5)))),
            Kind.of(x -> x.reshape(2, 8).roll(1, 3).reshape(N, N), x -> torch.roll(x.reshape(2, 8), new long[] {3}, 1).reshape(N, N)),
            Kind.of(x -> x.standardize(0.1, 1), x -> torch.layer_norm(x, new long[] {N}, new org.bytedeco.pytorch.TensorOptional(),
                    new org.bytedeco.pytorch.TensorOptional(), 0.1, false)));

    private record Step(Kind kind, int a, int b) {}

    @Test
    void valuesAndGradientsAreThoseOfLibtorch() {
        Input input = Input.any(N, N);
        double worst = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            Random random = new Random(seed);
            List<Step> steps = new ArrayList<>();
            for (int s = 0; s < STEPS; s++) steps.add(new Step(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(s + 2), random.nextInt(s + 2)));
            Line line = Line.of("graph", in -> ours(steps, in), in -> theirs(steps, in), input, input);
            worst = Math.max(worst, Comparison.of(line, line.draw(random), seed, "the graph of seed " + seed));
        }
        System.out.printf("%d random graphs %.1e%n", GRAPHS, worst);
    }

    private static Tensor ours(List<Step> steps, List<Tensor> in) {
        List<Tensor> known = new ArrayList<>(in);
        for (Step s : steps) known.add(s.kind.ours.apply(known.get(s.a), known.get(s.b)));
        return known.getLast().add(known.get(known.size() - 2));
    }

    private static org.bytedeco.pytorch.Tensor theirs(List<Step> steps, List<org.bytedeco.pytorch.Tensor> in) {
        List<org.bytedeco.pytorch.Tensor> known = new ArrayList<>(in);
        for (Step s : steps) known.add(s.kind.theirs.apply(known.get(s.a), known.get(s.b)));
        return known.getLast().add(known.get(known.size() - 2));
    }
}
