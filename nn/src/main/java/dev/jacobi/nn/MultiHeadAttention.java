package dev.jacobi.nn;

import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;

/// Self-attention with several heads (Vaswani and others 2017): every time of a sequence looks at the others, each head in its
/// own way.
///
/// x (…, times, size) gives queries, keys and values of that shape; each is cut along its last axis into heads, whose
/// [Attention]s are put together again and go through one more layer: (…, times, size).
///
/// @param queries (size) to (size)
/// @param keys (size) to (size)
/// @param values (size) to (size)
/// @param output (size) to (size)
/// @param heads a divisor of the size
/// @param causal whether each time sees only itself and those before
public record MultiHeadAttention(Dense queries, Dense keys, Dense values, Dense output, int heads, boolean causal) implements Layer {

    /// @throws IllegalArgumentException if the sizes differ or aren't divided by the heads
    public MultiHeadAttention {
        int size = queries.in();
        boolean fits = heads >= 1 && size % heads == 0;
        for (Dense d : new Dense[] {queries, keys, values, output}) fits &= d.in() == size && d.out() == size;
        if (!fits) {
            throw new IllegalArgumentException("attention needs four dense layers of one size, cut into equal heads, but got "
                    + queries.specification() + ", " + keys.specification() + ", " + values.specification() + ", " + output.specification()
                    + " and " + heads + (heads == 1 ? " head" : " heads"));
        }
    }

    /// A layer with fresh `F32` weights.
    ///
    /// @throws IllegalArgumentException if the size isn't positive or isn't divided by the heads
    public static MultiHeadAttention of(int size, int heads, boolean causal, Initialization initialization, RandomKey key) {
        return new MultiHeadAttention(Dense.of(size, size, initialization, key.fold(0)), Dense.of(size, size, initialization, key.fold(1)),
                Dense.of(size, size, initialization, key.fold(2)), Dense.of(size, size, initialization, key.fold(3)), heads, causal);
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if x isn't (…, times, size)
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (x.rank() < 2 || x.size(-1) != queries.in()) {
            throw new IllegalArgumentException("attention needs (..., times, " + queries.in() + "), but got " + x.shape());
        }
        Attention attention = causal ? new Attention().causal() : new Attention();
        Tensor heard = attention.of(cut(queries.apply(x)), cut(keys.apply(x)), cut(values.apply(x)));
        return output.apply(heard.moveAxis(-3, -2).reshape(x.shape()));
    }

    /// (…, times, size) to (…, heads, times, size/heads).
    private Tensor cut(Tensor x) {
        int[] sizes = new int[x.rank() + 1];
        for (int i = 0; i < x.rank() - 1; i++) sizes[i] = x.size(i);
        sizes[x.rank() - 1] = heads;
        sizes[x.rank()] = x.size(-1) / heads;
        return x.reshape(sizes).moveAxis(-2, -3);
    }

    @Override public String specification() { return "attention " + queries.in() + " heads " + heads + (causal ? " causal" : ""); }
}
