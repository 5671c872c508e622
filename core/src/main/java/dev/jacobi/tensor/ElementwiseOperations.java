package dev.jacobi.tensor;

import dev.jacobi.op.Cast;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.StopGradient;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Choices;
import dev.jacobi.scalar.Rounding;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.Truths;
import dev.jacobi.scalar.WholeBits;

/// What can be asked of each element of a [Tensor]: arithmetic, comparisons, choices.
///
/// Two tensors broadcast by NumPy's rule; their dtypes must be equal, and a Java number takes the tensor's.
/// The methods of a tensor are spread over a chain of classes, one theme each; all of them end up in [Tensor].
public abstract sealed class ElementwiseOperations permits FunctionOperations {
    private static final Elementwise ADD = Elementwise.of(new Arithmetic.Add());
    private static final Elementwise SUB = Elementwise.of(new Arithmetic.Sub());
    private static final Elementwise MUL = Elementwise.of(new Arithmetic.Mul());
    private static final Elementwise DIV = Elementwise.of(new Arithmetic.Div());
    private static final Elementwise NEG = Elementwise.of(new Arithmetic.Neg());
    private static final Elementwise SQUARE = Elementwise.of(new Arithmetic.Square());
    private static final Elementwise SQRT = Elementwise.of(new Arithmetic.Sqrt());
    private static final Elementwise ABS = Elementwise.of(new Arithmetic.Abs());
    private static final Elementwise SIGN = Elementwise.of(new Arithmetic.Sign());
    private static final Elementwise POW = Elementwise.of(new Arithmetic.Pow());
    private static final Elementwise MAXIMUM = Elementwise.of(new Choices.Maximum());
    private static final Elementwise MINIMUM = Elementwise.of(new Choices.Minimum());
    private static final Elementwise WHERE = Elementwise.of(new Choices.Where());
    private static final Elementwise LESS = Elementwise.of(new Choices.Less());
    private static final Elementwise LESS_OR_EQUAL = Elementwise.of(new Choices.LessOrEqual());
    private static final Elementwise EQUAL = Elementwise.of(new Choices.Equal());
    private static final Elementwise NOT = Elementwise.of(new Choices.Not());
    private static final Elementwise IS_NAN = Elementwise.of(new Choices.IsNaN());
    private static final Elementwise FLOOR = Elementwise.of(new Rounding.Floor());
    private static final Elementwise CEIL = Elementwise.of(new Rounding.Ceil());
    private static final Elementwise ROUND = Elementwise.of(new Rounding.Round());
    private static final Elementwise TRUNC = Elementwise.of(new Rounding.Trunc());
    private static final Elementwise FRAC = Elementwise.of(new Rounding.Frac());
    private static final Elementwise REMAINDER = Elementwise.of(new Rounding.Remainder());
    private static final Elementwise FLOOR_DIVIDE = Elementwise.of(new Rounding.FloorDivide());
    private static final Elementwise TRUNCATED_REMAINDER = Elementwise.of(new Rounding.TruncatedRemainder());
    private static final Elementwise AND = Elementwise.of(new Truths.And());
    private static final Elementwise OR = Elementwise.of(new Truths.Or());
    private static final Elementwise XOR = Elementwise.of(new Truths.Xor());
    private static final Elementwise IS_FINITE = Elementwise.of(new Truths.IsFinite());
    private static final Elementwise IS_INFINITE = Elementwise.of(new Truths.IsInfinite());
    private static final Elementwise FMAX = Elementwise.of(new Truths.Fmax());
    private static final Elementwise FMIN = Elementwise.of(new Truths.Fmin());
    private static final Elementwise BIT_AND = Elementwise.of(new WholeBits.BitAnd());
    private static final Elementwise BIT_OR = Elementwise.of(new WholeBits.BitOr());
    private static final Elementwise BIT_XOR = Elementwise.of(new WholeBits.BitXor());
    private static final Elementwise BIT_NOT = Elementwise.of(new WholeBits.BitNot());
    private static final Elementwise SHIFT_LEFT = Elementwise.of(new WholeBits.ShiftLeft());
    private static final Elementwise SHIFT_RIGHT = Elementwise.of(new WholeBits.ShiftRight());

    ElementwiseOperations() {}

    /// This object as what it is.
    abstract Tensor self();

    // ---- any function of one element

    /// Applies a scalar function, for example one of your own, to each element.
    public Tensor apply(ScalarFunction function, Tensor... others) {
        if (others.length == 0) return Graph.apply(Elementwise.of(function), self());
        Tensor[] all = new Tensor[others.length + 1];
        all[0] = self();
        System.arraycopy(others, 0, all, 1, others.length);
        return broadcast(Elementwise.of(function), all);
    }

    final Tensor with(Elementwise op, Tensor other) {
        Tensor a = self();
        if (a.shape() == other.shape() || a.shape().equals(other.shape())) return Graph.apply(op, a, other);
        Shape shape = Shape.broadcast(op.name(), a.shape(), other.shape());
        return Graph.apply(op, a.expand(shape), other.expand(shape));
    }

    static Tensor broadcast(Elementwise op, Tensor... all) {
        Shape shape = all[0].shape();
        for (Tensor t : all) shape = Shape.broadcast(op.name(), shape, t.shape());
        for (int i = 0; i < all.length; i++) all[i] = all[i].expand(shape);
        return Graph.apply(op, all);
    }

    /// A Java number as a tensor like this one: it never changes the dtype.
    final Tensor number(double value) { return Tensor.full(self().type(), value); }

    // ---- arithmetic

    /// The sum of two.
    public Tensor add(Tensor other) { return with(ADD, other); }

    public Tensor add(double number) { return Graph.apply(ADD, self(), number(number)); }

    /// The difference of two.
    public Tensor sub(Tensor other) { return with(SUB, other); }

    public Tensor sub(double number) { return Graph.apply(SUB, self(), number(number)); }

    /// The product of two, element by element; `matmul` is that of matrices.
    public Tensor mul(Tensor other) { return with(MUL, other); }

    public Tensor mul(double number) { return Graph.apply(MUL, self(), number(number)); }

    /// The quotient of two: 1/0 is infinite, 0/0 is NaN.
    public Tensor div(Tensor other) { return with(DIV, other); }

    public Tensor div(double number) { return Graph.apply(DIV, self(), number(number)); }

    /// −x.
    public Tensor neg() { return Graph.apply(NEG, self()); }

    /// x².
    public Tensor square() { return Graph.apply(SQUARE, self()); }

    /// √x.
    public Tensor sqrt() { return Graph.apply(SQRT, self()); }

    /// |x|; its slope at 0 is 0.
    public Tensor abs() { return Graph.apply(ABS, self()); }

    /// −1, 0 or 1.
    public Tensor sign() { return Graph.apply(SIGN, self()); }

    /// xⁿ for a whole n.
    public Tensor pow(int exponent) { return apply(new Arithmetic.WholePower(exponent)); }

    /// xᵖ; NaN for a negative x unless p is whole.
    public Tensor pow(double exponent) {
        return exponent == Math.rint(exponent) && Math.abs(exponent) <= 64 ? pow((int) exponent) : pow(number(exponent));
    }

    /// xᵖ, element by element.
    public Tensor pow(Tensor exponent) { return with(POW, exponent); }

    /// number − x.
    public Tensor subFrom(double number) { return Graph.apply(SUB, number(number), self()); }

    /// number ÷ x.
    public Tensor divInto(double number) { return Graph.apply(DIV, number(number), self()); }

    // ---- choices

    /// The larger of two; a tie shares the gradient equally.
    public Tensor maximum(Tensor other) { return with(MAXIMUM, other); }

    /// As [#maximum(Tensor)].
    public Tensor maximum(double number) { return Graph.apply(MAXIMUM, self(), number(number)); }

    /// The smaller of two; a tie shares the gradient equally.
    public Tensor minimum(Tensor other) { return with(MINIMUM, other); }

    /// As [#minimum(Tensor)].
    public Tensor minimum(double number) { return Graph.apply(MINIMUM, self(), number(number)); }

    /// x held between two bounds; the slope is 1 on the closed interval.
    public Tensor clamp(double low, double high) { return apply(new Choices.Clamp(low, high)); }

    /// `whenTrue` where this condition is true, else `whenFalse`. It picks and never multiplies, so
    /// a NaN on the other side stays there, in the gradient as well.
    ///
    /// @throws IllegalArgumentException unless this is a `BOOL` tensor
    public Tensor where(Tensor whenTrue, Tensor whenFalse) {
        if (self().dtype() != DType.BOOL) {
            throw new IllegalArgumentException("where needs a condition of BOOL, but this tensor is " + self().dtype()
                    + "; make one by a comparison such as gt(0)");
        }
        return broadcast(WHERE, self(), whenTrue, whenFalse);
    }

    /// Where x is less than the other.
    public Tensor lt(Tensor other) { return with(LESS, other); }

    public Tensor lt(double number) { return Graph.apply(LESS, self(), number(number)); }

    /// Where x is at most the other.
    public Tensor le(Tensor other) { return with(LESS_OR_EQUAL, other); }

    public Tensor le(double number) { return Graph.apply(LESS_OR_EQUAL, self(), number(number)); }

    /// Where x is greater than the other.
    public Tensor gt(Tensor other) { return other.lt(self()); }

    public Tensor gt(double number) { return Graph.apply(LESS, number(number), self()); }

    /// Where x is at least the other.
    public Tensor ge(Tensor other) { return other.le(self()); }

    public Tensor ge(double number) { return Graph.apply(LESS_OR_EQUAL, number(number), self()); }

    /// Where the two are equal.
    public Tensor eq(Tensor other) { return with(EQUAL, other); }

    public Tensor eq(double number) { return Graph.apply(EQUAL, self(), number(number)); }

    /// Where the two are not equal, or one is NaN.
    public Tensor ne(Tensor other) { return eq(other).not(); }

    public Tensor ne(double number) { return eq(number).not(); }

    /// True where x is false or 0.
    public Tensor not() { return Graph.apply(NOT, self()); }

    /// Where the tensor is NaN.
    public Tensor isNaN() { return Graph.apply(IS_NAN, self()); }

    /// Whether any element is NaN.
    public boolean hasNaN() {
        Storage s = self().dense();
        for (int i = 0; i < self().size(); i++) if (Double.isNaN(s.number(i))) return true;
        return false;
    }

    /// Whether every element differs from the other's by at most `absolute + relative·|other|`; NaN
    /// equals NaN.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public boolean allClose(Tensor other, double relative, double absolute) {
        if (!self().shape().equals(other.shape())) {
            throw new IllegalArgumentException("allClose needs equal shapes, but got " + self().shape() + " and " + other.shape());
        }
        Storage a = self().dense();
        Storage b = other.dense();
        for (int i = 0; i < self().size(); i++) {
            double x = a.number(i);
            double y = b.number(i);
            if (x == y || Double.isNaN(x) && Double.isNaN(y)) continue;
            if (!(Math.abs(x - y) <= absolute + relative * Math.abs(y)) || Double.isInfinite(x) || Double.isInfinite(y)) return false;
        }
        return true;
    }

    final void requireFloating(String asked) {
        if (!self().dtype().isFloating()) {
            throw new IllegalArgumentException(asked + " needs a floating tensor, but got " + self().dtype()
                    + "; convert it with to(DType.F64)");
        }
    }

    /// The same numbers as another kind; see [Cast].
    public Tensor to(DType dtype) { return dtype == self().dtype() ? self() : Graph.apply(new Cast(dtype), self()); }

    /// The same values, but a constant to every derivative.
    public Tensor stopGradient() { return Graph.apply(new StopGradient(), self()); }

    // ---- rounding and remainders

    /// The largest whole number up to x. Its slope is 0, as that of all rounding.
    public Tensor floor() { return Graph.apply(FLOOR, self()); }

    /// The smallest whole number from x on.
    public Tensor ceil() { return Graph.apply(CEIL, self()); }

    /// The nearest whole number; of two the even one, so 0.5 becomes 0 and 1.5 becomes 2.
    public Tensor round() { return Graph.apply(ROUND, self()); }

    /// x without its fraction.
    public Tensor trunc() { return Graph.apply(TRUNC, self()); }

    /// The fraction of x, with its sign; its slope is 1.
    public Tensor frac() { return Graph.apply(FRAC, self()); }

    /// What remains of x after division by y, exactly, with the sign of y, as Python's `%`; NaN for y = 0.
    ///
    /// @throws IllegalArgumentException if a whole number is divided by 0
    public Tensor remainder(Tensor y) { return with(REMAINDER, y); }

    /// As [#remainder(Tensor)].
    public Tensor remainder(double y) { return Graph.apply(REMAINDER, self(), number(y)); }

    /// What remains of x after division by y, exactly, with the sign of x, as `%` in Java and `fmod` in C; NaN for y = 0.
    ///
    /// @throws IllegalArgumentException if a whole number is divided by 0
    public Tensor truncatedRemainder(Tensor y) { return with(TRUNCATED_REMAINDER, y); }

    /// As [#truncatedRemainder(Tensor)].
    public Tensor truncatedRemainder(double y) { return Graph.apply(TRUNCATED_REMAINDER, self(), number(y)); }

    /// How often y goes into x, rounded down, as Python's `//`. Whole numbers stay whole; the least of them by −1 wraps to
    /// itself, as in Java.
    ///
    /// @throws IllegalArgumentException if a whole number is divided by 0
    public Tensor floorDivide(Tensor y) { return with(FLOOR_DIVIDE, y); }

    /// As [#floorDivide(Tensor)].
    public Tensor floorDivide(double y) { return Graph.apply(FLOOR_DIVIDE, self(), number(y)); }

    // ---- around NaN and infinity

    /// The larger of two, or the one that is a number where the other is NaN; a tie shares the gradient equally.
    public Tensor fmax(Tensor other) { return with(FMAX, other); }

    /// The smaller of two, or the one that is a number where the other is NaN; a tie shares the gradient equally.
    public Tensor fmin(Tensor other) { return with(FMIN, other); }

    /// 0 in place of NaN, and the largest and smallest numbers of the dtype in place of the infinities; slope 0 there.
    public Tensor nanToNum() { return nanToNum(0, Double.MAX_VALUE, -Double.MAX_VALUE); }

    /// Numbers in place of NaN, ∞ and −∞; slope 0 there. A number beyond the range of the dtype becomes its largest.
    public Tensor nanToNum(double nan, double positive, double negative) { return apply(new Truths.NanToNum(nan, positive, negative)); }

    /// Where the tensor is neither NaN nor infinite.
    public Tensor isFinite() { return Graph.apply(IS_FINITE, self()); }

    /// Where the tensor is ∞ or −∞.
    public Tensor isInfinite() { return Graph.apply(IS_INFINITE, self()); }

    // ---- logic, of BOOL tensors

    /// True where both are.
    ///
    /// @throws IllegalArgumentException unless both are `BOOL` tensors
    public Tensor and(Tensor other) { return truths(AND, other); }

    /// True where one of them is or both are.
    ///
    /// @throws IllegalArgumentException unless both are `BOOL` tensors
    public Tensor or(Tensor other) { return truths(OR, other); }

    /// True where just one of them is.
    ///
    /// @throws IllegalArgumentException unless both are `BOOL` tensors
    public Tensor xor(Tensor other) { return truths(XOR, other); }

    private Tensor truths(Elementwise op, Tensor other) {
        for (Tensor t : new Tensor[] {self(), other}) {
            if (t.dtype() != DType.BOOL) {
                throw new IllegalArgumentException(op.name() + " needs tensors of BOOL, but got " + t.dtype()
                        + "; make one by a comparison such as gt(0), or use the methods for bits of whole numbers");
            }
        }
        return with(op, other);
    }

    // ---- bits, of I32 and I64 tensors; they carry no gradient

    /// The bits that are set in both.
    ///
    /// @throws IllegalArgumentException unless both are whole-number tensors of one dtype
    public Tensor bitAnd(Tensor other) { return bits(BIT_AND, other); }

    /// The bits that are set in one of them or both.
    ///
    /// @throws IllegalArgumentException unless both are whole-number tensors of one dtype
    public Tensor bitOr(Tensor other) { return bits(BIT_OR, other); }

    /// The bits that are set in just one of them.
    ///
    /// @throws IllegalArgumentException unless both are whole-number tensors of one dtype
    public Tensor bitXor(Tensor other) { return bits(BIT_XOR, other); }

    /// All bits turned: −1 − x.
    ///
    /// @throws IllegalArgumentException unless this is a whole-number tensor
    public Tensor bitNot() { return Graph.apply(BIT_NOT, whole(BIT_NOT, self())); }

    /// x·2ⁿ, element by element; what leaves at the top is lost, and n may be larger than the number of bits.
    ///
    /// @throws IllegalArgumentException unless both are whole-number tensors of one dtype, and no n is negative
    public Tensor shiftLeft(Tensor places) { return bits(SHIFT_LEFT, places); }

    /// As [#shiftLeft(Tensor)].
    public Tensor shiftLeft(int places) { return shiftLeft(number(places)); }

    /// ⌊x/2ⁿ⌋, element by element: the sign stays, and n may be larger than the number of bits.
    ///
    /// @throws IllegalArgumentException unless both are whole-number tensors of one dtype, and no n is negative
    public Tensor shiftRight(Tensor places) { return bits(SHIFT_RIGHT, places); }

    /// As [#shiftRight(Tensor)].
    public Tensor shiftRight(int places) { return shiftRight(number(places)); }

    private Tensor bits(Elementwise op, Tensor other) {
        whole(op, self());
        return with(op, whole(op, other));
    }

    private static Tensor whole(Elementwise op, Tensor t) {
        if (!t.dtype().isInteger()) {
            throw new IllegalArgumentException(op.name() + " needs whole numbers, but got " + t.dtype()
                    + "; convert the tensor with to(DType.I32) or to(DType.I64)");
        }
        return t;
    }
}
