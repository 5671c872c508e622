package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.io.Damage.Case;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (Tensor t : List.of(Tensor.of(Shape.of(2, 2), 1, -0.0, Double.NaN, 1e-310), Tensor.ofFloats(1.5f, Float.MIN_VALUE),
                Tensor.ofInts(Integer.MIN_VALUE, 7), Tensor.ofLongs(Long.MAX_VALUE), Tensor.ofBooleans(true, false), Tensor.scalar(3),
                Tensor.zeros(Shape.of(0, 3), DType.F32), Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).transpose(), Tensor.range(100_000))) {
            Path file = folder.resolve("some.npy");
            Npy.write(file, t);
            Tensor read = Npy.read(file);
            assertThat(read.type()).isEqualTo(t.type());
            assertThat(read.toDoubles()).isEqualTo(t.toDoubles());
        }
    }

    /// As NumPy 2.4 writes it.
    @Test
    void theBytesAreNumPys() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(Tensor.ofFloats(1, 2, 3), out);
        byte[] expected = npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }" + " ".repeat(60) + "\n", floats(1, 2, 3));
        assertThat(out.toByteArray()).isEqualTo(expected);
        assertThat((expected.length - 12) % 64).isZero();
    }

    @Test
    void everyKindAndByteOrder() throws IOException {
        assertThat(read("<f2", 2, 0, 0x3c, 0xff, 0x7b).toFloats()).containsExactly(1, 65504);
        assertThat(read(">f2", 1, 0x3c, 0).toFloats()).containsExactly(1);
        assertThat(read(">f4", 1, 0x3f, 0x80, 0, 0).toFloats()).containsExactly(1);
        assertThat(read(">f8", 1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0).toDoubles()).containsExactly(1);
        assertThat(read("<i8", 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).toLongs()).containsExactly(-2);
        assertThat(read(">i4", 1, 0xff, 0xff, 0xff, 0xfe).toLongs()).containsExactly(-2);
        assertThat(read("<i2", 2, 0xfe, 0xff, 0, 1).toLongs()).containsExactly(-2, 256);
        assertThat(read("|i1", 2, 0xfe, 1).toLongs()).containsExactly(-2, 1);
        assertThat(read("|u1", 2, 0xfe, 1).toLongs()).containsExactly(254, 1);
        assertThat(read("|b1", 2, 0, 1).dtype()).isEqualTo(DType.BOOL);
    }

    @Test
    void everyVersionAndOrderOfAxes() throws IOException {
        for (int version = 1; version <= 3; version++) {
            Tensor t = read(npy(version, "{'shape':(2,3),\"fortran_order\":True,'descr':'<f4'}\n", floats(1, 4, 2, 5, 3, 6)));
            assertThat(t.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(t.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        }
        Tensor scalar = read(npy(1, header("<f4", "()"), floats(7)));
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.item()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case c) throws IOException { Damage.refused(folder, c, Npy::read); }

    static List<Case> refused() {
        List<Case> r = new ArrayList<>();
        r.add(new Case("N1 empty", new byte[0], 0, "the file ends here"));
        r.add(new Case("N2 magic only", Arrays.copyOf(valid(), 6), 6, "the file ends here"));
        r.add(new Case("N3 wrong magic", "\u0093NUMPX\1\0....".getBytes(StandardCharsets.ISO_8859_1), 5, "met the byte 0x58"));
        r.add(new Case("N4 version 0.0", npy(0, header("<f4", "(1,)"), floats(1)), 6, "met 0.0"));
        r.add(new Case("N4 version 9.0", npy(9, header("<f4", "(1,)"), floats(1)), 6, "met 9.0"));
        r.add(new Case("N5 longer than the file", Arrays.copyOf(valid(), 30), 30, "the file ends here"));
        r.add(new Case("N6 2^32 - 1", start(2, 0xffff_ffffL, "{}"), 8, "4294967295"));
        r.add(new Case("N7 65535", start(1, 65_535, "{}"), 12, "the file ends here"));
        r.add(new Case("N8 no newline", npy(1, header("<f4", "(1,)").strip(), floats(1)), 64, "must end with a newline"));
        r.add(new Case("N9 code", header("__import__('os').system('true')\n"), 10, "must have { here"));
        r.add(new Case("N9 code as kind", header("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}\n"), 20, "must have a string"));
        r.add(new Case("N10 nested", header("{'shape': " + "(".repeat(10_000) + "\n"), 21, "whole numbers"));
        r.add(new Case("N11 key missing", header("{'descr': '<f4', 'shape': (1,)}\n"), 10, "there is no fortran_order"));
        r.add(new Case("N12 extra key", header("{'descr': '<f4', 'x': 1}\n"), 27, "met \"x\""));
        r.add(new Case("N13 key twice", header("{'descr': '<f4', 'descr': '<f4'}\n"), 27, "is given again"));
        Map<String, Integer> shapes = Map.of("2", 0, "(True,)", 1, "(-2,)", 1, "(2.0,)", 2, "(10**15,)", 3, "[2]", 0, "(1e3,)", 2, "(None,)", 1, "(02,)", 1);
        shapes.forEach((shape, place) -> r.add(new Case("N14 " + shape, npy(1, header("<f4", shape), floats(1, 2)), 60 + place, " must ")));
        r.add(new Case("N14 (2)", npy(1, header("<f4", "(2)"), floats(1, 2)), 62, "must be written with a comma"));
        r.add(new Case("N15 10^15", npy(1, header("<f4", "(1000000000000000,)"), floats(1)), 60, "at most 2147483639 elements"));
        r.add(new Case("N16 2^32 x 2^32", npy(1, header("<f4", "(4294967296, 4294967296)"), floats(1)), 60, "at most 2147483639 elements"));
        r.add(new Case("N16 65536 x 65536", npy(1, header("<f4", "(65536, 65536)"), floats(1)), 60, "at most 2147483639 elements"));
        r.add(new Case("N17 2^63 x 2", npy(1, header("<f4", "(9223372036854775808, 2)"), floats(1)), 61, "less than 2^63"));
        r.add(new Case("N18 65 axes", npy(1, header("<f4", "(" + "1,".repeat(65) + ")"), floats(1)), 61 + 2 * 64, "at most 64 axes"));
        for (String descr : List.of("|O", "<V16", "<M8[ns]", "<U500000000", "|S0", ">f16", "=f8", "<f16", "<c8", "f4", "|f4", "<u4", "", "<")) {
            r.add(new Case("N20 " + descr, npy(1, header(descr, "(1,)"), floats(1)), 20, descr.equals("|O") ? "never read" : "must be < or >"));
        }
        r.add(new Case("N19 objects", npy(1, header("|O", "(1,)"), "\u0080\4cos\nsystem\n.".getBytes(StandardCharsets.ISO_8859_1)), 20, "never read"));
        r.add(new Case("N20 records", header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}\n"), 20, "records of several"));
        for (String order : List.of("1", "'no'", "None", "true")) {
            r.add(new Case("N21 " + order, header("{'descr': '<f4', 'fortran_order': " + order + ", 'shape': (1,)}\n"), 44, "must be True or False"));
        }
        byte[] valid = valid();
        r.add(new Case("N23 an element short", Arrays.copyOf(valid, valid.length - 4), valid.length - 4, "it ends here"));
        r.add(new Case("N24 bytes behind", Arrays.copyOf(valid, valid.length + 1), valid.length, "more follow"));
        r.add(new Case("junk behind the header", header("{'descr': '<f4', 'fortran_order': False, 'shape': ()} \0\n"), 64, "only white space"));
        r.add(new Case("truth value 2", npy(1, header("|b1", "(2,)"), new byte[] {1, 2}), 67, "must be the byte 0 or 1"));
        r.add(new Case("larger than what is there", npy(1, header("<f4", "(20000000,)"), floats(1)), 77, "it ends here"));
        return r;
    }

    @Test
    void mutations() throws IOException {
        long seed = 20260102;
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            String what = "mutation " + i + " of seed " + seed;
            byte[] contents = Damage.mutated(valid(), random);
            Path file = Files.write(folder.resolve("mutated"), contents);
            if (Damage.attempt(what, file, Npy::read) != null) continue;
            Tensor t = Npy.read(file);                                         // complete: all bytes behind the header were used
            int length = contents.length - 10 - (contents[8] & 0xff) - 256 * (contents[9] & 0xff);
            if (contents[6] == 1) assertThat(length % Math.max(1, t.size())).as(what).isZero();
            read++;
        }
        assertThat(read).isBetween(30, 1_700);
    }

    private Tensor read(byte[] contents) throws IOException { return Npy.read(Files.write(folder.resolve("file"), contents)); }

    private Tensor read(String descr, int count, int... data) throws IOException {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) bytes[i] = (byte) data[i];
        return read(npy(1, header(descr, "(" + count + ",)"), bytes));
    }

    static byte[] valid() { return npy(1, header("<f4", "(3, 2)"), floats(1, 2, 3, 4, 5, 6)); }

    static byte[] floats(float... values) {
        ByteBuffer r = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        r.asFloatBuffer().put(values);
        return r.array();
    }

    private static String header(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + "}\n";
    }

    private static byte[] header(String text) { return npy(1, text, new byte[4]); }

    static byte[] npy(int version, String header, byte[] data) { return IdxFiles.join(start(version, header.length(), header), data); }

    private static byte[] start(int version, long length, String header) {
        ByteBuffer r = ByteBuffer.allocate(version == 1 ? 10 : 12).order(ByteOrder.LITTLE_ENDIAN);
        r.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) r.putShort((short) length);
        else r.putInt((int) length);
        return IdxFiles.join(r.array(), header.getBytes(StandardCharsets.ISO_8859_1));
    }
}
