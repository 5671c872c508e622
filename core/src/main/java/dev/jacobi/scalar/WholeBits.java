package dev.jacobi.scalar;

import java.util.List;

/// The bits of whole numbers. They have no slope.
public interface WholeBits {

    /// Bits that are set in both.
    record BitAnd() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).whole(ScalarInstruction.AND, x.get(1)); }

        @Override public Words words() { return Words.of("x & y", "the bits that are set in both of two whole numbers"); }
    }

    /// Bits that are set in one of them or both.
    record BitOr() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).whole(ScalarInstruction.OR, x.get(1)); }

        @Override public Words words() { return Words.of("x | y", "the bits that are set in one of two whole numbers or in both"); }
    }

    /// Bits that are set in just one of them.
    record BitXor() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).whole(ScalarInstruction.XOR, x.get(1)); }

        @Override public Words words() { return Words.of("x ^ y", "the bits that are set in just one of two whole numbers"); }
    }

    /// All bits turned.
    record BitNot() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) {
            return x.getFirst().whole(ScalarInstruction.XOR, Scalar.constant(-1, x.getFirst().precision()));
        }

        @Override public Words words() { return Words.of("~x", "all bits of a whole number turned"); }
    }

    /// x·2ⁿ; what leaves at the top is lost.
    record ShiftLeft() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).whole(ScalarInstruction.SHIFT_LEFT, x.get(1)); }

        @Override public Words words() { return Words.of("x << y", "the bits of a whole number moved up; what leaves at the top is lost"); }
    }

    /// ⌊x/2ⁿ⌋.
    record ShiftRight() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) { return x.get(0).whole(ScalarInstruction.SHIFT_RIGHT, x.get(1)); }

        @Override public Words words() { return Words.of("x >> y", "the bits of a whole number moved down; the sign stays"); }
    }
}
