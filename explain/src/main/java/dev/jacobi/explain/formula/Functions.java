package dev.jacobi.explain.formula;

import static dev.jacobi.explain.formula.Function.Kind.CHAIN;
import static dev.jacobi.explain.formula.Function.Kind.GATE;
import static dev.jacobi.explain.formula.Function.Kind.MOVEMENT;

import dev.jacobi.Jacobi;
import dev.jacobi.op.Axes;
import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The functions of the language, one line each: as PyTorch spells and defines them, and as the Java methods are
/// called. Upper and lower case and underscores make no difference, so `log_softmax` and `logSoftmax` are one.
final class Functions {
    private static final Map<String, Function> TABLE = table();
    private static final Map<String, Function> BY_KEY = byKey();

    private Functions() {}

    /// All names, as they are listed.
    static Set<String> names() { return TABLE.keySet(); }

    /// What each function takes, with all its names: `log|ln(x)`.
    static List<String> signatures() {
        Map<Function, String> names = new IdentityHashMap<>();
        TABLE.forEach((name, f) -> names.merge(f, name, (a, b) -> a + "|" + b));
        return TABLE.values().stream().distinct().map(f -> names.get(f) + f.signature().substring(f.signature().indexOf('('))).toList();
    }

    static @Nullable Function find(String name) { return BY_KEY.get(key(name)); }

    private static String key(String name) { return name.replace("_", "").toLowerCase(Locale.ROOT); }

    private static void add(Map<String, Function> table, Function.Kind kind, String signature, Function.Builder builder) {
        add(table, signature, Function.of(kind, signature, builder));
    }

    private static void sign(Map<String, Function> table, String sign, String signature) {
        add(table, signature, Function.of(sign, signature));
    }

    private static void add(Map<String, Function> table, String signature, Function function) {
        for (String name : signature.substring(0, signature.indexOf('(')).split("\\|")) {
            if (table.put(name, function) != null) throw new AssertionError("two functions are called " + name);
        }
    }

    private static Map<String, Function> byKey() {
        Map<String, Function> r = new HashMap<>();
        TABLE.forEach((name, function) -> {
            if (r.put(key(name), function) != null) throw new AssertionError("two functions could be meant by " + name);
        });
        return Map.copyOf(r);
    }

    private static Map<String, Function> table() {
        Map<String, Function> t = new LinkedHashMap<>();

        // ---- of one entry
        add(t, GATE, "exp(x)", a -> a.value(0).exp());
        add(t, GATE, "expm1(x)", a -> a.value(0).expm1());
        add(t, GATE, "log|ln(x)", a -> a.value(0).log());
        add(t, GATE, "log1p(x)", a -> a.value(0).log1p());
        add(t, GATE, "log2(x)", a -> a.value(0).log2());
        add(t, GATE, "log10(x)", a -> a.value(0).log10());
        add(t, GATE, "sqrt(x)", a -> a.value(0).sqrt());
        add(t, GATE, "sin(x)", a -> a.value(0).sin());
        add(t, GATE, "cos(x)", a -> a.value(0).cos());
        add(t, GATE, "tan(x)", a -> a.value(0).tan());
        add(t, GATE, "erf(x)", a -> a.value(0).erf());
        add(t, GATE, "sign(x)", a -> a.value(0).sign());
        add(t, CHAIN, "abs(x)", a -> a.value(0).abs());
        add(t, CHAIN, "neg|negative(x)", a -> a.value(0).neg());
        add(t, CHAIN, "square(x)", a -> a.value(0).square());
        add(t, GATE, "reciprocal(x)", a -> a.value(0).reciprocal());
        add(t, GATE, "tanh(x)", a -> a.value(0).tanh());
        add(t, GATE, "sigmoid|logistic|σ(x)", a -> a.value(0).sigmoid());
        add(t, GATE, "relu(x)", a -> a.value(0).relu());
        add(t, GATE, "leaky_relu(x, slope|negative_slope=0.01)", a -> a.value(0).leakyRelu(a.number("slope")));
        add(t, GATE, "prelu|parametric_relu(x, slope)", a -> a.value(0).parametricRelu(a.value(1)));
        add(t, GATE, "silu|swish(x)", a -> a.value(0).silu());
        add(t, GATE, "gelu(x)", a -> a.value(0).gelu());
        add(t, GATE, "quick_gelu(x)", a -> a.value(0).mul(a.value(0).mul(1.702).sigmoid()));
        add(t, GATE, "softplus(x)", a -> a.value(0).softplus());
        add(t, GATE, "hard_tanh(x)", a -> a.value(0).hardTanh());
        add(t, GATE, "step|threshold(x, theta=0)", a -> a.value(0).step(a.number("theta")));
        add(t, GATE, "clamp|clip(x, low|min!, high|max!)", a -> a.value(0).clamp(a.number("low"), a.number("high")));
        add(t, GATE, "asin|arcsin(x)", a -> a.value(0).asin());
        add(t, GATE, "acos|arccos(x)", a -> a.value(0).acos());
        add(t, GATE, "atan|arctan(x)", a -> a.value(0).atan());
        add(t, GATE, "sinh(x)", a -> a.value(0).sinh());
        add(t, GATE, "cosh(x)", a -> a.value(0).cosh());
        add(t, GATE, "asinh|arcsinh(x)", a -> a.value(0).asinh());
        add(t, GATE, "acosh|arccosh(x)", a -> a.value(0).acosh());
        add(t, GATE, "atanh|arctanh(x)", a -> a.value(0).atanh());
        add(t, GATE, "exp2(x)", a -> a.value(0).exp2());
        add(t, GATE, "rsqrt(x)", a -> a.value(0).rsqrt());
        add(t, GATE, "cbrt(x)", a -> a.value(0).cbrt());
        add(t, GATE, "erfc(x)", a -> a.value(0).erfc());
        add(t, GATE, "erfinv(x)", a -> a.value(0).erfInv());
        add(t, GATE, "log_ndtr(x)", a -> a.value(0).logNdtr());
        add(t, GATE, "lgamma|gammaln(x)", a -> a.value(0).lgamma());
        add(t, GATE, "digamma|psi(x)", a -> a.value(0).digamma());
        add(t, GATE, "sinc(x)", a -> a.value(0).sinc());
        add(t, GATE, "entr(x)", a -> a.value(0).entr());
        add(t, GATE, "floor(x)", a -> a.value(0).floor());
        add(t, GATE, "ceil(x)", a -> a.value(0).ceil());
        add(t, GATE, "round(x)", a -> a.value(0).round());
        add(t, GATE, "trunc|fix(x)", a -> a.value(0).trunc());
        add(t, GATE, "frac(x)", a -> a.value(0).frac());
        add(t, GATE, "nan_to_num(x)", a -> a.value(0).nanToNum());
        add(t, GATE, "polygamma(x, order|n!)", a -> a.value(0).polygamma(a.whole("order")));
        add(t, GATE, "relu6(x)", a -> a.value(0).relu6());
        add(t, GATE, "selu(x)", a -> a.value(0).selu());
        add(t, GATE, "mish(x)", a -> a.value(0).mish());
        add(t, GATE, "gelu_tanh(x)", a -> a.value(0).geluTanh());
        add(t, GATE, "hard_swish(x)", a -> a.value(0).hardSwish());
        add(t, GATE, "hard_sigmoid(x)", a -> a.value(0).hardSigmoid());
        add(t, GATE, "softsign(x)", a -> a.value(0).softsign());
        add(t, GATE, "log_sigmoid(x)", a -> a.value(0).logSigmoid());
        add(t, GATE, "tanh_shrink(x)", a -> a.value(0).tanhShrink());
        add(t, GATE, "elu(x, alpha=1)", a -> a.value(0).elu(a.number("alpha")));
        add(t, GATE, "celu(x, alpha=1)", a -> a.value(0).celu(a.number("alpha")));
        add(t, GATE, "hard_shrink(x, lambda|lambd=0.5)", a -> a.value(0).hardShrink(a.number("lambda")));
        add(t, GATE, "soft_shrink(x, lambda|lambd=0.5)", a -> a.value(0).softShrink(a.number("lambda")));
        add(t, GATE, "glu(x, axis|dim=-1)", a -> a.value(0).glu(a.whole("axis")));

        // ---- of two
        sign(t, "+", "add(x, y)");
        sign(t, "-", "sub|subtract(x, y)");
        sign(t, "*", "mul|multiply(x, y)");
        sign(t, "/", "div|divide(x, y)");
        sign(t, "^", "pow|power(x, exponent)");
        add(t, GATE, "maximum(x, y)", a -> a.value(0).maximum(a.value(1)));
        add(t, GATE, "minimum(x, y)", a -> a.value(0).minimum(a.value(1)));
        add(t, GATE, "atan2|arctan2(y, x)", a -> a.value(0).atan2(a.value(1)));
        add(t, GATE, "hypot(x, y)", a -> a.value(0).hypot(a.value(1)));
        add(t, GATE, "xlogy(x, y)", a -> a.value(0).xlogy(a.value(1)));
        add(t, GATE, "xlog1py(x, y)", a -> a.value(0).xlog1py(a.value(1)));
        add(t, GATE, "logaddexp(x, y)", a -> a.value(0).logAddExp(a.value(1)));
        add(t, GATE, "remainder(x, y)", a -> a.value(0).remainder(a.value(1)));
        add(t, GATE, "fmod|truncated_remainder(x, y)", a -> a.value(0).truncatedRemainder(a.value(1)));
        add(t, GATE, "floor_divide(x, y)", a -> a.value(0).floorDivide(a.value(1)));
        add(t, GATE, "fmax(x, y)", a -> a.value(0).fmax(a.value(1)));
        add(t, GATE, "fmin(x, y)", a -> a.value(0).fmin(a.value(1)));
        add(t, GATE, "where(condition, x, y)", a -> a.condition(0).where(a.value(1), a.value(2)));
        sign(t, "<", "lt(x, y)");
        sign(t, "<=", "le(x, y)");
        sign(t, ">", "gt(x, y)");
        sign(t, ">=", "ge(x, y)");
        sign(t, "==", "eq(x, y)");
        sign(t, "!=", "ne(x, y)");

        // ---- along axes
        add(t, CHAIN, "sum(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).sum(axes(a))));
        add(t, CHAIN, "mean(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).mean(axes(a))));
        add(t, GATE, "prod(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).prod(axes(a))));
        add(t, GATE, "max(x, y?, axis|dim=all, keepdim|keepdims=0)", a -> a.count() == 2 ? ofTwo(a).maximum(a.value(1)) : kept(a, a.value(0).max(axes(a))));
        add(t, GATE, "min(x, y?, axis|dim=all, keepdim|keepdims=0)", a -> a.count() == 2 ? ofTwo(a).minimum(a.value(1)) : kept(a, a.value(0).min(axes(a))));
        add(t, GATE, "norm(x, axis|dim=all, keepdim|keepdims=0, order|ord|p=2)", a -> kept(a, a.value(0).normOfOrder(a.number("order"), axes(a))));
        add(t, GATE, "normalize(x, axis|dim=-1)", a -> a.value(0).normalize(a.whole("axis")));
        add(t, GATE, "center(x, axis|dim=all)", a -> a.value(0).center(axes(a)));
        add(t, GATE, "distance(u, v)", a -> a.value(0).distance(a.value(1)));
        add(t, GATE, "distances|cdist(x, y)", a -> a.value(0).distances(a.value(1)));
        add(t, GATE, "logsumexp(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).logSumExp(axes(a))));
        add(t, GATE, "variance(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).variance(axes(a))));
        add(t, GATE, "var|sample_variance(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).sampleVariance(axes(a))));
        add(t, GATE, "std|sample_std(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).sampleStd(axes(a))));
        add(t, GATE, "sum_exact(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).sumExact(axes(a))));
        add(t, GATE, "median(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).median(axes(a))));
        add(t, GATE, "quantile(x, part|q!, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).quantile(a.number("part"), axes(a))));
        add(t, GATE, "count_nonzero(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.value(0).countNonZero(axes(a)).to(DType.F64)));
        add(t, GATE, "any(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.condition(0).any(axes(a))));
        add(t, GATE, "all(x, axis|dim=all, keepdim|keepdims=0)", a -> kept(a, a.condition(0).all(axes(a))));
        add(t, GATE, "cumsum(x, axis|dim=-1)", a -> a.value(0).cumSum(a.whole("axis")));
        add(t, GATE, "cumprod(x, axis|dim=-1)", a -> a.value(0).cumProd(a.whole("axis")));
        add(t, GATE, "cummax(x, axis|dim=-1)", a -> a.value(0).cumMax(a.whole("axis")));
        add(t, GATE, "cummin(x, axis|dim=-1)", a -> a.value(0).cumMin(a.whole("axis")));
        add(t, GATE, "logcumsumexp(x, axis|dim=-1)", a -> a.value(0).logCumSumExp(a.whole("axis")));
        add(t, GATE, "recurrence(x, factors, axis|dim=-1)", a -> a.value(0).recurrence(a.value(1), a.whole("axis")));
        add(t, GATE, "sort(x, axis|dim=-1)", a -> a.value(0).sort(a.whole("axis")));
        add(t, GATE, "sort_descending(x, axis|dim=-1)", a -> a.value(0).sortDescending(a.whole("axis")));
        add(t, GATE, "argsort(x, axis|dim=-1)", a -> a.value(0).argSort(a.whole("axis")).to(DType.F64));
        add(t, GATE, "topk(x, k!, axis|dim=-1)", a -> a.value(0).topK(a.whole("k"), a.whole("axis")).values());
        add(t, GATE, "bottomk(x, k!, axis|dim=-1)", a -> a.value(0).bottomK(a.whole("k"), a.whole("axis")).values());
        add(t, GATE, "softmax(x, axis|dim=-1)", a -> a.value(0).softmax(a.whole("axis")));
        add(t, GATE, "log_softmax(x, axis|dim=-1)", a -> a.value(0).logSoftmax(a.whole("axis")));
        add(t, GATE, "standardize(x, axis|dim=-1, eps|epsilon=1e-5)", a -> a.value(0).standardize(a.number("eps"), a.whole("axis")));
        add(t, GATE, "layer_norm(x, scale|weight, shift|bias, eps|epsilon=1e-5)", a -> a.value(0).layerNorm(a.value(1), a.value(2), a.number("eps")));
        add(t, GATE, "rms_norm(x, scale|weight, eps|epsilon=1e-5)", a -> a.value(0).rmsNorm(a.value(1), a.number("eps")));
        add(t, GATE, "batch_norm(x, scale|weight, shift|bias, eps|epsilon=1e-5)", a -> a.value(0).batchNorm(a.value(1), a.value(2), a.number("eps")));
        add(t, GATE, "group_norm(x, groups|num_groups!, scale|weight, shift|bias, eps|epsilon=1e-5)",
                a -> a.value(0).groupNorm(a.whole("groups"), a.value(1), a.value(2), a.number("eps")));
        add(t, GATE, "instance_norm(x, scale|weight, shift|bias, eps|epsilon=1e-5)", a -> a.value(0).instanceNorm(a.value(1), a.value(2), a.number("eps")));
        add(t, GATE, "attention|scaled_dot_product_attention(queries, keys, values, causal|is_causal=0)",
                a -> (a.flag("causal") ? new Attention().causal() : new Attention()).of(a.value(0), a.value(1), a.value(2)));
        add(t, GATE, "cosine_similarity(x, y)", a -> a.value(0).cosineSimilarity(a.value(1)));
        add(t, GATE, "argmax(x, axis|dim=-1)", a -> a.value(0).argMax(a.whole("axis")).to(DType.F64));
        add(t, GATE, "argmin(x, axis|dim=-1)", a -> a.value(0).argMin(a.whole("axis")).to(DType.F64));

        // ---- products
        sign(t, "@", "matmul(a, b)");
        add(t, GATE, "dot(u, v)", a -> a.value(0).dot(a.value(1)));
        add(t, GATE, "outer(u, v)", a -> a.value(0).outer(a.value(1)));
        add(t, GATE, "trace(a)", a -> a.value(0).trace());
        add(t, GATE, "kron(a, b)", a -> a.value(0).kron(a.value(1)));
        add(t, GATE, "matrix_power(a, exponent!)", a -> a.value(0).matrixPower(a.whole("exponent")));
        add(t, GATE, "pinv|pseudo_inverse(a)", a -> a.value(0).pseudoInverse());
        add(t, GATE, "lstsq|least_squares(a, b)", a -> a.value(0).leastSquares(a.value(1)));
        add(t, GATE, "svdvals|singular_values(a)", a -> a.value(0).singularValues());
        add(t, GATE, "eigvalsh(a)", a -> a.value(0).eigh().values());
        add(t, GATE, "det(a)", a -> a.value(0).det());
        add(t, GATE, "logdet(a)", a -> a.value(0).slogdet().log());
        add(t, GATE, "inv|inverse(a)", a -> a.value(0).inverse());
        add(t, GATE, "solve(a, b)", a -> a.value(0).solve(a.value(1)));
        add(t, GATE, "cholesky(a)", a -> a.value(0).cholesky());
        add(t, GATE, "conv2d(x, weight, stride=1, padding|pad=0)", a -> a.value(0).conv2d(a.value(1), a.whole("stride"), a.whole("padding")));

        // ---- movements, parts and joins
        add(t, MOVEMENT, "transpose(x)", a -> a.value(0).transpose());
        add(t, MOVEMENT, "reshape|view(x, sizes*)", a -> a.value(0).reshape(a.wholes("sizes")));
        add(t, MOVEMENT, "flatten|ravel(x)", a -> a.value(0).flatten());
        add(t, MOVEMENT, "permute(x, order*)", a -> a.value(0).permute(a.wholes("order")));
        add(t, MOVEMENT, "expand(x, sizes*)", a -> a.value(0).expand(a.wholes("sizes")));
        add(t, MOVEMENT, "squeeze(x, axis|dim!)", a -> a.value(0).squeeze(a.whole("axis")));
        add(t, MOVEMENT, "unsqueeze(x, axis|dim!)", a -> a.value(0).unsqueeze(a.whole("axis")));
        add(t, MOVEMENT, "flip(x, axis|dim=0)", a -> a.value(0).flip(a.whole("axis")));
        add(t, GATE, "roll(x, shift|shifts!, axis|dim=0)", a -> a.value(0).roll(a.whole("axis"), a.whole("shift")));
        add(t, MOVEMENT, "tile(x, times|dims*)", a -> a.value(0).tile(a.wholes("times")));
        add(t, MOVEMENT, "repeat_interleave(x, times|repeats!, axis|dim!)", a -> a.value(0).repeatInterleave(a.whole("axis"), a.whole("times")));
        add(t, MOVEMENT, "diagonal(x, offset=0, rows|dim1=0, columns|dim2=1)", a -> a.value(0).diagonal(a.whole("offset"), a.whole("rows"), a.whole("columns")));
        add(t, GATE, "diag_embed(x, offset=0)", a -> a.value(0).diagEmbed(a.whole("offset")));
        add(t, GATE, "diag(x)", a -> a.value(0).diag());
        add(t, GATE, "tril(x, offset|diagonal=0)", a -> a.value(0).tril(a.whole("offset")));
        add(t, GATE, "triu(x, offset|diagonal=0)", a -> a.value(0).triu(a.whole("offset")));
        add(t, MOVEMENT, "sliding_windows|unfold(x, axis|dim!, size!, step=1)", a -> a.value(0).slidingWindows(a.whole("axis"), a.whole("size"), a.whole("step")));
        add(t, GATE, "masked_fill(x, mask, value!)", a -> a.value(0).maskedFill(a.condition(1), a.number("value")));
        add(t, GATE, "take_along(x, indexes, axis|dim!)", a -> a.value(0).takeAlong(a.whole("axis"), a.indexes(1)));
        add(t, GATE, "one_hot(indexes, classes|num_classes!)", a -> a.indexes(0).oneHot(a.whole("classes"), DType.F64));
        add(t, MOVEMENT, "pick(x, index!, axis|dim=0)", a -> a.value(0).pick(a.whole("axis"), a.whole("index")));
        add(t, GATE, "pick_each(x, indexes)", a -> a.value(0).pickEach(a.indexes(1)));
        add(t, GATE, "gather|index_select(x, indexes, axis|dim=0)", a -> a.value(0).gather(a.whole("axis"), a.indexes(1)));
        add(t, GATE, "concat|cat(x..., axis|dim=0)", a -> Tensor.concat(a.whole("axis"), all(a)));
        add(t, GATE, "stack(x...)", a -> Tensor.stack(all(a)));
        add(t, GATE, "stop_gradient|detach(x)", a -> a.value(0).stopGradient());

        // ---- losses
        add(t, GATE, "mse|squared_error|mse_loss(output, target)", a -> Jacobi.squaredError(a.value(0), a.value(1)));
        add(t, GATE, "half_squared_distance(output, target)", a -> Jacobi.halfSquaredDistance(a.value(0), a.value(1)));
        add(t, GATE, "cross_entropy(logits, classes)", a -> Jacobi.crossEntropy(a.value(0), a.indexes(1)));
        add(t, GATE, "mae|l1_loss|absolute_error(output, target)", a -> Jacobi.absoluteError(a.value(0), a.value(1)));
        add(t, GATE, "huber|huber_loss(output, target, delta=1)", a -> Jacobi.huber(a.value(0), a.value(1), a.number("delta")));
        add(t, GATE, "smooth_l1|smooth_l1_loss(output, target, delta|beta=1)", a -> Jacobi.smoothL1(a.value(0), a.value(1), a.number("delta")));
        add(t, GATE, "poisson_nll_loss|poisson_negative_log_likelihood(log_rates, counts)", a -> Jacobi.poissonNegativeLogLikelihood(a.value(0), a.value(1)));
        add(t, GATE, "gaussian_nll_loss|gaussian_negative_log_likelihood(output, target, variances)",
                a -> Jacobi.gaussianNegativeLogLikelihood(a.value(0), a.value(1), a.value(2)));
        add(t, GATE, "bce_with_logits|binary_cross_entropy_with_logits(logits, targets)", a -> Jacobi.binaryCrossEntropy(a.value(0), a.value(1)));
        add(t, GATE, "bce|binary_cross_entropy_of_probabilities(probabilities, targets)",
                a -> Jacobi.binaryCrossEntropyOfProbabilities(a.value(0), a.value(1)));
        add(t, GATE, "nll_loss|negative_log_likelihood(log_probabilities, classes)", a -> Jacobi.negativeLogLikelihood(a.value(0), a.indexes(1)));
        add(t, GATE, "kl_divergence(log_probabilities, targets)", a -> Jacobi.klDivergence(a.value(0), a.value(1)));
        add(t, GATE, "hinge(output, targets)", a -> Jacobi.hinge(a.value(0), a.value(1)));
        add(t, GATE, "squared_hinge(output, targets)", a -> Jacobi.squaredHinge(a.value(0), a.value(1)));
        add(t, GATE, "soft_margin|soft_margin_loss(output, targets)", a -> Jacobi.softMargin(a.value(0), a.value(1)));
        add(t, GATE, "multiclass_hinge(scores, classes, margin=1)", a -> Jacobi.multiclassHinge(a.value(0), a.indexes(1), a.number("margin")));
        add(t, GATE, "margin_ranking|margin_ranking_loss(first, second, targets, margin=0)",
                a -> Jacobi.marginRanking(a.value(0), a.value(1), a.value(2), a.number("margin")));
        add(t, GATE, "cosine_embedding|cosine_embedding_loss(first, second, targets, margin=0)",
                a -> Jacobi.cosineEmbedding(a.value(0), a.value(1), a.value(2), a.number("margin")));
        add(t, GATE, "triplet_margin|triplet_margin_loss(anchor, positive, negative, margin=1)",
                a -> Jacobi.tripletMargin(a.value(0), a.value(1), a.value(2), a.number("margin")));

        // ---- out of nothing
        add(t, GATE, "zeros(sizes*)", a -> a.make(Shape.of(a.wholes("sizes")), s -> Tensor.zeros(s, DType.F64)));
        add(t, GATE, "ones(sizes*)", a -> a.make(Shape.of(a.wholes("sizes")), s -> Tensor.ones(s, DType.F64)));
        add(t, GATE, "full(sizes*, value!)", a -> a.make(Shape.of(a.wholes("sizes")), s -> Tensor.full(s, a.number("value"), DType.F64)));
        add(t, GATE, "zeros_like(x)", a -> a.make(a.value(0).shape(), s -> Tensor.zeros(s, DType.F64)));
        add(t, GATE, "ones_like(x)", a -> a.make(a.value(0).shape(), s -> Tensor.ones(s, DType.F64)));
        add(t, GATE, "eye(n!)", a -> a.make(Shape.of(a.whole("n"), a.whole("n")), s -> Tensor.eye(s.size(0), DType.F64)));
        add(t, GATE, "linspace(start!, end!, count|steps!)", a -> a.make(Shape.of(a.whole("count")), s -> Tensor.linspace(a.number("start"), a.number("end"), s.size())));
        add(t, GATE, "arange|range(end!)", a -> a.make(Shape.of(a.whole("end")), s -> Tensor.range(s.size()).to(DType.F64)));
        add(t, GATE, "normal|randn(sizes*, seed=0)", a -> a.make(Shape.of(a.wholes("sizes")), s -> key(a).normal(s, DType.F64)));
        add(t, GATE, "uniform|rand(sizes*, seed=0)", a -> a.make(Shape.of(a.wholes("sizes")), s -> key(a).uniform(s, DType.F64)));
        return Collections.unmodifiableMap(t);
    }

    private static int[] axes(Arguments a) { return a.wholes("axis"); }

    /// With the reduced axes left in at size 1, where that was asked.
    private static Tensor kept(Arguments a, Tensor reduced) {
        Shape shape = a.value(0).shape();
        return a.flag("keepdim") ? reduced.reshape(Axes.of(shape, axes(a)).keptIn(shape)) : reduced;
    }

    /// The first of two that are compared entry by entry.
    private static Tensor ofTwo(Arguments a) {
        if (axes(a).length > 0 || a.flag("keepdim")) {
            throw new IllegalArgumentException("two values are compared entry by entry, and an axis belongs to one value; "
                    + "leave out the axis or the second value");
        }
        return a.value(0);
    }

    private static List<Tensor> all(Arguments a) { return IntStream.range(0, a.count()).mapToObj(a::value).toList(); }

    private static RandomKey key(Arguments a) { return RandomKey.of(a.whole("seed")); }
}
