package dev.jacobi.nn;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;

/// A block of a transformer (Vaswani and others 2017), norms first: every time of a sequence looks at the others, then thinks
/// for itself, and each of the two is added to what it took. (…, times, size) to (…, times, size).
///
/// y = x + attention(norm(x)), then y + down(gelu(up(norm(y)))).
///
/// @param attentionNorm of what the attention takes
/// @param attention of that size
/// @param feedNorm of what the dense layers take
/// @param up (size) to (hidden)
/// @param down (hidden) to (size)
public record TransformerBlock(LayerNorm attentionNorm, MultiHeadAttention attention, LayerNorm feedNorm, Dense up, Dense down)
        implements Layer {

    /// @throws IllegalArgumentException if the sizes don't belong together
    public TransformerBlock {
        int size = attention.queries().in();
        if (attentionNorm.scale().size(-1) != size || feedNorm.scale().size(-1) != size || up.in() != size || down.out() != size
                || up.out() != down.in()) {
            throw new IllegalArgumentException("a transformer block needs norms and attention of one size, and dense layers from it and "
                    + "back to it, but got " + attentionNorm.specification() + ", " + attention.specification() + ", "
                    + feedNorm.specification() + ", " + up.specification() + " and " + down.specification());
        }
    }

    /// A block with fresh `F32` weights, whose dense layers are four times as wide as it in between, as usual.
    ///
    /// @param causal whether each time sees only itself and those before
    /// @throws IllegalArgumentException if the size isn't positive or isn't divided by the heads
    public static TransformerBlock of(int size, int heads, boolean causal, Initialization initialization, RandomKey key) {
        return of(size, heads, (int) Math.min(4L * size, Integer.MAX_VALUE), causal, initialization, key);
    }

    /// A block with fresh `F32` weights.
    ///
    /// @param hidden width between the two dense layers
    /// @param causal whether each time sees only itself and those before
    /// @throws IllegalArgumentException if a size isn't positive or the heads don't divide it
    public static TransformerBlock of(int size, int heads, int hidden, boolean causal, Initialization initialization, RandomKey key) {
        return new TransformerBlock(LayerNorm.of(size), MultiHeadAttention.of(size, heads, causal, initialization, key.fold(0)),
                LayerNorm.of(size), Dense.of(size, hidden, initialization, key.fold(1)), Dense.of(hidden, size, initialization, key.fold(2)));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if x isn't (…, times, size)
    @Override public Tensor apply(Tensor x, Pass pass) {
        Tensor y = x.add(attention.apply(attentionNorm.apply(x, pass), pass));
        return y.add(down.apply(up.apply(feedNorm.apply(y, pass), pass).gelu(), pass));
    }

    @Override public String specification() {
        return "transformer " + up.in() + " heads " + attention.heads() + " hidden " + up.out() + (attention.causal() ? " causal" : "");
    }
}
