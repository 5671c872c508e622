package dev.jacobi.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product attention (Vaswani and others 2017), softmax(q·kᵀ/√size + mask)·v, with what can be chosen about it:
/// `new Attention().causal().of(queries, keys, values)`. [NormalizationOperations#attention] is the one without choices.
///
/// A query that may see no key at all gives 0, and so is its gradient.
///
/// @param isCausal whether later keys are hidden
/// @param mask which keys a query may see, or what is added to how they fit; null for all
/// @param probability that a weight is dropped
/// @param key what decides which are; null where none is
public record Attention(boolean isCausal, @Nullable Tensor mask, double probability, @Nullable RandomKey key) {

    /// Every query sees every key.
    public Attention() { this(false, null, 0, null); }

    /// This one where a query sees the keys of its own time and before. Where there are more keys than queries, the queries
    /// are the last of them, as when a text is continued: query i of n sees the keys 0 to i + m − n of m. (PyTorch's
    /// is_causal counts from the first.)
    public Attention causal() { return new Attention(true, mask, probability, key); }

    /// This one with a mask that broadcasts to (…, queries, keys): of `BOOL`, true where a query may see a key; or floating,
    /// added to q·kᵀ/√size, −∞ to hide.
    ///
    /// @throws IllegalArgumentException for a mask of whole numbers
    public Attention mask(Tensor mask) {
        if (mask.dtype().isInteger()) {
            throw new IllegalArgumentException("attention needs a mask of BOOL or a floating one, but got " + mask.dtype()
                    + "; make it with ne(0), true where a query may see a key");
        }
        return new Attention(isCausal, mask, probability, key);
    }

    /// This one where weights are dropped, as [Tensor#dropout] does.
    public Attention dropout(double probability, RandomKey key) { return new Attention(isCausal, mask, probability, key); }

    /// For each query the weighed mean of the values: (…, queries, features). Axes before, such as heads, are batch and
    /// broadcast.
    ///
    /// @param queries (…, queries, size)
    /// @param keys (…, keys, size)
    /// @param values (…, keys, features)
    /// @throws IllegalArgumentException if the shapes don't fit
    public Tensor of(Tensor queries, Tensor keys, Tensor values) {
        if (values.rank() < 2 || keys.rank() < 2 || values.size(-2) != keys.size(-2)) {
            throw new IllegalArgumentException("attention needs a value for each key, (..., keys, features) and (..., keys, size), but got "
                    + values.shape() + " and " + keys.shape() + "; the last axis but one is that of the keys");
        }
        Tensor weights = weights(queries, keys);
        return (key == null ? weights : weights.dropout(probability, key)).matmul(values);
    }

    /// How much each query makes of each key, before any is dropped: (…, queries, keys), rows that add up to 1, or to 0 where
    /// all is hidden.
    ///
    /// @throws IllegalArgumentException if the shapes don't fit
    public Tensor weights(Tensor queries, Tensor keys) {
        if (queries.rank() < 2 || keys.rank() < 2 || queries.size(-1) != keys.size(-1)) {
            throw new IllegalArgumentException("attention needs queries and keys of one size, (..., queries, size) and (..., keys, size), but got "
                    + queries.shape() + " and " + keys.shape() + "; project one of them");
        }
        Tensor fits = queries.div(Math.sqrt(queries.size(-1))).matmul(keys.transpose());
        Tensor m = mask;
        if (m != null) fits = m.dtype() == DType.BOOL ? hidden(m, fits) : fits.add(m);
        if (isCausal) {
            int n = queries.size(-2);
            int before = keys.size(-2) - n;
            fits = hidden(Tensor.range(keys.size(-2)).le(Tensor.range(n).add(before).unsqueeze(1)), fits);
        }
        return fits.softmax(-1);
    }

    private static Tensor hidden(Tensor seen, Tensor fits) {
        return seen.where(fits, Tensor.full(fits.shape(), Double.NEGATIVE_INFINITY, fits.dtype()));
    }

    /// Where things stand, as waves of many lengths (Vaswani and others 2017), to be added to what they are: (times, size) with
    /// sin(t/10000^(2i/size)) at 2i and the cosine of the same at 2i + 1.
    ///
    /// @throws IllegalArgumentException for an odd size
    public static Tensor positions(int times, int size, DType dtype) {
        if (size % 2 != 0) {
            throw new IllegalArgumentException("positions come as sines and cosines and need an even size, but got " + size + "; use " + (size + 1));
        }
        Tensor lengths = Tensor.scalar(10000).pow(Tensor.range(size / 2).to(DType.F64).mul(2.0 / size));
        Tensor angles = Tensor.range(times).to(DType.F64).unsqueeze(1).div(lengths).unsqueeze(-1);
        return Tensor.concat(-1, List.of(angles.sin(), angles.cos())).reshape(times, size).to(dtype);
    }
}
