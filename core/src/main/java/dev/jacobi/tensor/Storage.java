package dev.jacobi.tensor;

import dev.jacobi.kernel.Halves;

/// The numbers of a tensor: one Java array. The garbage collector owns it; there
/// is nothing to close.
///
/// This is the engine's view. An op's `run` may read the arrays of its inputs and
/// write those of its outputs, and nobody else may write: tensors are immutable.
public final class Storage {
    private final DType dtype;
    private final Object array;
    private final int size;

    private Storage(DType dtype, Object array, int size) {
        this.dtype = dtype;
        this.array = array;
        this.size = size;
    }

    /// Zeros of the given kind.
    public static Storage allocate(DType dtype, int size) {
        return switch (dtype) {
            case F32 -> new Storage(dtype, new float[size], size);
            case F64 -> new Storage(dtype, new double[size], size);
            case F16, BF16 -> new Storage(dtype, new short[size], size);
            case I32 -> new Storage(dtype, new int[size], size);
            case I64 -> new Storage(dtype, new long[size], size);
            case BOOL -> new Storage(dtype, new boolean[size], size);
        };
    }

    /// Around this very array, without a copy.
    public static Storage wrap(Object array) {
        return switch (array) {
            case float[] a -> new Storage(DType.F32, a, a.length);
            case double[] a -> new Storage(DType.F64, a, a.length);
            case int[] a -> new Storage(DType.I32, a, a.length);
            case long[] a -> new Storage(DType.I64, a, a.length);
            case boolean[] a -> new Storage(DType.BOOL, a, a.length);
            default -> throw new IllegalArgumentException(
                    "a tensor holds float, double, int, long or boolean, but got " + array.getClass().getTypeName());
        };
    }

    public DType dtype() { return dtype; }

    /// Number of elements.
    public int size() { return size; }

    /// The array, whatever its kind.
    public Object array() { return array; }

    public float[] f32() { return (float[]) array; }

    public double[] f64() { return (double[]) array; }

    /// The bits of `F16` or `BF16` numbers.
    public short[] halves() { return (short[]) array; }

    public int[] i32() { return (int[]) array; }

    public long[] i64() { return (long[]) array; }

    public boolean[] bool() { return (boolean[]) array; }

    /// One element as a double: booleans as 0 and 1, longs rounded.
    public double number(int index) {
        return switch (array) {
            case float[] a -> a[index];
            case double[] a -> a[index];
            case int[] a -> a[index];
            case long[] a -> a[index];
            case short[] a -> dtype == DType.F16 ? Halves.fromF16(a[index]) : Halves.fromBF16(a[index]);
            default -> bool()[index] ? 1 : 0;
        };
    }

    /// One element of a kind without fractions as a long.
    public long whole(int index) {
        return switch (array) {
            case int[] a -> a[index];
            case long[] a -> a[index];
            case boolean[] a -> a[index] ? 1 : 0;
            default -> throw new AssertionError("whole() of " + dtype);
        };
    }

    /// Writes one element, converted from double.
    public void set(int index, double value) {
        switch (array) {
            case float[] a -> a[index] = (float) value;
            case double[] a -> a[index] = value;
            case int[] a -> a[index] = (int) value;
            case long[] a -> a[index] = (long) value;
            case short[] a -> a[index] = dtype == DType.F16 ? Halves.toF16(value) : Halves.toBF16(value);
            default -> bool()[index] = value != 0;
        }
    }

    /// Writes one element of a kind without fractions.
    public void setWhole(int index, long value) {
        switch (array) {
            case int[] a -> a[index] = (int) value;
            case long[] a -> a[index] = value;
            case boolean[] a -> a[index] = value != 0;
            default -> throw new AssertionError("setWhole() of " + dtype);
        }
    }
}
