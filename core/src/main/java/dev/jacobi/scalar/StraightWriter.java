package dev.jacobi.scalar;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.jacobi.scalar.StraightBuilder.Apply;
import dev.jacobi.scalar.StraightBuilder.Constant;
import dev.jacobi.scalar.StraightBuilder.Convert;
import dev.jacobi.scalar.StraightBuilder.Element;
import dev.jacobi.scalar.StraightBuilder.Result;
import dev.jacobi.scalar.StraightBuilder.Value;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes straight code as a class: one local variable for each value. The JIT compiler leaves methods of more
/// than 8000 bytes alone, so long code is several methods, which hand values on in scratch arrays.
final class StraightWriter {
    /// Instructions in a method.
    private static final int MOST = 350;
    private static final ClassDesc SELF = ClassDesc.of("dev.jacobi.scalar.StraightLine");
    private static final ClassDesc BITS = ClassDesc.of("dev.jacobi.scalar.Bits");
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc DOUBLES = CD_double.arrayType();
    private static final MethodTypeDesc PART = MethodTypeDesc.of(CD_void, CD_Object.arrayType(), FLOATS, DOUBLES);

    private final List<Value> values;
    private final List<Result> results;
    /// The part that makes a value; -1 where it is made wherever it is needed, or not at all.
    private final int[] part;
    private final boolean[] crosses;
    private int parts;

    private StraightWriter(List<Value> values, List<Result> results) {
        this.values = values;
        this.results = results;
        part = new int[values.size()];
        crosses = new boolean[values.size()];
        boolean[] needed = new boolean[values.size()];
        for (Result r : results) needed[r.value()] = true;
        for (int v = needed.length - 1; v >= 0; v--) if (needed[v]) for (int a : values.get(v).of()) needed[a] = true;
        int count = 0;
        for (int v = 0; v < part.length; v++) {
            part[v] = needed[v] && isMade(v) ? count++ / MOST : -1;
            if (part[v] >= 0) for (int a : values.get(v).of()) crosses[a] |= part[a] >= 0 && part[a] != part[v];
        }
        parts = Math.max(1, (count + MOST - 1) / MOST);
    }

    private boolean isMade(int value) {
        return switch (values.get(value).form()) {
            case Element _, Constant _ -> false;
            case Apply _, Convert _ -> true;
        };
    }

    static boolean knows(ScalarInstruction i) {
        return switch (i) {
            case QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, OPAQUE -> false;
            default -> true;
        };
    }

    static StraightCode write(List<Value> values, List<Result> results) {
        StraightWriter w = new StraightWriter(values, results);
        byte[] code = ClassFile.of().build(SELF, b -> {
            b.withFlags(AccessFlag.FINAL).withInterfaceSymbols(ClassDesc.of(StraightCode.class.getName()));
            b.withField("floats", FLOATS, ClassFile.ACC_PRIVATE).withField("doubles", DOUBLES, ClassFile.ACC_PRIVATE);
            b.withMethodBody("<init>", ConstantDescs.MTD_void, 0, m -> {
                m.aload(0).invokespecial(CD_Object, "<init>", ConstantDescs.MTD_void);
                m.aload(0).loadConstant(w.parts > 1 ? values.size() : 0).newarray(TypeKind.FLOAT).putfield(SELF, "floats", FLOATS);
                m.aload(0).loadConstant(w.parts > 1 ? values.size() : 0).newarray(TypeKind.DOUBLE).putfield(SELF, "doubles", DOUBLES);
                m.return_();
            });
            for (int k = 0; k < w.parts; k++) {
                int number = k;
                b.withMethodBody("part" + k, PART, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, m -> w.part(number, m));
            }
            b.withMethodBody("run", MethodTypeDesc.of(CD_void, CD_Object.arrayType()), ClassFile.ACC_PUBLIC, m -> {
                for (int k = 0; k < w.parts; k++) {
                    m.aload(1).aload(0).getfield(SELF, "floats", FLOATS).aload(0).getfield(SELF, "doubles", DOUBLES);
                    m.invokestatic(SELF, "part" + k, PART);
                }
                m.return_();
            });
        });
        try {
            Class<?> type = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
            return (StraightCode) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("code that was written can't be loaded", e);
        }
    }

    private void part(int number, CodeBuilder c) {
        Map<Integer, Integer> locals = new HashMap<>();
        Map<Integer, Integer> arrays = new HashMap<>();
        Map<Integer, List<Result>> writes = new HashMap<>();
        for (Result r : results) writes.computeIfAbsent(r.value(), _ -> new ArrayList<>()).add(r);
        for (int v = 0; v < part.length; v++) {
            boolean early = number == 0 && part[v] < 0 && writes.containsKey(v);          // a result that is given
            if (part[v] != number && !early) continue;
            Value value = values.get(v);
            if (!early) {
                for (int a : value.of()) load(a, number, c, locals, arrays);
                apply(value, c);
                store(v, c, locals);
            }
            for (Result r : writes.getOrDefault(v, List.of())) {
                c.aload(array(r.array(), value.precision(), c, arrays)).loadConstant(r.index());
                load(v, number, c, locals, arrays);
                if (isSingle(v)) c.fastore();
                else c.dastore();
            }
            if (crosses[v]) {
                c.aload(isSingle(v) ? 1 : 2).loadConstant(v);
                load(v, number, c, locals, arrays);
                if (isSingle(v)) c.fastore();
                else c.dastore();
            }
        }
        c.return_();
    }

    private boolean isSingle(int value) { return values.get(value).precision() == Precision.F32; }

    private int array(int index, Precision precision, CodeBuilder c, Map<Integer, Integer> arrays) {
        return arrays.computeIfAbsent(index, _ -> {
            int local = c.allocateLocal(TypeKind.REFERENCE);
            c.aload(0).loadConstant(index).aaload().checkcast(precision == Precision.F32 ? FLOATS : DOUBLES).astore(local);
            return local;
        });
    }

    private void store(int value, CodeBuilder c, Map<Integer, Integer> locals) {
        int local = c.allocateLocal(isSingle(value) ? TypeKind.FLOAT : TypeKind.DOUBLE);
        locals.put(value, local);
        if (isSingle(value)) c.fstore(local);
        else c.dstore(local);
    }

    private void load(int value, int number, CodeBuilder c, Map<Integer, Integer> locals, Map<Integer, Integer> arrays) {
        Value v = values.get(value);
        if (v.form() instanceof Constant(double constant)) {
            if (isSingle(value)) c.loadConstant((float) constant);
            else c.loadConstant(constant);
            return;
        }
        if (!locals.containsKey(value)) {
            if (v.form() instanceof Element(int array, int index)) c.aload(array(array, v.precision(), c, arrays)).loadConstant(index);
            else if (part[value] >= 0 && part[value] < number) c.aload(isSingle(value) ? 1 : 2).loadConstant(value);
            else throw new AssertionError("a value that was not made");
            if (isSingle(value)) c.faload();
            else c.daload();
            store(value, c, locals);
        }
        if (isSingle(value)) c.fload(locals.getOrDefault(value, -1));
        else c.dload(locals.getOrDefault(value, -1));
    }

    private void apply(Value value, CodeBuilder c) {
        boolean single = value.precision() == Precision.F32;
        if (!(value.form() instanceof Apply apply)) {
            if (single) c.d2f();
            else c.f2d();
            return;
        }
        ScalarInstruction i = apply.instruction();
        switch (i) {
            case ADD -> { if (single) c.fadd(); else c.dadd(); }
            case SUB -> { if (single) c.fsub(); else c.dsub(); }
            case MUL -> { if (single) c.fmul(); else c.dmul(); }
            case DIV -> { if (single) c.fdiv(); else c.ddiv(); }
            case NEG -> { if (single) c.fneg(); else c.dneg(); }
            default -> {
                ClassDesc type = single ? CD_float : CD_double;
                c.invokestatic(BITS, Bits.method(i), MethodTypeDesc.of(type, Collections.nCopies(i.arity(), type)));
            }
        }
    }
}
