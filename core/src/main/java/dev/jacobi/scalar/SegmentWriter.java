package dev.jacobi.scalar;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a loop over vectors: for each instruction one call of the Vector API or a few, which the JIT
/// compiler turns into machine instructions. Each instruction rounds as [TilesF32] does, so the bits are the same.
///
/// Values stay in local variables: a helper method in between would cost an object for each vector.
final class SegmentWriter {
    private static final String API = "jdk.incubator.vector.";
    private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    private static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");

    private final boolean single;
    private final ClassDesc vector;
    private final ClassDesc whole;
    private final ClassDesc element;
    private final ClassDesc bits;
    private final int lanes;
    private final Segments.Piece piece;
    private final CodeBuilder c;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Map<Integer, Integer> masks = new HashMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> wholes = new HashMap<>();
    private final Ranges ranges;
    private int at;

    private SegmentWriter(Segments.Piece piece, int lanes, CodeBuilder c) {
        this.piece = piece;
        this.lanes = lanes;
        this.c = c;
        ranges = Ranges.of(piece);
        single = piece.precision() == Precision.F32;
        vector = ClassDesc.of(API + (single ? "FloatVector" : "DoubleVector"));
        whole = ClassDesc.of(API + (single ? "IntVector" : "LongVector"));
        element = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
        bits = single ? CD_int : CD_long;
    }

    /// A new object that runs the piece.
    static Segment write(Segments.Piece piece, int lanes) {
        ClassDesc self = ClassDesc.of("dev.jacobi.scalar.VectorLoop");
        byte[] code = ClassFile.of().build(self, b -> b
                .withFlags(AccessFlag.FINAL)
                .withInterfaceSymbols(ClassDesc.of(Segment.class.getName()))
                .withMethodBody("<init>", ConstantDescs.MTD_void, 0, m -> m
                        .aload(0).invokespecial(CD_Object, "<init>", ConstantDescs.MTD_void).return_())
                .withMethodBody("run", MethodTypeDesc.of(CD_void, CD_Object.arrayType(), CD_int.arrayType(), CD_int),
                        ClassFile.ACC_PUBLIC, m -> new SegmentWriter(piece, lanes, m).loop()));
        try {
            Class<?> type = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
            return (Segment) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a loop that was written can't be loaded", e);
        }
    }

    private void loop() {
        int count = piece.inputs() + piece.writes().size();
        int[] arrays = new int[count];
        int[] offsets = new int[count];
        for (int k = 0; k < count; k++) {
            arrays[k] = c.allocateLocal(TypeKind.REFERENCE);
            c.aload(1).loadConstant(k).aaload().checkcast(element.arrayType()).astore(arrays[k]);
            offsets[k] = c.allocateLocal(TypeKind.INT);
            c.aload(2).loadConstant(k).iaload().istore(offsets[k]);
        }
        // what the instructions need is broadcast before the loop
        for (int k = 0; k < piece.constants().size(); k++) locals.put(piece.inputs() + k, number(piece.constants().get(k)));
        int first = piece.inputs() + piece.constants().size();
        for (int s = 0; s < piece.code().size(); s++) announce(piece.code().get(s), operands(s));
        at = c.allocateLocal(TypeKind.INT);
        c.iconst_0().istore(at);
        Label start = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(start);
        c.iload(at).iload(3).if_icmpge(end);
        for (int k = 0; k < piece.inputs(); k++) {
            species();
            c.aload(arrays[k]).iload(offsets[k]).iload(at).iadd();
            c.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, element.arrayType(), CD_int));
            locals.put(k, stored());
        }
        for (int s = 0; s < piece.code().size(); s++) instruction(piece.code().get(s), operands(s), first + s);
        for (int k = 0; k < piece.writes().size(); k++) {
            int array = piece.inputs() + k;
            load(piece.writes().get(k));
            c.aload(arrays[array]).iload(offsets[array]).iload(at).iadd();
            c.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, element.arrayType(), CD_int));
        }
        c.iinc(at, lanes).goto_(start);
        c.labelBinding(end);
        c.return_();
    }

    private int[] operands(int step) { return piece.operands().get(step).stream().mapToInt(Integer::intValue).toArray(); }

    private void species() { c.getstatic(vector, "SPECIES_PREFERRED", SPECIES); }

    private int stored() {
        int local = c.allocateLocal(TypeKind.REFERENCE);
        c.astore(local);
        return local;
    }

    /// A vector of one number, made before the loop.
    private int number(double value) {
        long key = Double.doubleToRawLongBits(single ? (float) value : value);
        Integer known = numbers.get(key);
        if (known != null) return known;
        if (at != 0) throw new AssertionError("a number that was not announced: " + value);
        species();
        if (single) c.loadConstant((float) value);
        else c.loadConstant(value);
        c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
        int local = stored();
        numbers.put(key, local);
        return local;
    }

    /// Likewise of whole numbers.
    private int whole(long value) {
        Integer known = wholes.get(value);
        if (known != null) return known;
        if (at != 0) throw new AssertionError("a whole number that was not announced: " + value);
        c.getstatic(whole, "SPECIES_PREFERRED", SPECIES);
        if (single) c.loadConstant((int) value);
        else c.loadConstant(value);
        c.invokestatic(whole, "broadcast", MethodTypeDesc.of(whole, SPECIES, bits));
        int local = stored();
        wholes.put(value, local);
        return local;
    }

    // ---- the layout of floating numbers

    private int fraction() { return single ? 23 : 52; }

    private int bias() { return single ? 127 : 1023; }

    private int mostExponent() { return single ? 255 : 2047; }

    /// A number whose last bit stands for 1: added to a small whole number, it shows that number in its bits.
    private double magic() { return single ? 0x1.8p23 : 0x1.8p52; }

    private long magicBits() { return single ? Float.floatToRawIntBits((float) magic()) : Double.doubleToRawLongBits(magic()); }

    private int mostPower() { return single ? 300 : 2200; }

    private double leastNormal() { return single ? Float.MIN_NORMAL : Double.MIN_NORMAL; }

    private int lift() { return single ? 24 : 54; }

    private long signBit() { return single ? 0x80000000 : 0x8000000000000000L; }

    private long mantissaBits() { return single ? 0x807fffff : 0x800fffffffffffffL; }

    private long oneBits() { return single ? 0x3f800000 : 0x3ff0000000000000L; }

    /// Makes the numbers that an instruction needs.
    private void announce(ScalarInstruction i, int[] in) {
        switch (i) {
            case LESS, LESS_OR_EQUAL, EQUAL, SIGN -> {
                number(0);
                number(1);
                number(-1);
            }
            case SELECT, PULL -> number(0);
            case ROUND, FLOOR -> {
                number(single ? 0x1p23 : 0x1p52);
                whole(signBit());
                number(1);
            }
            case MIN, MAX -> number(0);
            case SCALE -> {
                number(magic());
                whole((long) bias() << fraction());
                whole(magicBits() - mostPower());
                whole(magicBits() + mostPower());
                whole(magicBits());
                whole(bias());
                whole(0);
                whole(mostExponent());
            }
            case EXPONENT, MANTISSA -> {
                number(0);
                number(Double.POSITIVE_INFINITY);
                number(leastNormal());
                number(Math.scalb(1.0, lift()));
                number(lift());
                number(magic());
                whole(mostExponent());
                whole(magicBits() - bias());
                whole(mantissaBits());
                whole(oneBits());
            }
            default -> { }
        }
    }

    // ---- instructions

    private void load(int value) {
        Integer local = locals.get(value);
        if (local == null) {
            // a comparison of which only the mask was needed so far
            c.aload(number(0)).aload(number(1)).aload(mask(value)).invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
            local = stored();
            locals.put(value, local);
        }
        c.aload(local);
    }

    private int mask(int value) {
        Integer known = masks.get(value);
        if (known == null) throw new AssertionError("a value that was not computed");
        return known;
    }

    private void instruction(ScalarInstruction i, int[] in, int value) {
        switch (i) {
            case MIN, MAX -> {
                Double bound = constant(in[1]);
                if (bound != null && (bound != 0 || 1 / bound > 0)) {
                    // NaN stays, and so does what is within; cheaper than all cases of min and max
                    int beyond = compareWith(in[0], i == ScalarInstruction.MIN ? "GT" : bound == 0 ? "LE" : "LT", number(bound));
                    load(in[0]);
                    c.aload(number(bound));
                    blend(beyond);
                } else {
                    load(in[0]);
                    load(in[1]);
                    binary(Bits.method(i));
                }
                locals.put(value, stored());
            }
            case ADD, SUB, MUL, DIV -> {
                load(in[0]);
                load(in[1]);
                binary(Bits.method(i));
                locals.put(value, stored());
            }
            case FMA -> {
                load(in[0]);
                load(in[1]);
                load(in[2]);
                c.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
                locals.put(value, stored());
            }
            case NEG, ABS, SQRT -> {
                load(in[0]);
                unary(Bits.method(i));
                locals.put(value, stored());
            }
            case LESS -> masks.put(value, compare(in, "LT"));
            case LESS_OR_EQUAL -> masks.put(value, compare(in, "LE"));
            case EQUAL -> masks.put(value, compare(in, "EQ"));
            case SELECT -> {
                Integer known = masks.get(in[0]);
                int mask = known != null ? known : compareWith(in[0], "NE", number(0));
                load(in[2]);
                load(in[1]);
                blend(mask);
                locals.put(value, stored());
            }
            case PULL -> {
                int mask = compareWith(in[0], "EQ", number(0));
                load(in[0]);
                load(in[1]);
                binary("mul");
                c.aload(number(0));
                blend(mask);
                locals.put(value, stored());
            }
            case SIGN -> {
                int less = compareWith(in[0], "LT", number(0));
                int more = compareWith(in[0], "GT", number(0));
                load(in[0]);
                c.aload(number(-1));
                blend(less);
                c.aload(number(1));
                blend(more);
                locals.put(value, stored());
            }
            case ROUND -> locals.put(value, rounded(in[0]));
            case FLOOR -> {
                int r = rounded(in[0]);
                c.aload(r);
                load(in[0]);
                int above = comparison("GT");
                c.aload(r).aload(r).aload(number(1));
                binary("sub");
                blend(above);
                locals.put(value, stored());
            }
            case SCALE -> locals.put(value, scaled(in[0], in[1]));
            case EXPONENT -> locals.put(value, exponent(in[0]));
            case MANTISSA -> locals.put(value, mantissa(in[0]));
            case QUARTER_REMAINDER, QUARTER_REST, QUARTER, REMAINDER, QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, OPAQUE ->
                throw new AssertionError(i + " is no instruction of vectors");
        }
    }

    private void unary(String name) { c.invokevirtual(vector, name, MethodTypeDesc.of(vector)); }

    private void binary(String name) { c.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR)); }

    /// base, other → other where the mask holds, else base.
    private void blend(int mask) {
        c.aload(mask).invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    }

    private @Nullable Double constant(int value) {
        int k = value - piece.inputs();
        return k >= 0 && k < piece.constants().size() ? piece.constants().get(k) : null;
    }

    private int compare(int[] in, String how) {
        load(in[0]);
        load(in[1]);
        return comparison(how);
    }

    private int compareWith(int value, String how, int number) {
        load(value);
        c.aload(number);
        return comparison(how);
    }

    /// Two vectors → a mask.
    private int comparison(String how) {
        int other = stored();
        c.getstatic(OPERATORS, how, COMPARISON).aload(other);
        c.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
        return stored();
    }

    private void asWhole() {
        c.invokevirtual(vector, single ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(whole));
    }

    private void asNumber() {
        c.invokevirtual(whole, single ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vector));
    }

    private void wholeBinary(String name, long value) {
        c.aload(whole(value)).invokevirtual(whole, name, MethodTypeDesc.of(whole, VECTOR));
    }

    private void shift(String how, int distance) {
        int shifted = stored();
        c.aload(shifted).getstatic(OPERATORS, how, BINARY);
        if (single) c.loadConstant(distance);
        else c.loadConstant((long) distance);
        c.invokevirtual(whole, "lanewise", MethodTypeDesc.of(whole, BINARY, bits));
    }

    /// Adding a large number rounds to whole ones; the sign is put back, and what is large already stays.
    private int rounded(int value) {
        int large = number(single ? 0x1p23 : 0x1p52);
        load(value);
        unary("abs");
        int size = stored();
        c.aload(size).aload(large);
        int isSmall = comparison("LT");
        load(value);
        c.aload(size).aload(large);
        binary("add");
        c.aload(large);
        binary("sub");
        asWhole();
        load(value);
        asWhole();
        wholeBinary("and", signBit());
        c.invokevirtual(whole, "or", MethodTypeDesc.of(whole, VECTOR));
        asNumber();
        blend(isSmall);
        return stored();
    }

    /// By two powers of two, as [Bits#scale(float, float)], or by one where the power is known to be that of a normal number.
    private int scaled(int value, int power) {
        if (ranges.isWithin(power, bias() - 1) && ranges.isNaNWith(value, power)) {
            load(value);
            c.aload(number(magic()));
            load(power);
            binary("add");
            asWhole();
            // the bits of the magic number itself are shifted out
            shift("LSHL", fraction());
            wholeBinary("add", (long) bias() << fraction());
            asNumber();
            binary("mul");
            return stored();
        }
        if (ranges.isWithin(power, 2 * (bias() - 1)) && ranges.isNaNWith(value, power)) {
            c.aload(number(magic()));
            load(power);
            binary("add");
            asWhole();
            wholeBinary("sub", magicBits());
            int whole = stored();
            c.aload(whole);
            shift("ASHR", 1);
            int half = stored();
            load(value);
            normalPower(half);
            c.aload(whole).aload(half).invokevirtual(this.whole, "sub", MethodTypeDesc.of(this.whole, VECTOR));
            normalPower(stored());
            return stored();
        }
        return scaledByAny(value, power);
    }

    /// value → value · 2ᵖ, for a p whose power is a normal number.
    private void normalPower(int power) {
        c.aload(power);
        shift("LSHL", fraction());
        wholeBinary("add", (long) bias() << fraction());
        asNumber();
        binary("mul");
    }

    private int scaledByAny(int value, int power) {
        load(power);
        load(power);
        int isNumber = comparison("EQ");
        c.aload(number(magic()));
        load(power);
        c.aload(number(magic()));
        binary("add");
        blend(isNumber);
        asWhole();
        wholeBinary("max", magicBits() - mostPower());
        wholeBinary("min", magicBits() + mostPower());
        wholeBinary("sub", magicBits());
        int whole = stored();
        c.aload(whole);
        shift("ASHR", 1);
        int half = stored();
        load(value);
        c.aload(half);
        powerOfTwo();
        binary("mul");
        c.aload(whole).aload(half).invokevirtual(this.whole, "sub", MethodTypeDesc.of(this.whole, VECTOR));
        powerOfTwo();
        binary("mul");
        return stored();
    }

    private void powerOfTwo() {
        wholeBinary("add", bias());
        wholeBinary("max", 0);
        wholeBinary("min", mostExponent());
        shift("LSHL", fraction());
        asNumber();
    }

    /// The value, subnormal numbers lifted to normal ones, with the mask of these.
    private int[] lifted(int value) {
        load(value);
        unary("abs");
        int size = stored();
        c.aload(size).aload(number(leastNormal()));
        int isSubnormal = comparison("LT");
        load(value);
        load(value);
        c.aload(number(Math.scalb(1.0, lift())));
        binary("mul");
        blend(isSubnormal);
        asWhole();
        return new int[] {size, isSubnormal, stored()};
    }

    private int exponent(int value) {
        int[] l = lifted(value);
        c.aload(l[2]);
        shift("LSHR", fraction());
        wholeBinary("and", mostExponent());
        wholeBinary("add", magicBits() - bias());
        asNumber();
        c.aload(number(magic()));
        binary("sub");
        int e = stored();
        c.aload(e).aload(e).aload(number(lift()));
        binary("sub");
        blend(l[1]);
        int lowered = stored();
        c.aload(l[0]).aload(number(Double.POSITIVE_INFINITY));
        int isFinite = comparison("LT");
        c.aload(l[0]).aload(number(0));
        int isZero = comparison("EQ");
        c.aload(number(0)).aload(lowered);
        blend(isFinite);
        c.aload(number(0));
        blend(isZero);
        return stored();
    }

    private int mantissa(int value) {
        int[] l = lifted(value);
        c.aload(l[2]);
        wholeBinary("and", mantissaBits());
        wholeBinary("or", oneBits());
        asNumber();
        int m = stored();
        c.aload(l[0]).aload(number(Double.POSITIVE_INFINITY));
        int isFinite = comparison("LT");
        c.aload(l[0]).aload(number(0));
        int isZero = comparison("EQ");
        load(value);
        c.aload(m);
        blend(isFinite);
        load(value);
        blend(isZero);
        return stored();
    }
}
