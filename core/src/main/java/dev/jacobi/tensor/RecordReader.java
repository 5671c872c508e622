package dev.jacobi.tensor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the components of a record and builds the record anew, by method handles
/// that are found once a class. A record whose components are only numbers, texts and
/// constants has nothing to read: it counts as having none.
final class RecordReader {
    private static final ClassValue<RecordReader> READERS = new ClassValue<>() {
        @Override protected RecordReader computeValue(Class<?> type) { return new RecordReader(type); }
    };
    private static final MethodType GET = MethodType.methodType(Object.class, Object.class);
    private static final MethodType BUILD = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final String[] names;
    private final MethodHandle[] getters;
    private final @Nullable MethodHandle constructor;

    static RecordReader of(Class<?> type) { return READERS.get(type); }

    private RecordReader(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        if (Arrays.stream(components).allMatch(c -> isPlain(c.getType()))) {
            names = new String[0];
            getters = new MethodHandle[0];
            constructor = null;
            return;
        }
        names = new String[components.length];
        getters = new MethodHandle[components.length];
        try {
            MethodHandles.Lookup lookup = lookup(type);
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                names[i] = components[i].getName();
                types[i] = components[i].getType();
                getters[i] = lookup.findVirtual(type, names[i], MethodType.methodType(types[i])).asType(GET);
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, components.length).asType(BUILD);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(closed(type), e);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record without its accessors: " + type, e);
        }
    }

    private static boolean isPlain(Class<?> t) {
        return t.isPrimitive() || t == String.class || t.isEnum() || Number.class.isAssignableFrom(t)
                || t == Boolean.class || t == Character.class;
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        RecordReader.class.getModule().addReads(type.getModule());               // a lookup needs to read what it looks into
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            // a public record in an exported package can be read without being opened
            if (Modifier.isPublic(type.getModifiers())
                    && type.getModule().isExported(type.getPackageName(), RecordReader.class.getModule())) {
                return MethodHandles.publicLookup();
            }
            throw e;
        }
    }

    private static String closed(Class<?> type) {
        return "the record " + type.getName() + " is read as a tree of tensors, but its module " + type.getModule().getName()
                + " doesn't open its package; add to its module-info.java: opens " + type.getPackageName() + " to "
                + RecordReader.class.getModule().getName() + ";";
    }

    int count() { return names.length; }

    String name(int index) { return names[index]; }

    @Nullable Object get(Record record, int index) {
        try {
            return getters[index].invokeExact((Object) record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("an accessor of " + type + " failed", e);
        }
    }

    Object build(Object[] parts) {
        if (constructor == null) throw new AssertionError("nothing to build in " + type);
        try {
            return constructor.invokeExact(parts);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the constructor of " + type + " failed", e);
        }
    }
}
