package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Matrix product over the last two axes, (…, m, k)(…, k, n) → (…, m, n): the rows
/// of A meet the columns of B. The axes before are batch and must be equal.
///
/// Every output is one chain of fused multiply-adds, in the order of k.
public record MatMul() implements Bilinear {
    @Override public Words words() {
        return Words.of("x @ y", "the matrix product: the rows of x meet the columns of y").derivative("g @ y', x' @ g");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Tensor b = inputs[1];
        Elementwise.sameFloating("matmul", a, b);
        Shape p = a.shape();
        Shape q = b.shape();
        int r = p.rank();
        if (r < 2 || q.rank() != r || p.size(r - 1) != q.size(r - 2)) {
            boolean turned = r >= 2 && q.rank() == r && p.size(r - 1) == q.size(r - 1);
            throw new IllegalArgumentException("matmul needs (m, k) and (k, n), but got " + p + " and " + q
                    + (turned ? "; did you mean b.transpose()?" : ""));
        }
        int[] sizes = p.toArray();
        for (int i = 0; i < r - 2; i++) {
            if (sizes[i] != q.size(i)) {
                throw new IllegalArgumentException("matmul needs equal batch axes, but got " + p + " and " + q);
            }
        }
        sizes[r - 1] = q.size(r - 1);
        return new TensorType[] {new TensorType(a.dtype(), Shape.of(sizes))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Products.matmul(inputs[0], inputs[1], outputs[0]);
    }

    @Override public Tensor adjointA(Tensor g, Tensor a, Tensor b) { return Graph.apply(this, g, b.transpose()); }  // (m,n)(n,k)

    @Override public Tensor adjointB(Tensor g, Tensor a, Tensor b) { return Graph.apply(this, a.transpose(), g); }  // (k,m)(m,n)

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
