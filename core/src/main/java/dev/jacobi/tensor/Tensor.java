package dev.jacobi.tensor;

import dev.jacobi.kernel.Copies;
import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Concat;
import dev.jacobi.op.Placement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An array of numbers with a shape, and a place in a computation graph.
///
/// A tensor always knows its type and shape; its value when its inputs have one
/// (it has none while a function is being traced by `compile` or `vmap`); and how
/// it was made only while a transformation that needs it is open, see [Scope].
///
/// Tensors are immutable and may be shared between threads. Operations broadcast
/// by NumPy's rule, and a Java number never changes a tensor's type:
///
/// ```java
/// Tensor x = Tensor.of(1, 2, 3);
/// Tensor y = x.mul(2).add(1);          // [3, 5, 7]
/// ```
public final class Tensor extends LinearAlgebraOperations {
    private final TensorType type;
    private final @Nullable Storage storage;
    private final @Nullable Layout layout;
    private @Nullable Storage packed;
    private @Nullable Node node;
    private int output;
    private @Nullable String name;
    /// True in a plan, whose buffers change from run to run: nothing may be remembered of their values.
    private boolean reused;

    Tensor(TensorType type, @Nullable Storage storage, @Nullable Layout layout) {
        this.type = type;
        this.storage = storage;
        this.layout = layout;
    }

    /// A tensor of which only the type is known, as in a function that is being traced or in the pattern of a tree.
    public static Tensor withoutValue(TensorType type) { return new Tensor(type, null, null); }

    @Override Tensor self() { return this; }

    // ---- making tensors

    /// A vector of `F64` numbers.
    public static Tensor of(double... values) { return wrap(values.clone()); }

    /// A tensor of `F64` numbers given row by row.
    ///
    /// @throws IllegalArgumentException if the shape needs another number of values
    public static Tensor of(Shape shape, double... values) { return wrap(values.clone(), shape); }

    /// A vector of `F32` numbers.
    public static Tensor ofFloats(float... values) { return wrap(values.clone()); }

    /// A vector of `I32` numbers.
    public static Tensor ofInts(int... values) { return wrap(values.clone()); }

    /// A vector of `I64` numbers.
    public static Tensor ofLongs(long... values) { return wrap(values.clone()); }

    /// A vector of truth values.
    public static Tensor ofBooleans(boolean... values) { return wrap(values.clone()); }

    /// A single `F64` number, shape `()`.
    public static Tensor scalar(double value) { return scalar(value, DType.F64); }

    /// A single number of the given kind, shape `()`.
    public static Tensor scalar(double value, DType dtype) {
        return full(new TensorType(dtype, Shape.of()), value);
    }

    /// The same number everywhere.
    public static Tensor full(Shape shape, double value, DType dtype) {
        return full(new TensorType(dtype, shape), value);
    }

    /// The same number everywhere.
    static Tensor full(TensorType type, double value) {
        boolean held = switch (type.dtype()) {
            case I32 -> value == (int) value;
            case I64 -> value == (long) value;
            case F32, F64, F16, BF16, BOOL -> true;
        };
        if (!held) {
            throw new IllegalArgumentException("the number " + value + " was given to a tensor of " + type.dtype()
                    + ", which holds whole numbers; convert the tensor with to(DType.F64) first");
        }
        Storage s = Storage.allocate(type.dtype(), 1);
        s.set(0, value);
        return new Tensor(type, s, type.shape().size() == 1 ? null : new Layout(0, new int[type.shape().rank()]));
    }

    /// Zeros.
    public static Tensor zeros(Shape shape, DType dtype) { return full(shape, 0, dtype); }

    /// Ones.
    public static Tensor ones(Shape shape, DType dtype) { return full(shape, 1, dtype); }

    /// The whole numbers from 0 up to, not including, `end`, as `I32`.
    ///
    /// @throws IllegalArgumentException for an end below 0
    public static Tensor range(int end) {
        if (end < 0) throw new IllegalArgumentException("range needs an end of 0 or more, but got " + end);
        int[] r = new int[end];
        Arrays.setAll(r, i -> i);
        return wrap(r);
    }

    /// A vector around this very array (`float[]`, `double[]`, `int[]`, `long[]` or
    /// `boolean[]`), without a copy. The caller promises not to change it any more.
    public static Tensor wrap(Object array) {
        Storage s = Storage.wrap(array);
        return new Tensor(new TensorType(s.dtype(), Shape.of(s.size())), s, null);
    }

    /// As [#wrap(Object)], the values given row by row.
    ///
    /// @throws IllegalArgumentException if the shape needs another number of values
    public static Tensor wrap(Object array, Shape shape) {
        Storage s = Storage.wrap(array);
        if (s.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "the shape " + shape + " needs " + shape.size() + " values, but got " + s.size());
        }
        return new Tensor(new TensorType(s.dtype(), shape), s, null);
    }

    /// Around existing storage, as the engine's plans do.
    public static Tensor wrap(Storage storage, Shape shape, @Nullable Layout layout) {
        return new Tensor(new TensorType(storage.dtype(), shape), storage, layout);
    }

    /// As [#wrap(Storage, Shape, Layout)] over a buffer that will be written again and again.
    public static Tensor overBuffer(Storage storage, Shape shape, @Nullable Layout layout) {
        Tensor t = wrap(storage, shape, layout);
        t.reused = true;
        return t;
    }

    // ---- what it knows

    public TensorType type() { return type; }

    public Shape shape() { return type.shape(); }

    public DType dtype() { return type.dtype(); }

    /// Number of axes.
    public int rank() { return type.shape().rank(); }

    /// Number of elements.
    public int size() { return type.shape().size(); }

    /// Size along an axis; negative axes count from the end.
    public int size(int axis) { return type.shape().size(axis); }

    /// False while the function that makes this tensor is being traced.
    public boolean hasValue() { return storage != null; }

    /// The step that made this tensor, or null if no open transformation needs to know.
    public @Nullable Node node() {
        Node n = node;
        return n != null && n.isLive() ? n : null;
    }

    /// Which output of its node this tensor is.
    public int output() { return output; }

    /// The name given by [#named], or null.
    public @Nullable String name() { return name; }

    /// The same tensor under a name, which explanations print.
    public Tensor named(String name) {
        Tensor t = alias();
        t.name = name;
        return t;
    }

    /// Another object that stands for the same tensor.
    public Tensor alias() {
        Tensor t = sameValue();
        Node n = node();
        if (n != null) t.madeBy(n, output);
        t.name = name;
        return t;
    }

    void name(@Nullable String name) { this.name = name; }

    void madeBy(Node node, int output) {
        this.node = node;
        this.output = output;
    }

    /// This tensor as it counts when a transformation has ended: itself where an outer one
    /// still needs its history, else the bare value.
    public Tensor settled() {
        Node n = node;
        if (n == null || n.isLive() || storage == null) return this;
        Tensor t = sameValue();
        t.name = name;
        return t;
    }

    /// The bare value: a new tensor over the same numbers, without any history.
    public Tensor bare() {
        if (node == null) return this;
        storage();
        return sameValue();
    }

    Tensor sameValue() {
        Tensor t = new Tensor(type, storage, layout);
        t.packed = packed;
        return t;
    }

    Scope[] scopes() {
        Node n = node;
        return n == null ? Scope.NONE : Scope.live(n.scopes());
    }

    /// The node even where no open scope needs it: a walk may still be on its way.
    @Nullable Node rawNode() { return node; }

    // ---- its values

    /// The engine's view of the numbers; elements lie as [#layout] says.
    public Storage storage() {
        if (storage == null) throw noValue("value");
        return storage;
    }

    /// Where the elements lie in the storage; null for dense, row-major from 0.
    public @Nullable Layout layout() { return layout; }

    /// The layout, spelled out also where the tensor is dense.
    public Layout strides() { return layout == null ? Layout.dense(shape()) : layout; }

    /// The numbers row by row from index 0; copied together first for a view. Where this tensor
    /// is the front part of another, the storage goes on behind them.
    public Storage dense() {
        if (layout == null) return storage();
        Storage p = reused ? null : packed;
        if (p == null) {
            p = Storage.allocate(dtype(), size());
            Copies.copyStrided(storage().array(), layout.offset(), shape().toArray(), layout.strides(), p.array());
            if (!reused) packed = p;
        }
        return p;
    }

    private IllegalStateException noValue(String asked) {
        return new IllegalStateException("the " + asked + " of a tensor " + type + " was asked for, but it has none yet: "
                + "the function is being traced (by compile, vmap or scan); use where(...) in place of a Java if, "
                + "or take the value outside");
    }

    /// The number of a tensor with one element.
    ///
    /// @throws IllegalArgumentException if it has more or fewer
    public double item() {
        if (size() != 1) {
            throw new IllegalArgumentException("item() is the number of a tensor with one element, but this one has the shape "
                    + shape() + "; use at(...) or toDoubles()");
        }
        return storage().number(layout == null ? 0 : layout.offset());
    }

    /// One element, as a Java double; negative indexes count from the end.
    public double at(int... index) {
        if (index.length != rank()) {
            throw new IllegalArgumentException("at(...) needs one index per axis of " + shape() + ", but got " + index.length);
        }
        Layout where = strides();
        int position = where.offset();
        for (int i = 0; i < index.length; i++) {
            int n = size(i);
            int k = index[i] < 0 ? index[i] + n : index[i];
            if (k < 0 || k >= n) {
                throw new IllegalArgumentException("index " + index[i] + " was asked of axis " + i + " of " + shape()
                        + ", which has " + n + (n == 1 ? " element" : " elements"));
            }
            position += k * where.strides()[i];
        }
        return storage().number(position);
    }

    /// The numbers row by row, converted, a copy.
    public double[] toDoubles() {
        Storage s = dense();
        double[] r = new double[size()];
        for (int i = 0; i < r.length; i++) r[i] = s.number(i);
        return r;
    }

    /// The numbers row by row, converted, a copy.
    public float[] toFloats() {
        Storage s = dense();
        if (dtype() == DType.F32) return Arrays.copyOf(s.f32(), size());
        float[] r = new float[size()];
        for (int i = 0; i < r.length; i++) r[i] = (float) s.number(i);
        return r;
    }

    /// The whole numbers row by row, a copy.
    ///
    /// @throws IllegalArgumentException for a floating tensor
    public long[] toLongs() {
        if (dtype().isFloating()) {
            throw new IllegalArgumentException("toLongs() needs whole numbers, but this tensor is " + dtype()
                    + "; use to(DType.I64) first, which rounds toward zero");
        }
        Storage s = dense();
        long[] r = new long[size()];
        for (int i = 0; i < r.length; i++) r[i] = s.whole(i);
        return r;
    }

    // ---- joining tensors

    /// The tensors one after the other along an existing axis.
    ///
    /// @throws IllegalArgumentException for none, or if they differ along another axis
    public static Tensor concat(int axis, List<Tensor> tensors) {
        if (tensors.isEmpty()) throw new IllegalArgumentException("concat needs at least one tensor, but got none");
        if (tensors.size() == 1) return tensors.getFirst();
        int fromEnd = tensors.getFirst().shape().axis(axis) - tensors.getFirst().rank();
        return Graph.apply(new Concat(fromEnd), tensors.toArray(Tensor[]::new));
    }

    /// The tensors, all of one shape, along a new first axis.
    public static Tensor stack(List<Tensor> tensors) {
        if (tensors.isEmpty()) throw new IllegalArgumentException("stack needs at least one tensor, but got none");
        Shape one = tensors.getFirst().shape();
        for (Tensor t : tensors) {
            if (!t.shape().equals(one)) {
                throw new IllegalArgumentException("stack needs tensors of one shape, but got " + one + " and " + t.shape());
            }
        }
        return concat(0, tensors.stream().map(t -> t.reshape(one.prepend(1))).toList());
    }

    /// The sum of tensors of one type, added in their order: one step, however many. Null for none.
    public static @Nullable Tensor accumulate(List<Tensor> parts) {
        if (parts.isEmpty()) return null;
        if (parts.size() == 1) return parts.getFirst();
        List<Placement> whole = Collections.nCopies(parts.size(), Placement.WHOLE);
        return Graph.apply(new Accumulate(parts.getFirst().type(), whole), parts.toArray(Tensor[]::new));
    }

    // ---- going back

    /// The gradients of this number with respect to its variables, which close: see [Gradients].
    ///
    /// @throws IllegalArgumentException if this isn't a single number
    public Gradients backward() { return Gradients.backward(this, null, false); }

    /// As [#backward()] from an upstream gradient of this tensor.
    public Gradients backward(Tensor seed) { return Gradients.backward(this, seed, false); }

    /// As [#backward()], but the variables stay open, so that the gradients can be differentiated in turn.
    public Gradients backwardAndKeep() { return Gradients.backward(this, null, true); }

    @Override public String toString() { return TensorText.of(this); }
}
