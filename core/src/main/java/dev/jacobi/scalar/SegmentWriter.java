package dev.jacobi.scalar;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
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
    private final int lanes;
    private final Segments.Piece piece;
    private final CodeBuilder c;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Map<Integer, Integer> masks = new HashMap<>();
    private final Ranges ranges;
    private final NumberLayout n;
    private final VectorCalls v;

    private SegmentWriter(Segments.Piece piece, int lanes, CodeBuilder c) {
        this.piece = piece;
        this.lanes = lanes;
        this.c = c;
        ranges = Ranges.of(piece);
        n = new NumberLayout(piece.precision() == Precision.F32);
        v = new VectorCalls(n.single(), c);
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
            c.aload(1).loadConstant(k).aaload().checkcast(v.element.arrayType()).astore(arrays[k]);
            offsets[k] = c.allocateLocal(TypeKind.INT);
            c.aload(2).loadConstant(k).iaload().istore(offsets[k]);
        }
        // what the instructions need is broadcast before the loop
        for (int k = 0; k < piece.constants().size(); k++) locals.put(piece.inputs() + k, v.number(piece.constants().get(k)));
        int first = piece.inputs() + piece.constants().size();
        for (int s = 0; s < piece.code().size(); s++) announce(piece.code().get(s));
        v.beginLoop();
        int at = c.allocateLocal(TypeKind.INT);
        c.iconst_0().istore(at);
        Label start = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(start);
        c.iload(at).iload(3).if_icmpge(end);
        for (int k = 0; k < piece.inputs(); k++) {
            v.species();
            c.aload(arrays[k]).iload(offsets[k]).iload(at).iadd();
            c.invokestatic(v.vector, "fromArray", MethodTypeDesc.of(v.vector, VectorCalls.SPECIES, v.element.arrayType(), CD_int));
            locals.put(k, v.stored());
        }
        for (int s = 0; s < piece.code().size(); s++) instruction(piece.code().get(s), operands(s), first + s);
        for (int k = 0; k < piece.writes().size(); k++) {
            int array = piece.inputs() + k;
            load(piece.writes().get(k));
            c.aload(arrays[array]).iload(offsets[array]).iload(at).iadd();
            c.invokevirtual(v.vector, "intoArray", MethodTypeDesc.of(CD_void, v.element.arrayType(), CD_int));
        }
        c.iinc(at, lanes).goto_(start);
        c.labelBinding(end);
        c.return_();
    }

    private int[] operands(int step) { return piece.operands().get(step).stream().mapToInt(Integer::intValue).toArray(); }

    /// Makes the numbers that an instruction needs.
    private void announce(ScalarInstruction i) {
        switch (i) {
            case LESS, LESS_OR_EQUAL, EQUAL, SIGN -> {
                v.number(0);
                v.number(1);
                v.number(-1);
            }
            case SELECT, PULL -> v.number(0);
            case ROUND, FLOOR -> {
                v.number(n.single() ? 0x1p23 : 0x1p52);
                v.number(n.magic());
                v.whole(n.signBit());
                v.number(1);
            }
            case MIN, MAX -> v.number(0);
            case SCALE -> {
                v.number(n.magic());
                v.whole((long) n.bias() << n.fraction());
                v.whole(n.magicBits() - n.mostPower());
                v.whole(n.magicBits() + n.mostPower());
                v.whole(n.magicBits());
                v.whole(n.bias());
                v.whole(0);
                v.whole(n.mostExponent());
            }
            case EXPONENT, MANTISSA -> {
                v.number(0);
                v.number(Double.POSITIVE_INFINITY);
                v.number(n.leastNormal());
                v.number(Math.scalb(1.0, n.lift()));
                v.number(n.lift());
                v.number(n.magic());
                v.whole(n.mostExponent());
                v.whole(n.magicBits() - n.bias());
                v.whole(n.mantissaBits());
                v.whole(n.oneBits());
            }
            default -> { }
        }
    }

    // ---- instructions

    private void load(int value) {
        Integer local = locals.get(value);
        if (local == null) {
            // a comparison of which only the mask was needed so far
            c.aload(v.number(0)).aload(v.number(1));
            v.blend(mask(value));
            local = v.stored();
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
                    int beyond = compareWith(in[0], i == ScalarInstruction.MIN ? "GT" : bound == 0 ? "LE" : "LT", v.number(bound));
                    load(in[0]);
                    c.aload(v.number(bound));
                    v.blend(beyond);
                } else {
                    load(in[0]);
                    load(in[1]);
                    v.binary(Bits.method(i));
                }
                locals.put(value, v.stored());
            }
            case ADD, SUB, MUL, DIV -> {
                load(in[0]);
                load(in[1]);
                v.binary(Bits.method(i));
                locals.put(value, v.stored());
            }
            case FMA -> {
                load(in[0]);
                load(in[1]);
                load(in[2]);
                c.invokevirtual(v.vector, "fma", MethodTypeDesc.of(v.vector, VectorCalls.VECTOR, VectorCalls.VECTOR));
                locals.put(value, v.stored());
            }
            case NEG, ABS, SQRT -> {
                load(in[0]);
                v.unary(Bits.method(i));
                locals.put(value, v.stored());
            }
            case LESS -> masks.put(value, compare(in, "LT"));
            case LESS_OR_EQUAL -> masks.put(value, compare(in, "LE"));
            case EQUAL -> masks.put(value, compare(in, "EQ"));
            case SELECT -> {
                Integer known = masks.get(in[0]);
                int mask = known != null ? known : compareWith(in[0], "NE", v.number(0));
                load(in[2]);
                load(in[1]);
                v.blend(mask);
                locals.put(value, v.stored());
            }
            case PULL -> {
                int mask = compareWith(in[0], "EQ", v.number(0));
                load(in[0]);
                load(in[1]);
                v.binary("mul");
                c.aload(v.number(0));
                v.blend(mask);
                locals.put(value, v.stored());
            }
            case SIGN -> {
                int less = compareWith(in[0], "LT", v.number(0));
                int more = compareWith(in[0], "GT", v.number(0));
                load(in[0]);
                c.aload(v.number(-1));
                v.blend(less);
                c.aload(v.number(1));
                v.blend(more);
                locals.put(value, v.stored());
            }
            case ROUND -> locals.put(value, rounded(in[0]));
            case FLOOR -> {
                int r = rounded(in[0]);
                c.aload(r);
                load(in[0]);
                int above = v.comparison("GT");
                c.aload(r).aload(r).aload(v.number(1));
                v.binary("sub");
                v.blend(above);
                locals.put(value, v.stored());
            }
            case SCALE -> locals.put(value, scaled(in[0], in[1]));
            case EXPONENT -> locals.put(value, exponent(in[0]));
            case MANTISSA -> locals.put(value, mantissa(in[0]));
            case QUARTER_REMAINDER, QUARTER_REST, QUARTER, REMAINDER, QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, OPAQUE ->
                throw new AssertionError(i + " is no instruction of vectors");
        }
    }

    private @Nullable Double constant(int value) {
        int k = value - piece.inputs();
        return k >= 0 && k < piece.constants().size() ? piece.constants().get(k) : null;
    }

    private int compare(int[] in, String how) {
        load(in[0]);
        load(in[1]);
        return v.comparison(how);
    }

    private int compareWith(int value, String how, int number) {
        load(value);
        c.aload(number);
        return v.comparison(how);
    }

    /// Adding a large number rounds to whole ones; the sign is put back, and what is large already stays.
    private int rounded(int value) {
        if (ranges.isWithin(value, n.magic() / 4)) {
            // half as much more keeps the sum in the range of whole numbers also below zero
            load(value);
            c.aload(v.number(n.magic()));
            v.binary("add");
            c.aload(v.number(n.magic()));
            v.binary("sub");
            signed(value);
            return v.stored();
        }
        int large = v.number(n.single() ? 0x1p23 : 0x1p52);
        load(value);
        v.unary("abs");
        int size = v.stored();
        c.aload(size).aload(large);
        int isSmall = v.comparison("LT");
        load(value);
        c.aload(size).aload(large);
        v.binary("add");
        c.aload(large);
        v.binary("sub");
        signed(value);
        v.blend(isSmall);
        return v.stored();
    }

    /// A vector → the same with the sign of a value, where it has none or the same already.
    private void signed(int value) {
        v.asWhole();
        load(value);
        v.asWhole();
        v.wholeBinary("and", n.signBit());
        c.invokevirtual(v.whole, "or", MethodTypeDesc.of(v.whole, VectorCalls.VECTOR));
        v.asNumber();
    }

    /// By two powers of two, as [Bits#scale(float, float)], or by one where the power is known to be that of a normal number.
    private int scaled(int value, int power) {
        if (ranges.isWithin(power, n.bias() - 1) && ranges.isNaNWith(value, power)) {
            load(value);
            c.aload(v.number(n.magic()));
            load(power);
            v.binary("add");
            v.asWhole();
            // the bits of the magic number itself are shifted out
            v.shift("LSHL", n.fraction());
            v.wholeBinary("add", (long) n.bias() << n.fraction());
            v.asNumber();
            v.binary("mul");
            return v.stored();
        }
        if (ranges.isWithin(power, 2 * (n.bias() - 1)) && ranges.isNaNWith(value, power)) {
            c.aload(v.number(n.magic()));
            load(power);
            v.binary("add");
            v.asWhole();
            v.wholeBinary("sub", n.magicBits());
            int whole = v.stored();
            c.aload(whole);
            v.shift("ASHR", 1);
            int half = v.stored();
            load(value);
            normalPower(half);
            c.aload(whole).aload(half).invokevirtual(v.whole, "sub", MethodTypeDesc.of(v.whole, VectorCalls.VECTOR));
            normalPower(v.stored());
            return v.stored();
        }
        return scaledByAny(value, power);
    }

    /// value → value · 2ᵖ, for a p whose power is a normal number.
    private void normalPower(int power) {
        c.aload(power);
        v.shift("LSHL", n.fraction());
        v.wholeBinary("add", (long) n.bias() << n.fraction());
        v.asNumber();
        v.binary("mul");
    }

    private int scaledByAny(int value, int power) {
        load(power);
        load(power);
        int isNumber = v.comparison("EQ");
        c.aload(v.number(n.magic()));
        load(power);
        c.aload(v.number(n.magic()));
        v.binary("add");
        v.blend(isNumber);
        v.asWhole();
        v.wholeBinary("max", n.magicBits() - n.mostPower());
        v.wholeBinary("min", n.magicBits() + n.mostPower());
        v.wholeBinary("sub", n.magicBits());
        int whole = v.stored();
        c.aload(whole);
        v.shift("ASHR", 1);
        int half = v.stored();
        load(value);
        c.aload(half);
        powerOfTwo();
        v.binary("mul");
        c.aload(whole).aload(half).invokevirtual(v.whole, "sub", MethodTypeDesc.of(v.whole, VectorCalls.VECTOR));
        powerOfTwo();
        v.binary("mul");
        return v.stored();
    }

    private void powerOfTwo() {
        v.wholeBinary("add", n.bias());
        v.wholeBinary("max", 0);
        v.wholeBinary("min", n.mostExponent());
        v.shift("LSHL", n.fraction());
        v.asNumber();
    }

    /// The value, subnormal numbers lifted to normal ones, with the mask of these.
    private int[] lifted(int value) {
        load(value);
        v.unary("abs");
        int size = v.stored();
        c.aload(size).aload(v.number(n.leastNormal()));
        int isSubnormal = v.comparison("LT");
        load(value);
        load(value);
        c.aload(v.number(Math.scalb(1.0, n.lift())));
        v.binary("mul");
        v.blend(isSubnormal);
        v.asWhole();
        return new int[] {size, isSubnormal, v.stored()};
    }

    private int exponent(int value) {
        int[] l = lifted(value);
        c.aload(l[2]);
        v.shift("LSHR", n.fraction());
        v.wholeBinary("and", n.mostExponent());
        v.wholeBinary("add", n.magicBits() - n.bias());
        v.asNumber();
        c.aload(v.number(n.magic()));
        v.binary("sub");
        int e = v.stored();
        c.aload(e).aload(e).aload(v.number(n.lift()));
        v.binary("sub");
        v.blend(l[1]);
        int lowered = v.stored();
        c.aload(l[0]).aload(v.number(Double.POSITIVE_INFINITY));
        int isFinite = v.comparison("LT");
        c.aload(l[0]).aload(v.number(0));
        int isZero = v.comparison("EQ");
        c.aload(v.number(0)).aload(lowered);
        v.blend(isFinite);
        c.aload(v.number(0));
        v.blend(isZero);
        return v.stored();
    }

    private int mantissa(int value) {
        int[] l = lifted(value);
        c.aload(l[2]);
        v.wholeBinary("and", n.mantissaBits());
        v.wholeBinary("or", n.oneBits());
        v.asNumber();
        int m = v.stored();
        c.aload(l[0]).aload(v.number(Double.POSITIVE_INFINITY));
        int isFinite = v.comparison("LT");
        c.aload(l[0]).aload(v.number(0));
        int isZero = v.comparison("EQ");
        load(value);
        c.aload(m);
        v.blend(isFinite);
        load(value);
        v.blend(isZero);
        return v.stored();
    }
}
