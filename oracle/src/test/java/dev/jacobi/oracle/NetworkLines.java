package dev.jacobi.oracle;

import static dev.jacobi.oracle.Line.ANY;
import static dev.jacobi.oracle.Line.POSITIVE;
import static dev.jacobi.oracle.Line.binary;
import static dev.jacobi.oracle.Line.of;
import static dev.jacobi.oracle.Line.unary;

import dev.jacobi.CrossEntropy;
import dev.jacobi.Jacobi;
import dev.jacobi.op.Window;
import dev.jacobi.oracle.Line.Input;
import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Convolutions, pooling, normalizations, attention and losses.
final class NetworkLines {
    private static final Input IMAGES = Input.any(2, 4, 6, 7);
    private static final Input SCALE = Input.of(0.5, 2, 4);
    private static final Input SHIFT = Input.any(4);
    private static final Tensor CLASSES = Tensor.ofLongs(2, 0, 3);
    private static final Tensor SIGNS = Tensor.of(1, -1, 1);
    private static final long MEAN = 1;
    private static final long SUM = 2;

    private NetworkLines() {}

    private static long[] n(long... sizes) { return sizes; }

    static List<Line> windows() {
        return List.of(
                binary("conv of series", Input.any(2, 4, 9), Input.any(6, 2, 3), (x, w) -> x.conv(w, Window.of(3).stride(2).pad(1).dilation(2), 2),
                        (x, w) -> torch.conv1d(x, w, new TensorOptional(), n(2), n(1), n(2), 2)),
                binary("conv of images", IMAGES, Input.any(3, 4, 3, 2), (x, w) -> x.conv(w, Window.of(3, 2)), (x, w) -> torch.conv2d(x, w)),
                binary("conv of images, all settings", IMAGES, Input.any(4, 2, 3, 2),
                        (x, w) -> x.conv(w, Window.of(3, 2).stride(2, 1).pad(2, 1).dilation(1, 2), 2),
                        (x, w) -> torch.conv2d(x, w, new TensorOptional(), n(2, 1), n(2, 1), n(1, 2), 2)),
                binary("conv of images, depthwise", IMAGES, Input.any(4, 1, 3, 3), (x, w) -> x.conv(w, Window.of(3, 3).pad(1), 4),
                        (x, w) -> torch.conv2d(x, w, new TensorOptional(), n(1, 1), n(1, 1), n(1, 1), 4)),
                binary("conv of volumes", Input.any(1, 2, 4, 3, 5), Input.any(3, 2, 2, 2, 3), (x, w) -> x.conv(w, Window.of(2, 2, 3).stride(2, 1, 1).pad(1)),
                        (x, w) -> torch.conv3d(x, w, new TensorOptional(), n(2, 1, 1), n(1, 1, 1), n(1, 1, 1), 1)),
                binary("convTransposed of series", Input.any(2, 4, 5), Input.any(4, 3, 3), (x, w) -> x.convTransposed(w, Window.of(3).stride(2).pad(1), 2, 1),
                        (x, w) -> torch.conv_transpose1d(x, w, new TensorOptional(), n(2), n(1), n(1), 2, 1)),
                binary("convTransposed of images", Input.any(2, 4, 3, 4), Input.any(4, 2, 3, 2), (x, w) -> x.convTransposed(w, Window.of(3, 2).stride(2, 3).pad(1, 0)),
                        (x, w) -> torch.conv_transpose2d(x, w, new TensorOptional(), n(2, 3), n(1, 0), n(0, 0), 1, 1, 1)),
                unary("maxPool", IMAGES, x -> x.maxPool(Window.of(3, 2).stride(2, 2).pad(1, 0)),
                        x -> torch.max_pool2d(x, n(3, 2), n(2, 2), n(1, 0), n(1, 1), false)),
                unary("averagePool", IMAGES, x -> x.averagePool(Window.of(3, 2).stride(2, 2).pad(1, 0)),
                        x -> torch.avg_pool2d(x, n(3, 2), n(2, 2), n(1, 0), false, false, new LongOptional())),
                unary("averagePoolWithPadding", IMAGES, x -> x.averagePoolWithPadding(Window.of(3, 2).stride(2, 2).pad(1, 0)),
                        x -> torch.avg_pool2d(x, n(3, 2), n(2, 2), n(1, 0), false, true, new LongOptional())),
                unary("adaptiveAveragePool", IMAGES, x -> x.adaptiveAveragePool(4, 3), x -> torch.adaptive_avg_pool2d(x, 4, 3)),
                unary("adaptiveMaxPool", Input.any(2, 3, 7), x -> x.adaptiveMaxPool(4), x -> torch.adaptive_max_pool1d(x, 4).get0()));
    }

    private static TensorOptional some(org.bytedeco.pytorch.Tensor t) { return new TensorOptional(t); }

    static List<Line> normalizations() {
        TensorOptional none = new TensorOptional();
        return List.of(
                of("layerNorm", in -> in.get(0).layerNorm(in.get(1), in.get(2), 1e-3),
                        in -> torch.layer_norm(in.get(0), n(4), some(in.get(1)), some(in.get(2)), 1e-3, false), Input.any(2, 3, 4), SCALE, SHIFT),
                binary("rmsNorm", Input.any(2, 3, 4), SCALE, (x, s) -> x.rmsNorm(s, 1e-3),
                        (x, s) -> torch.rms_norm(x, n(4), some(s), new DoubleOptional(1e-3))),
                of("batchNorm", in -> in.get(0).batchNorm(in.get(1), in.get(2), 1e-3),
                        in -> torch.batch_norm(in.get(0), some(in.get(1)), some(in.get(2)), none, none, true, 0.1, 1e-3, false), IMAGES, SCALE, SHIFT),
                of("groupNorm", in -> in.get(0).groupNorm(2, in.get(1), in.get(2), 1e-3),
                        in -> torch.group_norm(in.get(0), 2, some(in.get(1)), some(in.get(2)), 1e-3, false), IMAGES, SCALE, SHIFT),
                of("instanceNorm", in -> in.get(0).instanceNorm(in.get(1), in.get(2), 1e-3),
                        in -> torch.instance_norm(in.get(0), some(in.get(1)), some(in.get(2)), none, none, true, 0.1, 1e-3, false), IMAGES, SCALE, SHIFT),
                of("attention", in -> in.get(0).attention(in.get(1), in.get(2)),
                        in -> torch.scaled_dot_product_attention(in.get(0), in.get(1), in.get(2)), Input.any(2, 2, 5, 4), Input.any(2, 2, 6, 4), Input.any(2, 2, 6, 3)),
                of("attention, causal", in -> new Attention().causal().of(in.get(0), in.get(1), in.get(2)),
                        in -> torch.scaled_dot_product_attention(in.get(0), in.get(1), in.get(2), none, 0, true, new DoubleOptional(), false),
                        Input.any(2, 2, 5, 4), Input.any(2, 2, 5, 4), Input.any(2, 2, 5, 4)).once());
    }

    /// Two of libtorch's means are over elements where ours are over rows: there the sum over rows, or the mean times the classes.
    static List<Line> losses() {
        Input shares = Input.of(0.05, 0.95, 3, 4);
        Input rows = Input.any(3, 4);
        return List.of(
                binary("absoluteError", ANY, ANY, Jacobi::absoluteError, (a, b) -> torch.l1_loss(a, b)),
                binary("squaredError", ANY, ANY, Jacobi::squaredError, (a, b) -> torch.mse_loss(a, b)),
                binary("huber", ANY, ANY, (a, b) -> Jacobi.huber(a, b, 1.3), (a, b) -> torch.huber_loss(a, b, MEAN, 1.3)),
                binary("smoothL1", ANY, ANY, (a, b) -> Jacobi.smoothL1(a, b, 1.3), (a, b) -> torch.smooth_l1_loss(a, b, MEAN, 1.3)),
                binary("binaryCrossEntropy", ANY, shares, Jacobi::binaryCrossEntropy, (a, b) -> torch.binary_cross_entropy_with_logits(a, b)),
                binary("binaryCrossEntropyOfProbabilities", shares, shares, Jacobi::binaryCrossEntropyOfProbabilities, (a, b) -> torch.binary_cross_entropy(a, b)),
                unary("crossEntropy", rows, x -> Jacobi.crossEntropy(x, CLASSES), x -> torch.cross_entropy_loss(x, Torch.of(CLASSES))),
                binary("crossEntropy of probabilities", rows, shares, Jacobi::crossEntropy, (x, t) -> torch.cross_entropy_loss(x, t)),
                unary("crossEntropy, all settings", rows,
                        x -> new CrossEntropy().smoothing(0.1).ignoring(0).weights(Tensor.of(0.5, 1, 2, 1.5)).of(x, CLASSES),
                        x -> torch.cross_entropy_loss(x, Torch.of(CLASSES), some(Torch.of(Tensor.of(0.5, 1, 2, 1.5))), MEAN, 0, 0.1)),
                unary("negativeLogLikelihood", rows, x -> Jacobi.negativeLogLikelihood(x, CLASSES), x -> torch.nll_loss(x, Torch.of(CLASSES))),
                binary("klDivergence", rows, shares, Jacobi::klDivergence, (a, b) -> torch.kl_div(a, b, SUM, false).div(new Scalar(3.0))),
                binary("poissonNegativeLogLikelihood", rows, POSITIVE, Jacobi::poissonNegativeLogLikelihood,
                        (a, b) -> torch.poisson_nll_loss(a, b, true, false, 1e-8, MEAN)),
                unary("softMargin", Input.any(3), x -> Jacobi.softMargin(x, SIGNS), x -> torch.soft_margin_loss(x, Torch.of(SIGNS))),
                unary("multiclassHinge", rows, x -> Jacobi.multiclassHinge(x, CLASSES, 1), x -> torch.multi_margin_loss(x, Torch.of(CLASSES)).mul(new Scalar(4.0))).once(),
                binary("marginRanking", Input.any(3), Input.any(3), (a, b) -> Jacobi.marginRanking(a, b, SIGNS, 0.5),
                        (a, b) -> torch.margin_ranking_loss(a, b, Torch.of(SIGNS), 0.5, MEAN)),
                binary("cosineEmbedding", rows, rows, (a, b) -> Jacobi.cosineEmbedding(a, b, SIGNS, 0.2),
                        (a, b) -> torch.cosine_embedding_loss(a, b, Torch.of(SIGNS), 0.2, MEAN)),
                of("tripletMargin", in -> Jacobi.tripletMargin(in.get(0), in.get(1), in.get(2), 1),
                        in -> torch.triplet_margin_loss(in.get(0), in.get(1), in.get(2), 1, 2, 0, false, MEAN), rows, rows, rows));
    }
}
