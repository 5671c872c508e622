package dev.jacobi.scalar;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/// Calls of the Vector API, written one by one, on vectors that lie on the stack or in local variables. The API is named by
/// text alone, so that nothing of it is needed where such calls are never written.
final class VectorCalls {
    private static final String API = "jdk.incubator.vector.";
    static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    private static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");

    final ClassDesc vector;
    final ClassDesc whole;
    final ClassDesc element;
    private final boolean single;
    private final ClassDesc bits;
    private final CodeBuilder c;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> wholes = new HashMap<>();
    private boolean isInLoop;

    VectorCalls(boolean single, CodeBuilder c) {
        this.single = single;
        this.c = c;
        vector = ClassDesc.of(API + (single ? "FloatVector" : "DoubleVector"));
        whole = ClassDesc.of(API + (single ? "IntVector" : "LongVector"));
        element = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
        bits = single ? CD_int : CD_long;
    }

    /// From here on, no number is made that isn't there already.
    void beginLoop() { isInLoop = true; }

    void species() { c.getstatic(vector, "SPECIES_PREFERRED", SPECIES); }

    int stored() {
        int local = c.allocateLocal(TypeKind.REFERENCE);
        c.astore(local);
        return local;
    }

    /// A vector of one number, made before the loop.
    int number(double value) {
        long key = Double.doubleToRawLongBits(single ? (float) value : value);
        Integer known = numbers.get(key);
        if (known != null) return known;
        if (isInLoop) throw new AssertionError("a number that was not announced: " + value);
        species();
        if (single) c.loadConstant((float) value);
        else c.loadConstant(value);
        c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
        int local = stored();
        numbers.put(key, local);
        return local;
    }

    /// Likewise of whole numbers.
    int whole(long value) {
        Integer known = wholes.get(value);
        if (known != null) return known;
        if (isInLoop) throw new AssertionError("a whole number that was not announced: " + value);
        c.getstatic(whole, "SPECIES_PREFERRED", SPECIES);
        if (single) c.loadConstant((int) value);
        else c.loadConstant(value);
        c.invokestatic(whole, "broadcast", MethodTypeDesc.of(whole, SPECIES, bits));
        int local = stored();
        wholes.put(value, local);
        return local;
    }

    void unary(String name) { c.invokevirtual(vector, name, MethodTypeDesc.of(vector)); }

    void binary(String name) { c.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR)); }

    /// base, other → other where the mask holds, else base.
    void blend(int mask) {
        c.aload(mask).invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    }

    /// Two vectors → a mask.
    int comparison(String how) {
        int other = stored();
        c.getstatic(OPERATORS, how, COMPARISON).aload(other);
        c.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
        return stored();
    }

    void asWhole() {
        c.invokevirtual(vector, single ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(whole));
    }

    void asNumber() {
        c.invokevirtual(whole, single ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vector));
    }

    void wholeBinary(String name, long value) {
        c.aload(whole(value)).invokevirtual(whole, name, MethodTypeDesc.of(whole, VECTOR));
    }

    void shift(String how, int distance) {
        int shifted = stored();
        c.aload(shifted).getstatic(OPERATORS, how, BINARY);
        if (single) c.loadConstant(distance);
        else c.loadConstant((long) distance);
        c.invokevirtual(whole, "lanewise", MethodTypeDesc.of(whole, BINARY, bits));
    }
}
