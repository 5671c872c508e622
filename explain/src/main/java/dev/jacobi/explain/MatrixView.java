package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A gradient with respect to a whole tensor, as the chain rule with matrices has it, beside the shape that a program uses.
///
/// The upstream gradient is a row, the step's derivatives are a Jacobian with a row for each entry of what the step makes
/// and a column for each entry of the tensor, row by row, and their product is a row again. A program keeps that row in the
/// shape of the tensor.
///
/// @param step by which the tensor is felt
/// @param upstream (1, n), the gradient by what the step makes
/// @param jacobian (n, m), from the step's own backward rule; null where it would have more entries than one can read
/// @param row (1, m)
/// @param shaped the row in the shape of the tensor: what the step hands back
/// @param note what the product comes down to: a diagonal Jacobian to an elementwise product, that of a layer to an outer
///     product; or empty
public record MatrixView(Step step, Tensor upstream, @Nullable Tensor jacobian, Tensor row, Tensor shaped, String note) {
    private static final int MOST = 96;

    /// One view for each step that uses the quantity and makes more than a single number: of that, the row is all there is.
    public static List<MatrixView> of(Explanation e, Quantity q) {
        List<MatrixView> r = new ArrayList<>();
        for (Contribution c : q.contributions()) {
            Step step = c.by();
            Quantity made = step.output();
            int n = made.shape().size();
            int m = q.shape().size();
            if (n == 1) continue;
            Tensor jacobian = step.outputs().size() == 1 && (long) n * m <= MOST ? e.local(step, q) : null;
            boolean diagonal = jacobian != null && n == m && n > 1 && isDiagonal(jacobian);
            String note = diagonal ? "the Jacobian is diagonal, so it is an elementwise product" : c.note().equals("outer product")
                    ? "each entry times each entry: an outer product" : "";
            Tensor shaped = c.value().bare().to(DType.F64);
            r.add(new MatrixView(step, e.gradient(made).to(DType.F64).reshape(Shape.of(1, n)), jacobian, shaped.reshape(Shape.of(1, m)), shaped, note));
        }
        return r;
    }

    private static boolean isDiagonal(Tensor square) {
        double[] v = square.toDoubles();
        int n = square.size(0);
        for (int i = 0; i < v.length; i++) if (i / n != i % n && v[i] != 0) return false;
        return true;
    }

    /// As text for a terminal of 80 columns.
    public static String text(Explanation e, Quantity q, Digits digits) {
        TensorText tensors = new TensorText(digits);
        StringBuilder out = new StringBuilder();
        for (MatrixView v : of(e, q)) {
            String made = v.step.output().name();
            String delta = v.step.output().delta();
            out.append("  by ").append(v.step).append('\n');
            block(out, tensors, "upstream ∂" + e.resultName() + "/∂" + made + (delta.isEmpty() ? "" : ", " + delta) + ", as a row", v.upstream);
            if (v.jacobian != null) block(out, tensors, "local ∂" + made + "/∂" + q.name() + ", Jacobian layout", v.jacobian);
            else out.append("    local ∂").append(made).append("/∂").append(q.name()).append(", Jacobian layout  (").append(made(v)).append(",")
                    .append(v.row.size()).append(")\n");
            block(out, tensors, "their product, a row", v.row);
            block(out, tensors, "in the shape of " + q.name() + ", the shape convention", v.shaped);
            if (!v.note.isEmpty()) out.append("    ").append(v.note).append('\n');
        }
        return out.toString();
    }

    private static int made(MatrixView v) { return v.upstream.size(); }

    private static void block(StringBuilder out, TensorText tensors, String words, Tensor t) {
        out.append("    ").append(words).append("  ").append(t.rank() == 0 ? "a number" : tensors.shape(t.shape())).append('\n');
        out.append(tensors.block("      ", t));
    }
}
