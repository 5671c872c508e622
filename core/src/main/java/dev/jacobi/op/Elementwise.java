package dev.jacobi.op;

import dev.jacobi.scalar.Operand;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A scalar function applied to each element. The function's one formula gives
/// everything: the loops for each dtype, the slopes, and through them the vjp and jvp.
///
/// Inputs have equal shapes: broadcasting is an [Movement.Expand] before.
public final class Elementwise implements Op {
    /// Functions without parameters, one op a class; a cache, dropped with the class.
    private static final ClassValue<Elementwise[]> BY_CLASS = new ClassValue<>() {
        @Override protected Elementwise[] computeValue(Class<?> type) { return new Elementwise[1]; }
    };
    /// Functions with parameters; bounded, and emptied when full: losing an entry costs time only.
    private static final ConcurrentHashMap<ScalarFunction, Elementwise> BY_VALUE = new ConcurrentHashMap<>();
    private static final int BOUND = 1024;

    private final ScalarFunction function;
    private final boolean predicate;
    private final @Nullable Program[] programs = new Program[DType.values().length];
    private final @Nullable Slope[] slopes;

    private Elementwise(ScalarFunction function) {
        this.function = function;
        this.predicate = function.isPredicate();
        this.slopes = new Slope[function.arity()];
    }

    /// The op of a function.
    public static Elementwise of(ScalarFunction function) {
        Class<?> type = function.getClass();
        if (type.isRecord() && type.getRecordComponents().length == 0) {
            Elementwise[] slot = BY_CLASS.get(type);
            Elementwise op = slot[0];
            if (op == null) slot[0] = op = new Elementwise(function);
            return op;
        }
        Elementwise op = BY_VALUE.get(function);
        if (op == null) {
            if (BY_VALUE.size() >= BOUND) BY_VALUE.clear();
            op = new Elementwise(function);
            BY_VALUE.put(function, op);
        }
        return op;
    }

    /// The function of one element.
    public ScalarFunction function() { return function; }

    @Override public String name() { return function.name(); }

    @Override public Words words() { return function.words(); }

    @Override public TensorType[] types(Tensor[] inputs) {
        if (inputs.length != function.arity()) {
            throw new IllegalArgumentException(name() + " needs " + function.arity() + " inputs, but got " + inputs.length);
        }
        Shape shape = inputs[0].shape();
        DType dtype = null;
        for (Tensor t : inputs) {
            if (t.shape() != shape && !t.shape().equals(shape)) {
                throw new IllegalArgumentException(name() + " needs equal shapes, but got " + shape + " and " + t.shape()
                        + "; expand one to the other");
            }
            if (t.dtype() == DType.BOOL) continue;
            if (dtype == null) dtype = t.dtype();
            else if (dtype != t.dtype()) throw mixed(name(), dtype, t.dtype());
        }
        if (predicate || dtype == null) dtype = DType.BOOL;
        TensorType type = inputs[0].type();
        return new TensorType[] {type.dtype() == dtype ? type : new TensorType(dtype, shape)};
    }

    /// Two floating tensors of one dtype.
    static void sameFloating(String op, Tensor a, Tensor b) {
        sameDType(op, a, b);
        if (!a.dtype().isFloating()) {
            throw new IllegalArgumentException(op + " needs floating tensors, but got " + a.dtype()
                    + "; convert them with to(DType.F32) or to(DType.F64)");
        }
    }

    static void sameDType(String op, Tensor a, Tensor b) {
        if (a.dtype() != b.dtype()) throw mixed(op, a.dtype(), b.dtype());
    }

    private static IllegalArgumentException mixed(String op, DType a, DType b) {
        return new IllegalArgumentException(op + " needs tensors of one dtype, but got " + a + " and " + b
                + "; convert one with to(DType." + a + ") or to(DType." + b + ")");
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        DType dtype = DType.BOOL;
        for (Tensor t : inputs) if (t.dtype() != DType.BOOL) dtype = t.dtype();
        Operand[] operands = new Operand[inputs.length];
        for (int i = 0; i < operands.length; i++) operands[i] = operand(inputs[i]);
        program(dtype).run(operands, outputs[0].storage().array(), inputs[0].size());
    }

    /// Where a loop finds the elements of a tensor.
    public static Operand operand(Tensor t) {
        Layout layout = t.layout();
        Object array = t.storage().array();
        if (layout == null) return Operand.dense(array, 0);
        return Operand.strided(array, layout.offset(), t.shape().toArray(), layout.strides());
    }

    /// The lowered formula for a dtype.
    public Program program(DType dtype) {
        Program p = programs[dtype.ordinal()];
        if (p == null) {
            if (!dtype.isFloating()) requireWhole(dtype);
            p = Program.of(function, switch (dtype) {
                case F32 -> Precision.F32;
                case F64, BOOL -> Precision.F64;
                case F16, BF16 -> throw new AssertionError(name() + " in " + dtype + ": numbers of 16 bits are computed with in F32");
                case I32, I64 -> Precision.WHOLE;
            });
            programs[dtype.ordinal()] = p;
        }
        return p;
    }

    private void requireWhole(DType dtype) {
        String problem = Program.of(function, Precision.WHOLE).problemWithWholeNumbers();
        if (problem != null) {
            throw new IllegalArgumentException(name() + " is not made for " + dtype + ": it needs " + problem
                    + "; convert the tensor with to(DType.F32) or to(DType.F64)");
        }
    }

    @Override public void vjp(Pullback p) {
        for (int i = 0; i < slopes.length; i++) {
            if (!p.wants(i)) continue;
            Tensor g = slope(i).times(p.upstream(), p);
            if (g != null) p.give(i, g);
        }
    }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < slopes.length; i++) {
            Tensor d = tangents[i];
            if (d == null) continue;
            Tensor part = slope(i).times(d, inputs, outputs[0]);
            if (part != null) parts.add(part);
        }
        return new Tensor[] {Tensor.accumulate(parts)};
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }

    private Slope slope(int i) {
        Slope s = slopes[i];
        if (s == null) slopes[i] = s = Slope.of(function, i);
        return s;
    }

    @Override public String toString() { return name(); }

    /// What multiplies a gradient on its way to one input.
    private record Slope(double constant, @Nullable Elementwise pull, int[] used) {

        static Slope of(ScalarFunction f, int i) {
            Pull pull = Pull.of(f, i);
            if (pull.constantSlope() != null) return new Slope(pull.constantSlope(), null, new int[0]);
            return new Slope(Double.NaN, Elementwise.of(pull), pull.used());
        }

        @Nullable Tensor times(Tensor g, Tensor[] x, Tensor y) {
            if (pull == null) return scaled(g);
            Tensor[] in = new Tensor[used.length + 1];
            in[0] = g;
            for (int k = 0; k < used.length; k++) in[k + 1] = used[k] < x.length ? x[used[k]] : y;
            return Graph.apply(pull, in);
        }

        @Nullable Tensor times(Tensor g, Pullback p) {
            if (pull == null) return scaled(g);
            Tensor[] in = new Tensor[used.length + 1];
            in[0] = g;
            for (int k = 0; k < used.length; k++) in[k + 1] = used[k] < p.inputCount() ? p.input(used[k]) : p.output(0);
            return Graph.apply(pull, in);
        }

        private @Nullable Tensor scaled(Tensor g) {
            return constant == 0 ? null : constant == 1 ? g : constant == -1 ? g.neg() : g.mul(constant);
        }
    }
}
