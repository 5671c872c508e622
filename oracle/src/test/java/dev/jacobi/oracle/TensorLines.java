package dev.jacobi.oracle;

import static dev.jacobi.oracle.Line.ANY;
import static dev.jacobi.oracle.Line.POSITIVE;
import static dev.jacobi.oracle.Line.binary;
import static dev.jacobi.oracle.Line.of;
import static dev.jacobi.oracle.Line.unary;

import dev.jacobi.oracle.Line.Input;
import dev.jacobi.tensor.PadMode;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/// Reductions, sequences, movements, products and factorizations.
final class TensorLines {
    private static final Input CUBE = Input.any(2, 3, 4);
    private static final Input SQUARES = Input.any(2, 4, 4);
    private static final Tensor INDEX = Tensor.ofLongs(2, 0, 2);
    private static final Tensor PLACES = Tensor.ofLongs(2, 0, 1, 1, 0, 2, 2, 2, 1, 0, 1, 2).reshape(3, 4);

    private TensorLines() {}

    static List<Line> reductions() {
        return List.of(
                unary("sum", CUBE, x -> x.sum(1), x -> x.sum(1)),
                unary("mean", CUBE, x -> x.mean(1), x -> x.mean(1)),
                unary("prod", CUBE, x -> x.prod(1), x -> torch.prod(x, 1)),
                unary("prod of all", ANY, Tensor::prod, x -> torch.prod(x)),
                unary("sampleVariance", ANY, x -> x.sampleVariance(), x -> torch.var(x, true)),
                unary("variance", ANY, x -> x.variance(), x -> torch.var(x, false)),
                unary("sampleStd", ANY, x -> x.sampleStd(), x -> torch.std(x, true)),
                unary("std", ANY, x -> x.std(), x -> torch.std(x, false)),
                unary("max", CUBE, x -> x.max(1), x -> torch.amax(x, new long[] {1}, false)),
                unary("min", CUBE, x -> x.min(1), x -> torch.amin(x, new long[] {1}, false)),
                unary("logSumExp", CUBE, x -> x.logSumExp(1), x -> torch.logsumexp(x, 1)),
                unary("norm", ANY, x -> x.norm(), x -> torch.norm(x)),
                unary("norm of order 1", ANY, x -> x.normOfOrder(1), x -> torch.norm(x, new Scalar(1.0))),
                unary("norm of order 3", ANY, x -> x.normOfOrder(3), x -> torch.norm(x, new Scalar(3.0))),
                unary("norm of order infinity", ANY, x -> x.normOfOrder(Double.POSITIVE_INFINITY),
                        x -> torch.norm(x, new Scalar(Double.POSITIVE_INFINITY))),
                unary("softmax", CUBE, x -> x.softmax(1), x -> torch.softmax(x, 1)),
                unary("logSoftmax", CUBE, x -> x.logSoftmax(1), x -> torch.log_softmax(x, 1)),
                unary("cumSum", CUBE, x -> x.cumSum(1), x -> torch.cumsum(x, 1)),
                unary("cumProd", CUBE, x -> x.cumProd(1), x -> torch.cumprod(x, 1)),
                unary("logCumSumExp", CUBE, x -> x.logCumSumExp(1), x -> torch.logcumsumexp(x, 1)),
                unary("cumMax", CUBE, x -> x.cumMax(1), x -> torch.cummax(x, 1).get0()),
                unary("sort", CUBE, x -> x.sort(1), x -> torch.sort(x, 1, false).get0()),
                unary("topK", CUBE, x -> x.topK(2, -1).values(), x -> torch.topk(x, 2).get0()),
                unary("quantile", ANY, x -> x.quantile(0.3), x -> torch.quantile(x, 0.3)),
                binary("cosineSimilarity", ANY, ANY, Tensor::cosineSimilarity, (a, b) -> torch.cosine_similarity(a, b, 1, 1e-8)),
                binary("distances", ANY, Input.any(5, 4), Tensor::distances, (a, b) -> torch.cdist(a, b)).once());
    }

    static List<Line> movements() {
        return List.of(
                unary("reshape and transpose", CUBE, x -> x.reshape(6, 4).transpose().square(), x -> x.reshape(6, 4).t().square()),
                unary("permute", CUBE, x -> x.permute(2, 0, 1).square(), x -> x.permute(2, 0, 1).square()),
                unary("flip", CUBE, x -> x.flip(1).square(), x -> torch.flip(x, 1).square()),
                unary("roll", ANY, x -> x.roll(1, 3).square(), x -> torch.roll(x, new long[] {3}, 1).square()),
                unary("pad", ANY, x -> x.pad(1, 2, 1, 0.5).square(), x -> torch.pad(x, new long[] {2, 1}, "constant", new DoubleOptional(0.5)).square()),
                unary("pad, reflected", CUBE, x -> x.pad(2, 2, 1, PadMode.REFLECT).square(),
                        x -> torch.pad(x, new long[] {2, 1}, "reflect", new DoubleOptional()).square()),
                unary("pad, repeated", CUBE, x -> x.pad(2, 2, 1, PadMode.REPLICATE).square(),
                        x -> torch.pad(x, new long[] {2, 1}, "replicate", new DoubleOptional()).square()),
                unary("tril", SQUARES, x -> x.tril(1).square(), x -> torch.tril(x, 1).square()),
                unary("triu", SQUARES, x -> x.triu(-1).square(), x -> torch.triu(x, -1).square()),
                unary("diagonal", SQUARES, x -> x.diagonal().square(), x -> torch.diagonal(x, 0, 1, 2).square()),
                unary("diagEmbed", ANY, Tensor::diagEmbed, x -> torch.diag_embed(x)),
                unary("indexSelect", CUBE, x -> x.indexSelect(1, 2, 0, 2).square(), x -> torch.index_select(x, 1, Torch.of(INDEX)).square()),
                unary("takeAlong", ANY, x -> x.takeAlong(0, PLACES).square(), x -> torch.gather(x, 0, Torch.of(PLACES)).square()),
                binary("scatterAdd", ANY, ANY, (x, y) -> x.scatterAdd(0, INDEX, y).square(),
                        (x, y) -> torch.index_add(x, 0, Torch.of(INDEX), y).square()),
                unary("embedding", ANY, x -> x.gather(0, INDEX).square(), x -> torch.embedding(x, Torch.of(INDEX)).square()),
                unary("maskedFill", ANY, x -> x.maskedFill(x.stopGradient().gt(1), 0.5).square(),
                        x -> torch.masked_fill(x, x.gt(new Scalar(1.0)), new Scalar(0.5)).square()),
                binary("concat", ANY, Input.any(2, 4), (a, b) -> Tensor.concat(0, List.of(a, b)).square(),
                        (a, b) -> torch.cat(Torch.vector(List.of(a, b)), 0).square()));
    }

    static List<Line> products() {
        return List.of(
                binary("matmul", ANY, Input.any(4, 5), Tensor::matmul, torch::matmul),
                binary("matmul, batch by matrix", CUBE, Input.any(4, 5), Tensor::matmul, torch::matmul),
                binary("matmul, matrix by batch", ANY, Input.any(2, 4, 3), Tensor::matmul, torch::matmul),
                binary("matmul, batches", Input.any(2, 1, 3, 4), Input.any(5, 4, 2), Tensor::matmul, torch::matmul),
                binary("matmul, vector", ANY, Input.any(4), Tensor::matmul, torch::matmul),
                binary("outer", Input.any(3), Input.any(4), Tensor::outer, torch::outer),
                binary("kron", ANY, Input.any(2, 2), Tensor::kron, torch::kron),
                of("einsum", in -> Tensor.einsum("bij,bkj,k->ik", in.get(0), in.get(1), in.get(2)),
                        in -> torch.einsum("bij,bkj,k->ik", Torch.vector(in)), CUBE, Input.any(2, 5, 4), Input.any(5)),
                unary("trace", Input.any(4, 4), Tensor::trace, torch::trace),
                unary("det", SQUARES, Tensor::det, torch::linalg_det),
                unary("slogdet", SQUARES, x -> x.slogdet().log(), x -> torch.linalg_slogdet(x).get1()),
                unary("inverse", SQUARES, x -> wellPosed(x).inverse(), x -> torch.linalg_inv(wellPosed(x))),
                binary("solve", SQUARES, Input.any(2, 4, 3), (a, b) -> wellPosed(a).solve(b),
                        (a, b) -> torch.linalg_solve(wellPosed(a), b)),
                unary("cholesky", SQUARES, x -> wellPosed(x).cholesky(), x -> torch.linalg_cholesky(wellPosed(x))),
                unary("qr", Input.any(5, 3), x -> x.qr().r().square(), x -> torch.linalg_qr(x).get1().square()),
                unary("singularValues", Input.any(5, 3), Tensor::singularValues, x -> torch.linalg_svdvals(x)),
                unary("eigh", SQUARES, x -> wellPosed(x).eigh().values(), x -> torch.linalg_eigvalsh(wellPosed(x))),
                unary("eigh, projections", SQUARES, x -> wellPosed(x).eigh().vectors().square(),
                        x -> torch.linalg_eigh(wellPosed(x)).get1().square()),
                unary("pseudoInverse", Input.any(5, 3), x -> x.pseudoInverse(), x -> torch.linalg_pinv(x)),
                unary("matrixPower", SQUARES, x -> x.matrixPower(3), x -> torch.matrix_power(x, 3)));
    }

    /// x·xᵀ + 1: symmetric, its eigenvalues from 1 on.
    private static Tensor wellPosed(Tensor x) {
        return x.matmul(x.transpose()).add(Tensor.ones(dev.jacobi.tensor.Shape.of(4), x.dtype()).diagEmbed());
    }

    private static org.bytedeco.pytorch.Tensor wellPosed(org.bytedeco.pytorch.Tensor x) {
        return torch.matmul(x, x.transpose(1, 2)).add(torch.diag_embed(x.select(1, 0).detach().mul(new Scalar(0.0)).add(new Scalar(1.0))));
    }
}
