package dev.jacobi;

import dev.jacobi.op.Gather;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// How probable it is that a sequence of outputs spells a label (Graves and others 2006): the sum over all ways to say each
/// of its signs for one or more times, with or without blanks in between.
///
/// Between, before and after the n signs of a label stand blanks, which makes 2n + 1 places. After each time, `alpha` holds for
/// every place the logarithm of how probable it is to have come there. From time to time one stays, goes to the next place, or
/// passes over a blank between two signs that differ.
final class Ctc {
    private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

    private final Tensor said;
    private final Tensor passable;
    private final Tensor times;
    private final int places;

    /// @param said how probable the sign of each place is at each time, as a logarithm: (batch, times, places)
    /// @param passable where the blank before a place may be passed over, (batch, places)
    private Ctc(Tensor said, Tensor passable, Tensor times) {
        this.said = said;
        this.passable = passable;
        this.times = times;
        this.places = said.size(-1);
    }

    /// The logarithm of the probability of each label; −∞ where there is no way to say it.
    static Tensor logProbability(Tensor logProbabilities, Tensor labels, Tensor times, Tensor lengths) {
        require(logProbabilities, labels, times, lengths);
        Shape batch = lengths.shape();
        int longest = labels.size(-1);
        Tensor signs = labels.to(DType.I64);
        Tensor inside = Tensor.range(longest).to(DType.I64).lt(lengths.to(DType.I64).unsqueeze(-1));
        Tensor blanks = Tensor.zeros(signs.shape(), DType.I64);
        signs = inside.where(signs, blanks);
        Tensor pairs = Tensor.concat(-1, List.of(blanks.unsqueeze(-1), signs.unsqueeze(-1))).reshape(batch.append(Shape.of(2 * longest)));
        Tensor spelled = Tensor.concat(-1, List.of(pairs, Tensor.zeros(batch.append(Shape.of(1)), DType.I64)));
        Tensor before = spelled.pad(-1, 2, 0).slice(-1, 0, 2 * longest + 1);
        Tensor said = Graph.apply(new Gather(-1, 1), logProbabilities, spelled);
        return new Ctc(said, spelled.ne(before), times.to(DType.I64)).run(lengths.to(DType.I64));
    }

    private Tensor run(Tensor lengths) {
        Tensor alpha = start(1);
        for (int t = 0; t < said.size(1); t++) {
            Tensor come = (t == 0 ? start(2) : moved(alpha)).add(said.pick(1, t));
            alpha = times.gt(t).unsqueeze(-1).where(come, alpha);
        }
        // at the end one stands at the last sign or at the blank behind it
        Tensor last = lengths.mul(2);
        Tensor empty = lengths.eq(0);
        Tensor sign = alpha.pickEach(last.sub(1).maximum(0));
        Tensor none = Tensor.full(sign.shape(), IMPOSSIBLE, sign.dtype());
        return Tensor.stack(List.of(alpha.pickEach(last), empty.where(none, sign))).logSumExp(0);
    }

    /// Where one may stand at first: only at the first places.
    private Tensor start(int open) {
        Tensor zeros = Tensor.zeros(Shape.of(said.size(0), places), said.dtype());
        return Tensor.range(places).lt(open).where(zeros, Tensor.full(zeros.shape(), IMPOSSIBLE, said.dtype()));
    }

    private Tensor moved(Tensor alpha) {
        Tensor wide = alpha.pad(-1, 2, 0, IMPOSSIBLE);
        Tensor passing = wide.slice(-1, 0, places);
        Tensor passed = passable.where(passing, Tensor.full(passing.shape(), IMPOSSIBLE, passing.dtype()));
        return Tensor.stack(List.of(alpha, wide.slice(-1, 1, places + 1), passed)).logSumExp(0);
    }

    private static void require(Tensor logProbabilities, Tensor labels, Tensor times, Tensor lengths) {
        boolean whole = labels.dtype().isInteger() && times.dtype().isInteger() && lengths.dtype().isInteger();
        Shape batch = logProbabilities.rank() == 3 ? logProbabilities.shape().part(0, 1) : Shape.of();
        boolean fits = logProbabilities.rank() == 3 && labels.rank() == 2 && labels.shape().part(0, 1).equals(batch)
                && times.shape().equals(batch) && lengths.shape().equals(batch);
        if (!whole || !fits) {
            throw new IllegalArgumentException("ctc needs log probabilities (batch, times, classes) and whole numbers: labels (batch, signs), "
                    + "their times (batch) and lengths (batch), but got " + logProbabilities.type() + ", " + labels.type() + ", "
                    + times.type() + " and " + lengths.type() + "; unsqueeze(0) makes a batch of one");
        }
    }
}
