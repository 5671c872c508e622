package dev.jacobi.scalar;

import java.util.List;

/// Comparisons, and functions that choose one of their arguments.
public interface Choices {

    /// a < b.
    record Less() implements ScalarFunction {
        @Override public Words words() { return Words.of("x < y", "whether one is less than the other").kinks("no gradient"); }

        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).less(x.get(1)); }
    }

    /// a ≤ b.
    record LessOrEqual() implements ScalarFunction {
        @Override public Words words() { return Words.of("x <= y", "whether one is at most the other").kinks("no gradient"); }

        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).lessOrEqual(x.get(1)); }
    }

    /// a = b.
    record Equal() implements ScalarFunction {
        @Override public Words words() { return Words.of("x = y", "whether two are equal").kinks("no gradient"); }

        @Override public int arity() { return 2; }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).equal(x.get(1)); }
    }

    /// Not: true where x is false or 0.
    record Not() implements ScalarFunction {
        @Override public Words words() { return Words.of("not x", "whether it is false or 0").kinks("no gradient"); }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().equal(0); }
    }

    /// NaN?
    record IsNaN() implements ScalarFunction {
        @Override public Words words() { return Words.of("x is NaN", "whether it is not a number").kinks("no gradient"); }

        @Override public boolean isPredicate() { return true; }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().equal(x.getFirst()).subFrom(1); }
    }

    /// The second argument where the first (a condition) is true, else the third. It picks and never multiplies.
    record Where() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("y if x else z", "one of two, by a condition").kinks("the gradient goes to the one that was picked, and exactly 0 to the other");
        }

        @Override public int arity() { return 3; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).select(x.get(1), x.get(2)); }
    }

    /// The larger of two; a tie shares the gradient equally.
    record Maximum() implements ScalarFunction {
        @Override public Words words() { return Words.of("max(x, y)", "the larger of two").kinks("a tie shares the gradient equally"); }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).max(x.get(1)); }

        /// Without ties.
        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.get(1 - i).less(x.get(i)); }
    }

    /// The smaller of two; a tie shares the gradient equally.
    record Minimum() implements ScalarFunction {
        @Override public Words words() { return Words.of("min(x, y)", "the smaller of two").kinks("a tie shares the gradient equally"); }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).min(x.get(1)); }

        /// Without ties.
        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.get(i).less(x.get(1 - i)); }
    }

    /// x held between two bounds; the slope is 1 on the closed interval.
    record Clamp(double low, double high) implements ScalarFunction {
        @Override public Words words() {
            return Words.of("min(max(x, low), high)", "the number held between two bounds").kinks("slope 1 on the closed interval");
        }

        public Clamp {
            if (!(low <= high)) {
                throw new IllegalArgumentException("clamp needs a lower bound that isn't above the upper one, but got "
                        + low + " and " + high);
            }
        }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().max(low).min(high); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar a = x.getFirst();
            return a.greaterOrEqual(low).mul(a.lessOrEqual(high));
        }
    }
}
