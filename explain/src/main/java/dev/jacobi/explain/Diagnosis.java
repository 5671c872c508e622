package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a derivative that somebody worked out by hand: whether it is right, and if not, which mistake leads to
/// it.
///
/// ```java
/// Explanation f = Formula.parse("f = (x + y) * max(y, z)").explain(Values.parse("x=1, y=2, z=0"), null);
/// Diagnosis d = Diagnosis.of(f, "y", Tensor.scalar(3));
/// IO.println(d.why());        // 3 is only the path through b = max(y, z); the path …
/// ```
///
/// A number that is rounded or cut off is right to the digits that were given, if these are two or more. A wrong one is held
/// against what each mistake that people make leads to, in this order: the sign, a path forgotten, the mean of the paths, a
/// one-sided estimate, a factor, row and column swapped, a ratio left out of the chain, a slope taken elsewhere, the
/// derivative of or by something else, two of these, ratios rounded too early, one ratio read off wrongly. The first that
/// leads to the number is named.
///
/// @param name what the number is for: `y`, `W[0,1]`
/// @param given what came out by hand
/// @param right the derivative
/// @param why in one sentence: what was met, why it isn't right, what is
public record Diagnosis(String name, Tensor given, Tensor right, Verdict verdict, String why) {
    private static final int MOST_EXAMINED = 12;

    /// What became of it.
    public enum Verdict {
        /// It is right, to the digits given.
        RIGHT,
        /// Right but for the sign.
        SIGN,
        /// The sum lacks one of the paths, or several.
        PATH_FORGOTTEN,
        /// The paths were averaged in place of added.
        MEAN_OF_PATHS,
        /// It is an estimate from one side.
        ONE_SIDED,
        /// A factor is missing or too much: the 2 of a square, the number over which a mean is taken.
        FACTOR,
        /// Row and column are swapped.
        TRANSPOSED,
        /// A ratio of the chain is missing.
        CHAIN_BROKEN,
        /// A slope was taken at the input in place of the output, or the other way round.
        SLOPE_ELSEWHERE,
        /// The derivative of something else, by something else, or no derivative.
        WRONG_THING,
        /// Two of these.
        TWO_MISTAKES,
        /// Close, but rounded before the end.
        ROUNDED,
        /// One ratio was taken for another number.
        RATIO_MISREAD,
        /// Numbers in another shape.
        SHAPE,
        /// None of these.
        UNKNOWN;

        /// Whether nothing is wrong.
        public boolean isRight() { return this == RIGHT; }
    }

    /// Holds a number or a tensor against the derivative of the result.
    ///
    /// @param expression what it was worked out for: an input or an intermediate, `W`, or one entry of it, `W[0,1]`
    /// @throws IllegalArgumentException if nothing is called so, or the result is a tensor and has no upstream gradient
    public static Diagnosis of(Explanation explanation, String expression, Tensor given) { return of(explanation, expression, given, ""); }

    /// As it was typed: the digits tell how exact it is meant to be.
    ///
    /// @param typed the text that `given` was read from; `0.50` has one digit more than `0.5`
    public static Diagnosis of(Explanation explanation, String expression, Tensor given, String typed) {
        Selection asked = Selection.of(explanation, expression);
        Quantity q = asked.quantity();
        Tensor right = explanation.gradient(q);
        if (asked.isEntry()) right = Tensor.scalar(explanation.derivative(q, asked.entry()));
        double[] values = given.to(DType.F64).toDoubles();
        List<GivenNumber> numbers = GivenNumber.all(values, typed);
        boolean single = asked.isEntry() && given.size() == 1;
        Diagnosis wrong = new Diagnosis(asked.name(), given, right, Verdict.SHAPE, "");
        if (!single && !given.shape().equals(right.shape())) return wrong.shape(numbers);
        List<Ways> ways = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < values.length && ways.size() < MOST_EXAMINED; i++) {
            int entry = asked.isEntry() ? asked.entry() : i;
            if (numbers.get(i).fits(explanation.derivative(q, entry), 0)) continue;
            Ways w = new Ways(explanation, q, entry);
            if (numbers.get(i).fits(w.right(), w.noise())) continue;
            ways.add(w);
            places.add(i);
        }
        if (ways.isEmpty()) return wrong.as(Verdict.RIGHT, wrong.name + " is right" + exactly(right, single ? numbers.getFirst() : null));
        List<List<Mistake>> found = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) found.add(new HandMistakes(ways.get(i), numbers.get(places.get(i)), !asked.isEntry()).found());
        return wrong.explained(ways, numbers, places, found);
    }

    private static String exactly(Tensor right, @Nullable GivenNumber number) {
        if (number == null || number.value() == right.item()) return "";
        return ": " + number.text() + ", exactly " + Digits.SIX.of(right.item());
    }

    private Diagnosis as(Verdict verdict, String why) { return new Diagnosis(name, given, right, verdict, why); }

    /// Numbers in another shape: a transpose, or one row.
    private Diagnosis shape(List<GivenNumber> numbers) {
        Shape shape = right.shape();
        String asked = "the gradient by " + name + " has the shape " + shape + ", but got " + given.shape()
                + (given.size() == 1 && shape.size() > 1 ? "; give all numbers, or name the entry that this one is for" : "");
        if (given.size() != right.size()) return as(Verdict.SHAPE, asked);
        if (shape.rank() == 2 && given.rank() == 2 && fit(numbers, right.transpose())) {
            return as(Verdict.TRANSPOSED, "the numbers are right, but transposed: the gradient has the shape of " + name + ", " + shape
                    + ", and the given numbers have " + given.shape());
        }
        if (fit(numbers, right)) return as(Verdict.SHAPE, "the numbers are right, but the gradient has the shape of " + name + ", " + shape
                + "; given were " + given.shape());
        return as(Verdict.SHAPE, asked);
    }

    private static boolean fit(List<GivenNumber> numbers, Tensor right) {
        double[] r = right.to(DType.F64).toDoubles();
        for (int i = 0; i < r.length; i++) if (!numbers.get(i).fits(r[i], 1e-300)) return false;
        return true;
    }

    private Diagnosis explained(List<Ways> ways, List<GivenNumber> numbers, List<Integer> places, List<List<Mistake>> found) {
        String where = given.size() == 1 ? "" : ways.size() == MOST_EXAMINED ? MOST_EXAMINED + " entries and perhaps more are wrong; "
                : ways.size() + " of " + given.size() + " entries are wrong; ";
        if (given.size() > 1) where += ways.getFirst().quantity().entry(ways.getFirst().entry()) + ": ";
        for (Mistake m : found.getFirst()) {
            if (found.stream().allMatch(all -> all.stream().anyMatch(other -> other.key().equals(m.key())))) return as(m.verdict(), where + m.why().apply(numbers.get(places.getFirst()).text()));
        }
        // mistakes of several kinds, if every number is one
        if (found.stream().noneMatch(List::isEmpty)) {
            Mistake m = found.getFirst().getFirst();
            return as(m.verdict(), where + m.why().apply(numbers.get(places.getFirst()).text()));
        }
        GivenNumber number = numbers.get(places.getFirst());
        double exact = ways.getFirst().right();
        String entry = ways.getFirst().quantity().entry(ways.getFirst().entry());
        String far = !Double.isFinite(number.value()) ? "" : ", so it is off by " + Digits.SIX.of(number.value() - exact)
                + (exact == 0 ? "" : ", " + new Digits(3).of(number.value() / exact) + " times the right value");
        return as(Verdict.UNKNOWN, where + "the right value is " + Digits.SIX.of(exact) + ", but got " + number.text() + far
                + "; no single mistake leads there: see each ratio with --wrt \"" + entry + "\"");
    }

    @Override public String toString() { return why; }
}
