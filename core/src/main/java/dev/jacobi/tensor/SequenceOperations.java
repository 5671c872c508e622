package dev.jacobi.tensor;

import dev.jacobi.op.ArgCumExtreme;
import dev.jacobi.op.ArgSort;
import dev.jacobi.op.Axes;
import dev.jacobi.op.CumSum;
import dev.jacobi.op.Op;
import dev.jacobi.op.OrderStatistic;
import dev.jacobi.op.Recurrence;
import dev.jacobi.op.SearchSorted;
import dev.jacobi.scalar.Exponential;
import java.util.List;

/// Elements one after the other along an axis: running sums and extremes, sorting, and what stands at a place in the order.
public abstract sealed class SequenceOperations extends ReductionOperations permits NormalizationOperations {
    SequenceOperations() {}

    // ---- running along an axis

    /// The sum of all elements up to each along an axis. What an addition rounds away is carried along, so that long sums
    /// stay as exact as short ones; whole numbers wrap as Java's do.
    ///
    /// @throws IllegalArgumentException for `BOOL`
    public Tensor cumSum(int axis) { return Rows.along(self(), axis, x -> Graph.apply(new CumSum(), x)); }

    /// The product of all elements up to each along an axis. Zeros among the factors leave every derivative right.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor cumProd(int axis) {
        requireFloating("cumProd");
        return Rows.along(self(), axis, x -> {
            int n = x.size(-1);
            Tensor one = Tensor.zeros(x.shape(), x.dtype()).pad(-1, 1, 0, 1);
            return Graph.apply(new Recurrence(), x.pad(-1, 1, 0), one).slice(-1, 1, n + 1);
        });
    }

    /// y₀ = x₀ and yₖ = aₖ·yₖ₋₁ + xₖ along an axis, x being this tensor and a the factors: decaying sums, running averages,
    /// discounted returns. The first factor isn't used.
    ///
    /// @throws IllegalArgumentException unless the factors, broadcast, have this type, which is floating
    public Tensor recurrence(Tensor factors, int axis) {
        Tensor a = factors.expand(self().shape()).moveAxis(axis, -1);
        return Rows.along(self(), axis, x -> Graph.apply(new Recurrence(), a, x));
    }

    /// The largest of all elements up to each along an axis; NaN wins. The first of equals has the gradient, as in pooling.
    public Tensor cumMax(int axis) { return placed(axis, new ArgCumExtreme(true)); }

    /// The smallest of all elements up to each along an axis; NaN wins. The first of equals has the gradient, as in pooling.
    public Tensor cumMin(int axis) { return placed(axis, new ArgCumExtreme(false)); }

    /// log Σ eˣ over all elements up to each along an axis, without overflow. Elements of −∞ contribute nothing, and get
    /// the gradient 0.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor logCumSumExp(int axis) {
        requireFloating("logCumSumExp");
        return Rows.along(self(), axis, x -> {
            int n = x.size(-1);
            if (n == 0) return x;
            Tensor most = x.stopGradient().cumMax(-1);
            Tensor before = most.slice(-1, 0, n - 1).pad(-1, 1, 0);
            Tensor sum = Graph.apply(new Recurrence(), before.apply(new Exponential.ExpOfDifference(), most),
                    x.apply(new Exponential.ExpOfDifference(), most));
            return most.eq(Double.NEGATIVE_INFINITY).where(most, most.add(sum.log()));
        });
    }

    /// The elements at the places along an axis that an op finds.
    private Tensor placed(int axis, Op places) { return takeAlong(axis, placesBy(axis, places)); }

    private Tensor placesBy(int axis, Op places) { return Rows.along(self(), axis, x -> Graph.apply(places, x)); }

    // ---- in order

    /// What [#topK] returns: elements, and where along the axis they stood, as `I64`.
    public record Ranked(Tensor values, Tensor places) {}

    /// The elements along an axis from the smallest to the largest; NaN comes last. Equals keep their order, and each
    /// hands its gradient back to where it stood.
    public Tensor sort(int axis) { return takeAlong(axis, argSort(axis)); }

    /// The elements along an axis from the largest to the smallest; NaN comes last. Equals keep their order, and each
    /// hands its gradient back to where it stood.
    public Tensor sortDescending(int axis) { return takeAlong(axis, argSortDescending(axis)); }

    /// Where along an axis the elements stand that [#sort] puts in order, as `I64`.
    public Tensor argSort(int axis) { return placesBy(axis, new ArgSort(false, false, self().size(axis))); }

    /// Where along an axis the elements stand that [#sortDescending] puts in order, as `I64`.
    public Tensor argSortDescending(int axis) { return placesBy(axis, new ArgSort(true, false, self().size(axis))); }

    /// The `k` largest elements along an axis, the largest first, and where they stood; of equals, the first. NaN comes
    /// before all others, as in [#max]. Each hands its gradient back to where it stood.
    ///
    /// @throws IllegalArgumentException unless the axis has k elements
    public Ranked topK(int k, int axis) { return first("topK", k, axis, true); }

    /// The `k` smallest elements along an axis, the smallest first, and where they stood; of equals, the first. NaN comes
    /// before all others, as in [#min]. Each hands its gradient back to where it stood.
    ///
    /// @throws IllegalArgumentException unless the axis has k elements
    public Ranked bottomK(int k, int axis) { return first("bottomK", k, axis, false); }

    private Ranked first(String asked, int k, int axis, boolean descending) {
        int n = self().size(axis);
        if (k < 0 || k > n) {
            throw new IllegalArgumentException(asked + " needs a number from 0 to " + n + ", the size of axis " + axis + " of "
                    + self().shape() + ", but got " + k + "; sort gives them all");
        }
        Tensor places = placesBy(axis, new ArgSort(descending, true, k));
        return new Ranked(takeAlong(axis, places), places);
    }

    /// How many elements of a row in ascending order are less than each value, as `I64`: the first place at which it could
    /// be put in. (…, n) and values (…, m) give (…, m). Rows that aren't in order give some place.
    ///
    /// @throws IllegalArgumentException unless both have the same leading axes and one dtype
    public Tensor searchSorted(Tensor values) { return Graph.apply(new SearchSorted(), self(), values); }

    /// The different elements among all, in ascending order; the first of equals has the gradient. Each NaN is one of its
    /// own. How many there are depends on the values, so they must be there.
    ///
    /// @throws IllegalStateException while the function is being traced
    public Tensor unique() {
        Tensor sorted = self().flatten().sort(0);
        int n = sorted.size();
        if (n < 2) return sorted;
        Tensor others = sorted.slice(0, 1, n).ne(sorted.slice(0, 0, n - 1));
        return sorted.maskedSelect(Tensor.concat(0, List.of(Tensor.ofBooleans(true), others)));
    }

    /// The element in the middle of the order along some axes, or of everything: half of the elements lie below, half
    /// above. Of an even number it is the mean of the two in the middle. NaN wins; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException for no elements, or unless the tensor is floating
    public Tensor median(int... axes) { return quantile(0.5, axes); }

    /// The number below which a part of the elements along some axes, or of everything, lies: 0 for the smallest, ½ for
    /// the [#median], 1 for the largest. With n elements it stands at q·(n − 1) in their order from 0, between two of them on
    /// the straight line. NaN wins; ties share the gradient equally.
    ///
    /// @param part q, from 0 to 1
    /// @throws IllegalArgumentException for another part, for no elements, or unless the tensor is floating
    public Tensor quantile(double part, int... axes) {
        requireFloating("quantile");
        int n = Axes.of(self().shape(), axes).elements(self().shape());
        if (!(part >= 0 && part <= 1) || n == 0) {
            throw new IllegalArgumentException("quantile needs a part from 0 to 1 and at least one element, but got " + part + " of "
                    + n + (n == 1 ? " element" : " elements") + "; the median is the part 0.5");
        }
        double place = part * (n - 1);
        int low = (int) place;
        double above = place - low;
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> {
            Tensor below = Graph.apply(new OrderStatistic(low), rows);
            return above == 0 ? below : below.mul(1 - above).add(Graph.apply(new OrderStatistic(low + 1), rows).mul(above));
        });
    }
}
