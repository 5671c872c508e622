package dev.jacobi.tensor;

import dev.jacobi.op.Accumulate;
import dev.jacobi.op.ArgMax;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Cast;
import dev.jacobi.op.Conv2d;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.Gather;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Pick;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Qr;
import dev.jacobi.op.Range;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.StopGradient;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Choices;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.Trigonometry;
import java.util.ArrayList;
import java.util.List;

/// What can be asked of a [Tensor]. Each method applies one op or a few.
///
/// Two tensors broadcast by NumPy's rule; their dtypes must be equal, and a Java number
/// takes the tensor's.
public abstract sealed class Operations permits Tensor {
    private static final Elementwise ADD = Elementwise.of(new Arithmetic.Add());
    private static final Elementwise SUB = Elementwise.of(new Arithmetic.Sub());
    private static final Elementwise MUL = Elementwise.of(new Arithmetic.Mul());
    private static final Elementwise DIV = Elementwise.of(new Arithmetic.Div());
    private static final Elementwise NEG = Elementwise.of(new Arithmetic.Neg());
    private static final Elementwise SQUARE = Elementwise.of(new Arithmetic.Square());
    private static final Elementwise SQRT = Elementwise.of(new Arithmetic.Sqrt());
    private static final Elementwise ABS = Elementwise.of(new Arithmetic.Abs());
    private static final Elementwise SIGN = Elementwise.of(new Arithmetic.Sign());
    private static final Elementwise EXP = Elementwise.of(new Exponential.Exp());
    private static final Elementwise EXPM1 = Elementwise.of(new Exponential.Expm1());
    private static final Elementwise LOG = Elementwise.of(new Logarithm.Log());
    private static final Elementwise LOG1P = Elementwise.of(new Logarithm.Log1p());
    private static final Elementwise SIN = Elementwise.of(new Trigonometry.Sin());
    private static final Elementwise COS = Elementwise.of(new Trigonometry.Cos());
    private static final Elementwise ERF = Elementwise.of(new ErrorFunction.Erf());
    private static final Elementwise SIGMOID = Elementwise.of(new Activations.Sigmoid());
    private static final Elementwise TANH = Elementwise.of(new Activations.Tanh());
    private static final Elementwise HARD_TANH = Elementwise.of(new Activations.HardTanh());
    private static final Elementwise RELU = Elementwise.of(new Activations.Relu());
    private static final Elementwise SILU = Elementwise.of(new Activations.Silu());
    private static final Elementwise GELU = Elementwise.of(new ErrorFunction.Gelu());
    private static final Elementwise SOFTPLUS = Elementwise.of(new Activations.Softplus());
    private static final Elementwise POW = Elementwise.of(new Arithmetic.Pow());
    private static final Elementwise PARAMETRIC_RELU = Elementwise.of(new Activations.ParametricRelu());
    private static final Elementwise MAXIMUM = Elementwise.of(new Choices.Maximum());
    private static final Elementwise MINIMUM = Elementwise.of(new Choices.Minimum());
    private static final Elementwise WHERE = Elementwise.of(new Choices.Where());
    private static final Elementwise LESS = Elementwise.of(new Choices.Less());
    private static final Elementwise LESS_OR_EQUAL = Elementwise.of(new Choices.LessOrEqual());
    private static final Elementwise EQUAL = Elementwise.of(new Choices.Equal());
    private static final Elementwise NOT = Elementwise.of(new Choices.Not());
    private static final Elementwise IS_NAN = Elementwise.of(new Choices.IsNaN());

    Operations() {}

    private Tensor self() { return (Tensor) this; }

    // ---- any function of one element

    /// Applies a scalar function, for example one of your own, to each element.
    public Tensor apply(ScalarFunction function, Tensor... others) {
        if (others.length == 0) return Graph.apply(Elementwise.of(function), self());
        Tensor[] all = new Tensor[others.length + 1];
        all[0] = self();
        System.arraycopy(others, 0, all, 1, others.length);
        return broadcast(Elementwise.of(function), all);
    }

    private Tensor with(Elementwise op, Tensor other) {
        Tensor a = self();
        if (a.shape() == other.shape() || a.shape().equals(other.shape())) return Graph.apply(op, a, other);
        Shape shape = Shape.broadcast(op.name(), a.shape(), other.shape());
        return Graph.apply(op, a.expand(shape), other.expand(shape));
    }

    private static Tensor broadcast(Elementwise op, Tensor... all) {
        Shape shape = all[0].shape();
        for (Tensor t : all) shape = Shape.broadcast(op.name(), shape, t.shape());
        for (int i = 0; i < all.length; i++) all[i] = all[i].expand(shape);
        return Graph.apply(op, all);
    }

    /// A Java number as a tensor like this one.
    private Tensor number(double value) { return Tensor.full(self().type(), value); }

    // ---- arithmetic

    public Tensor add(Tensor other) { return with(ADD, other); }

    public Tensor add(double number) { return Graph.apply(ADD, self(), number(number)); }

    public Tensor sub(Tensor other) { return with(SUB, other); }

    public Tensor sub(double number) { return Graph.apply(SUB, self(), number(number)); }

    public Tensor mul(Tensor other) { return with(MUL, other); }

    public Tensor mul(double number) { return Graph.apply(MUL, self(), number(number)); }

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

    /// eˣ.
    public Tensor exp() { return Graph.apply(EXP, self()); }

    /// eˣ − 1, also for small x.
    public Tensor expm1() { return Graph.apply(EXPM1, self()); }

    /// The natural logarithm.
    public Tensor log() { return Graph.apply(LOG, self()); }

    /// log(1 + x), also for small x.
    public Tensor log1p() { return Graph.apply(LOG1P, self()); }

    /// sin x, x in radians.
    public Tensor sin() { return Graph.apply(SIN, self()); }

    /// cos x, x in radians.
    public Tensor cos() { return Graph.apply(COS, self()); }

    /// The error function.
    public Tensor erf() { return Graph.apply(ERF, self()); }

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

    // ---- activations

    /// The logistic function 1/(1 + e^(−x)).
    public Tensor sigmoid() { return Graph.apply(SIGMOID, self()); }

    /// The hyperbolic tangent.
    public Tensor tanh() { return Graph.apply(TANH, self()); }

    /// x held between −1 and 1.
    public Tensor hardTanh() { return Graph.apply(HARD_TANH, self()); }

    /// max(x, 0); its slope at 0 is 0.
    public Tensor relu() { return Graph.apply(RELU, self()); }

    /// Swish or SiLU, x·sigmoid(x).
    public Tensor silu() { return Graph.apply(SILU, self()); }

    /// GELU, x·P(X ≤ x) for a standard normal X.
    public Tensor gelu() { return Graph.apply(GELU, self()); }

    /// log(1 + eˣ).
    public Tensor softplus() { return Graph.apply(SOFTPLUS, self()); }

    /// The threshold: 1 above 0, else 0.
    public Tensor step() { return step(0); }

    /// The threshold: 1 above theta, else 0.
    public Tensor step(double theta) { return apply(new Activations.Step(theta)); }

    /// x, or slope·x below 0.
    public Tensor leakyRelu(double slope) { return apply(new Activations.LeakyRelu(slope)); }

    /// x, or slope·x below 0, with a slope that is learned.
    public Tensor parametricRelu(Tensor slope) { return with(PARAMETRIC_RELU, slope); }

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

    public Tensor lt(Tensor other) { return with(LESS, other); }

    public Tensor lt(double number) { return Graph.apply(LESS, self(), number(number)); }

    public Tensor le(Tensor other) { return with(LESS_OR_EQUAL, other); }

    public Tensor le(double number) { return Graph.apply(LESS_OR_EQUAL, self(), number(number)); }

    public Tensor gt(Tensor other) { return other.lt(self()); }

    public Tensor gt(double number) { return Graph.apply(LESS, number(number), self()); }

    public Tensor ge(Tensor other) { return other.le(self()); }

    public Tensor ge(double number) { return Graph.apply(LESS_OR_EQUAL, number(number), self()); }

    public Tensor eq(Tensor other) { return with(EQUAL, other); }

    public Tensor eq(double number) { return Graph.apply(EQUAL, self(), number(number)); }

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

    // ---- movements: no numbers are computed

    /// The same elements in the same order under another shape; one size may be -1 and is worked out.
    ///
    /// @throws IllegalArgumentException if the sizes don't multiply to the same number
    public Tensor reshape(int... sizes) {
        int[] r = sizes.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < r.length; i++) {
            if (r[i] != -1) known *= r[i];
            else if (open < 0) open = i;
            else throw new IllegalArgumentException("reshape works out one size given as -1, but got two");
        }
        if (open >= 0) {
            if (known == 0 || self().size() % known != 0) {
                throw new IllegalArgumentException("reshape needs sizes that divide the " + self().size() + " elements of "
                        + self().shape() + ", but got " + java.util.Arrays.toString(sizes));
            }
            r[open] = (int) (self().size() / known);
        }
        return reshape(Shape.of(r));
    }

    /// As [#reshape(int...)].
    public Tensor reshape(Shape shape) {
        return shape.equals(self().shape()) ? self() : Graph.apply(new Movement.Reshape(shape), self());
    }

    /// All elements along one axis.
    public Tensor flatten() { return reshape(Shape.of(self().size())); }

    /// The last two axes exchanged; a vector stays as it is.
    public Tensor transpose() {
        return self().rank() < 2 ? self() : Graph.apply(new Movement.Permute(List.of(-1, -2)), self());
    }

    /// The axes in another order: axis i of the result is axis `order[i]` of this tensor.
    ///
    /// @throws IllegalArgumentException unless each axis is named once
    public Tensor permute(int... order) {
        Shape shape = self().shape();
        int rank = shape.rank();
        if (order.length != rank || Axes.of(shape, order).count() != rank) {
            throw new IllegalArgumentException("permute needs each of the " + rank + " axes of " + shape + " once, but got "
                    + java.util.Arrays.toString(order));
        }
        List<Integer> fromEnd = new ArrayList<>();
        for (int a : order) fromEnd.add(shape.axis(a) - rank);
        return Graph.apply(new Movement.Permute(List.copyOf(fromEnd)), self());
    }

    /// One axis taken out and put in at another place; the others keep their order.
    public Tensor moveAxis(int from, int to) {
        Shape shape = self().shape();
        int source = shape.axis(from);
        int target = shape.axis(to);
        if (source == target) return self();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) if (i != source) order.add(i);
        order.add(target, source);
        return permute(order.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Repeats along axes of size 1 and new leading axes, without a copy.
    ///
    /// @throws IllegalArgumentException if this shape doesn't broadcast to that
    public Tensor expand(Shape shape) {
        return shape.equals(self().shape()) ? self() : Graph.apply(new Movement.Expand(shape), self());
    }

    /// As [#expand(Shape)].
    public Tensor expand(int... sizes) { return expand(Shape.of(sizes)); }

    /// A new axis of size 1 before the given one (or at the end, for the rank or -1).
    public Tensor unsqueeze(int axis) {
        int rank = self().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new IllegalArgumentException("unsqueeze needs an axis from " + (-rank - 1) + " to " + rank + ", but got " + axis);
        }
        Shape s = self().shape();
        return reshape(s.part(0, at).append(Shape.of(1)).append(s.part(at, rank)));
    }

    /// Without an axis of size 1.
    ///
    /// @throws IllegalArgumentException if its size isn't 1
    public Tensor squeeze(int axis) {
        Shape s = self().shape();
        int at = s.axis(axis);
        if (s.size(at) != 1) throw new IllegalArgumentException("squeeze needs an axis of size 1, but axis " + axis + " of " + s + " isn't");
        return reshape(s.part(0, at).append(s.part(at + 1, s.rank())));
    }

    /// The elements `start` up to, not including, `end` along an axis; negative ends count from the end.
    public Tensor slice(int axis, int start, int end) { return slice(axis, start, end, 1); }

    /// As [#slice(int, int, int)] in steps; a negative step runs backward.
    public Tensor slice(int axis, int start, int end, int step) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        return ranges(at, Range.between(start, end, step, shape.size(at)));
    }

    private Tensor ranges(int at, Range range) {
        Shape shape = self().shape();
        List<Range> ranges = new ArrayList<>();
        ranges.add(range);
        for (int a = at + 1; a < shape.rank(); a++) ranges.add(Range.all(shape.size(a)));
        return Graph.apply(new Movement.Slice(List.copyOf(ranges)), self());
    }

    /// The part at one index of the first axis, without that axis.
    public Tensor get(int index) { return pick(0, index); }

    /// The part at one index of an axis, without that axis.
    public Tensor pick(int axis, int index) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        int n = shape.size(at);
        int k = index < 0 ? index + n : index;
        if (k < 0 || k >= n) {
            throw new IllegalArgumentException("index " + index + " was asked of axis " + axis + " of " + shape + ", which has "
                    + n + (n == 1 ? " element" : " elements"));
        }
        return ranges(at, new Range(k, 1, 1)).squeeze(at);
    }

    /// The elements along an axis in reverse order.
    public Tensor flip(int axis) {
        int at = self().shape().axis(axis);
        int n = self().size(at);
        return ranges(at, new Range(Math.max(0, n - 1), n, -1));
    }

    /// The elements that an index names along an axis; see [Gather].
    public Tensor gather(int axis, Tensor index) {
        return Graph.apply(new Gather(self().shape().axis(axis) - self().rank()), self(), index);
    }

    /// This tensor with values added at the places an index names along an axis; a place
    /// named twice gets both.
    public Tensor scatterAdd(int axis, Tensor index, Tensor values) {
        int fromEnd = self().shape().axis(axis) - self().rank();
        return Graph.apply(new Accumulate(self().type(), List.of(Placement.WHOLE, new Placement.Gathered(fromEnd))),
                self(), values, index);
    }

    // ---- sums

    /// The sum along some axes, or of everything.
    public Tensor sum(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), false), self()); }

    /// The mean along some axes, or of everything.
    public Tensor mean(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), true), self()); }

    /// The product along some axes, or of everything, multiplied in pairs: zeros among the factors
    /// leave every derivative right.
    public Tensor prod(int... axes) {
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> {
            Tensor r = rows;
            if (r.size(-1) == 0) return Tensor.ones(r.shape().part(0, r.rank() - 1), r.dtype());
            while (r.size(-1) > 1) {
                int n = r.size(-1);
                Tensor pairs = r.slice(-1, 0, n / 2).mul(r.slice(-1, n / 2, n / 2 * 2));
                r = n % 2 == 0 ? pairs : Tensor.concat(-1, List.of(pairs, r.slice(-1, n - 1, n)));
            }
            return r.squeeze(-1);
        });
    }

    /// The mean squared distance from the mean along some axes, or of everything: divided by n.
    public Tensor variance(int... axes) { return squaredDistances(axes).mean(axes); }

    /// As [#variance], divided by n − 1: an estimate from a sample. NaN for a single element.
    public Tensor sampleVariance(int... axes) {
        return squaredDistances(axes).sum(axes).div(Axes.of(self().shape(), axes).elements(self().shape()) - 1);
    }

    private Tensor squaredDistances(int... axes) {
        Tensor mean = mean(axes).reshape(Axes.of(self().shape(), axes).keptIn(self().shape()));
        return sub(mean).square();
    }

    /// The largest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor max(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), true), self()); }

    /// The smallest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor min(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), false), self()); }

    /// Where along an axis the largest element stands, as `I64`: the first of equals.
    public Tensor argMax(int axis) { return Graph.apply(new ArgMax(), self().moveAxis(axis, -1)); }

    /// log Σ eˣ along some axes, or of everything, without overflow.
    public Tensor logSumExp(int... axes) {
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSumExp(), rows));
    }

    /// eˣ divided by its sum along some axes, or over everything: positive numbers that add up to 1.
    public Tensor softmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new Softmax(), rows));
    }

    /// The logarithm of [#softmax], also where that is 0.
    public Tensor logSoftmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes),
                rows -> rows.sub(Graph.apply(new LogSumExp(), rows).unsqueeze(-1)));
    }

    /// One element of each row: (…, n) by an index of shape (…) gives (…).
    public Tensor pickEach(Tensor index) { return Graph.apply(new Pick(), self(), index); }

    /// The Euclidean norm of all elements.
    public Tensor norm() { return square().sum().sqrt(); }

    // ---- products

    /// Matrix product by NumPy's rule for `@`: vectors count as one row or one column, batch axes broadcast.
    public Tensor matmul(Tensor other) {
        Tensor a = self();
        if (a.rank() == 0 || other.rank() == 0) {
            throw new IllegalArgumentException("matmul needs vectors or matrices, but got " + a.shape() + " and " + other.shape()
                    + "; use mul for numbers");
        }
        if (a.rank() == 2 && other.rank() == 2) return Graph.apply(new MatMul(), a, other);
        Tensor p = a.rank() == 1 ? a.unsqueeze(0) : a;
        Tensor q = other.rank() == 1 ? other.unsqueeze(1) : other;
        Shape batch = Shape.broadcast("matmul", p.shape().part(0, p.rank() - 2), q.shape().part(0, q.rank() - 2));
        p = p.expand(batch.append(p.shape().part(p.rank() - 2, p.rank())));
        q = q.expand(batch.append(q.shape().part(q.rank() - 2, q.rank())));
        Tensor c = Graph.apply(new MatMul(), p, q);
        if (other.rank() == 1) c = c.squeeze(-1);
        if (a.rank() == 1) c = c.squeeze(other.rank() == 1 ? -1 : -2);
        return c;
    }

    /// The inner product of two vectors: a number.
    public Tensor dot(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("dot needs two vectors, but got " + self().shape() + " and " + other.shape()
                    + "; use matmul");
        }
        return matmul(other);
    }

    /// The outer product of two vectors: every element of one times every element of the other.
    public Tensor outer(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("outer needs two vectors, but got " + self().shape() + " and " + other.shape());
        }
        return unsqueeze(1).mul(other.unsqueeze(0));
    }

    /// Convolution of images (images, channels, height, width) with filters (filters, channels, rows, columns), with
    /// the same stride and zero padding for rows and columns: (images, filters, …).
    ///
    /// @throws IllegalArgumentException if the channels differ or the window is larger than the padded image
    public Tensor conv2d(Tensor weight, int stride, int pad) {
        return Graph.apply(new Conv2d(new Conv2d.Pair(stride, stride), new Conv2d.Pair(pad, pad)), self(), weight);
    }

    /// As [#conv2d(Tensor, int, int)] in steps of 1 without padding.
    public Tensor conv2d(Tensor weight) { return conv2d(weight, 1, 0); }

    /// What [#qr] returns: Q·R is the matrix, Q has orthonormal columns, R is upper triangular.
    public record QR(Tensor q, Tensor r) {}

    /// Takes a matrix (…, m, n), m ≥ n, apart into Q (…, m, n) and R (…, n, n) with a positive diagonal.
    public QR qr() {
        Tensor[] r = Graph.applyAll(new Qr(), self());
        return new QR(r[0], r[1]);
    }

    /// Zeros around: `before` and `after` many along an axis.
    public Tensor pad(int axis, int before, int after) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException("pad needs 0 or more on both sides, but got " + before + " and " + after);
        }
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(before, shape.size(at), 1));
        for (int a = at + 1; a < shape.rank(); a++) ranges.add(Range.all(shape.size(a)));
        TensorType type = new TensorType(self().dtype(), shape.with(at, Math.addExact(shape.size(at), Math.addExact(before, after))));
        return Placement.placed(self(), new Placement.Sliced(List.copyOf(ranges)), null, type);
    }

    // ---- the rest

    /// The same numbers as another kind; see [Cast].
    public Tensor to(DType dtype) { return dtype == self().dtype() ? self() : Graph.apply(new Cast(dtype), self()); }

    /// The same values, but a constant to every derivative.
    public Tensor stopGradient() { return Graph.apply(new StopGradient(), self()); }
}
