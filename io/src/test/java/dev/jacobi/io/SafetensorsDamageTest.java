package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.io.Damage.Case;
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

/// Whatever is in a file, reading it gives all that it says or a [FormatException], and takes little memory.
class SafetensorsDamageTest {
    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource
    void refused(Case c) throws IOException { Damage.refused(folder, c, Safetensors::read); }

    static List<Case> refused() {
        List<Case> r = new ArrayList<>();
        r.add(new Case("S1 empty", new byte[0], 0, "the file ends here"));
        r.add(new Case("S2 seven bytes", new byte[7], 7, "the file ends here"));
        r.add(new Case("S3 no header", length(0, "{}"), 0, "its length is given as 0"));
        r.add(new Case("S4 2^63", length(Long.MIN_VALUE, "{}"), 0, "9223372036854775808"));
        r.add(new Case("S5 2^64 - 1", length(-1, "{}"), 0, "18446744073709551615"));
        r.add(new Case("S6 2^31", length(1L << 31, "{}"), 0, "2147483648"));
        r.add(new Case("S7 longer than the file", length(1000, "{}"), 10, "the 1000 bytes"));
        r.add(new Case("S8 over the limit", length(100_000_001, "{}"), 0, "2 to 100000000 bytes"));
        r.add(new Case("S8 at the limit", length(100_000_000, "{}"), 10, "the file ends here"));
        r.add(new Case("S9 one more than there is", length(3, "{}"), 10, "the 3 bytes"));
        r.add(new Case("S10 not UTF-8", header(bytes("{\"a\":\""), new byte[] {(byte) 0xff}, bytes("\"}")), 14, "must be UTF-8, but met the byte 0xff"));
        r.add(new Case("S10 half of a character", header(bytes("{\"a"), new byte[] {(byte) 0xe2, (byte) 0x82}, bytes("\":{}}")), 11, "must be UTF-8"));
        r.add(new Case("S11 byte order mark", header(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, bytes("{}")), 8, "must begin with {"));
        String one = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        r.add(new Case("S13 junk behind the header", file(one + " x", 4), 8 + one.length() + 1, "only spaces, but met x"));
        r.add(new Case("S13 a second object", file(one + "{}", 4), 8 + one.length(), "only spaces, but met {"));
        for (String root : List.of("[1]", "12", "null", "\"a\"", " {}")) {
            r.add(new Case("S14 " + root, file(root, 0), 8, "must begin with {"));
        }
        r.add(new Case("S15 [ nested", file("[".repeat(100_000), 0), 8, "must begin with {"));
        r.add(new Case("S15 { nested", file("{\"a\":".repeat(100_000), 0), 14, "must have dtype, shape and data_offsets"));
        r.add(new Case("S15 [ in a shape", file(tensor("a", "F32", "[".repeat(100_000), 0, 4), 4), 37, "must be whole numbers"));
        r.add(new Case("S16 name twice", file("{" + inner("a", "F32", "[1]", 0, 4) + "," + inner("a", "F32", "[1]", 4, 8) + "}", 8), 62, "a name must be given once"));
        r.add(new Case("S16 name twice, once escaped", file("{" + inner("a", "F32", "[1]", 0, 4) + "," + inner("\\u0061", "F32", "[1]", 4, 8) + "}", 8), 62, "\"a\" is given again"));
        r.add(new Case("S17 dtype twice", file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4), 28, "\"dtype\" is given again"));
        r.add(new Case("S18 unknown", one("Q7", "[1]", 0, 4, 4), 9, "is \"Q7\""));
        r.add(new Case("S18 lower case", one("f32", "[1]", 0, 4, 4), 9, "is \"f32\""));
        r.add(new Case("S18 known, but not read", one("F8_E4M3", "[4]", 0, 4, 4), 9, "convert it where the file is made"));
        for (String size : List.of("-1", "1.0", "1e400", "\"1\"", "NaN", "01", "+1", "null", "[1]", "1e0")) {
            r.add(new Case("S19 " + size, one("F32", "[" + size + "]", 0, 4, 4), 37, "must be whole numbers of 0 or more"));
        }
        r.add(new Case("S19 no comma", one("F32", "[1 1]", 0, 4, 4), 39, "must have ] here, but met 1"));
        r.add(new Case("S19 comma at the end", one("F32", "[1,]", 0, 4, 4), 39, "must be whole numbers"));
        r.add(new Case("S20 2^32 x 2^32", one("F32", "[4294967296,4294967296]", 0, 4, 4), 9, "fewer than 2^63 bits"));
        r.add(new Case("S20 2^63, 2, 0", one("F32", "[9223372036854775808,2,0]", 0, 0, 0), 37, "less than 2^63"));
        r.add(new Case("S20 2^62, 2, 0", one("F32", "[4611686018427387904,2,0]", 0, 0, 0), 9, "fewer than 2^63 bits"));
        r.add(new Case("S20 wraps to 4", one("F32", "[4294967297,4294967297]", 0, 4, 4), 9, "fewer than 2^63 bits"));
        r.add(new Case("S20 no bytes, large sizes", one("F32", "[4294967296,0]", 0, 0, 0), 9, "at most 2147483639 elements"));
        r.add(new Case("S21 shape and bytes differ", one("F32", "[2]", 0, 4, 4), 9, "dtype and shape say, 8.0"));
        r.add(new Case("S22 begin behind end", one("F32", "[1]", 4, 0, 4), 9, "are 4 and 0"));
        r.add(new Case("S23 negative offset", one("F32", "[1]", -4, 0, 4), 56, "must be whole numbers of 0 or more"));
        r.add(new Case("S24 behind the file", one("F32", "[1000]", 0, 4000, 4), 72, "must be complete"));
        r.add(new Case("S24 behind 2^63", one("U8", "[7]", Long.MAX_VALUE - 7, Long.MAX_VALUE, 4), 9, "inside the file"));
        r.add(new Case("S25 overlap", file("{" + inner("a", "F32", "[2]", 0, 8) + "," + inner("b", "F32", "[2]", 4, 12) + "}", 12), 62, "without holes or overlaps"));
        r.add(new Case("S25 the same bytes twice", file("{" + inner("a", "F32", "[2]", 0, 8) + "," + inner("b", "F32", "[2]", 0, 8) + "}", 8), 62, "without holes or overlaps"));
        r.add(new Case("S25 nothing inside of something", file("{" + inner("a", "F32", "[2]", 0, 8) + "," + inner("b", "F32", "[0]", 4, 4) + "}", 8), 62, "without holes or overlaps"));
        r.add(new Case("S26 hole", file("{" + inner("a", "F32", "[1]", 0, 4) + "," + inner("b", "F32", "[1]", 8, 12) + "}", 12), 62, "without holes or overlaps"));
        r.add(new Case("S26 hole at the front", one("F32", "[1]", 4, 8, 8), 9, "without holes or overlaps"));
        r.add(new Case("S27 bytes behind", one("F32", "[1]", 0, 4, 5), 66, "1 bytes more follow"));
        r.add(new Case("S27 no tensors, but data", file("{}", 8), 10, "8 bytes more follow"));
        r.add(new Case("S28 a byte short", one("F32", "[1]", 0, 4, 3), 65, "the file ends here"));
        r.add(new Case("S30 empty name", name(""), 9, "is empty"));
        r.add(new Case("S30 NUL", name("a\\u0000"), 9, "has a control character"));
        r.add(new Case("S30 way out", name("../x"), 9, "leads out of a folder"));
        r.add(new Case("S30 way out, backwards", name("a\\\\..\\\\x"), 9, "leads out of a folder"));
        r.add(new Case("S30 lone surrogate", name("\\ud800"), 10, "half of a surrogate pair"));
        r.add(new Case("S30 surrogates exchanged", name("\\ude00\\ud83d"), 10, "half of a surrogate pair"));
        r.add(new Case("S30 1 MB", name("n".repeat(1 << 20)), 9, "more than 4096 characters"));
        r.add(new Case("S30 right to left", name("a\u202eb"), 9, "has a control character"));
        r.add(new Case("S30 unknown escape", name("\\x41"), 10, "after \\ must follow"));
        r.add(new Case("S30 bad digits", name("\\u12g4"), 10, "four hexadecimal digits"));
        r.add(new Case("S30 newline in a string", name("a\nb"), 11, "a control character in a string"));
        r.add(new Case("S30 __metadata__ as tensor", name("__metadata__"), 47, "must have \" here, but met ["));
        r.add(new Case("S30 metadata number", file("{\"__metadata__\":{\"a\":1}}", 0), 29, "must have \" here, but met 1"));
        r.add(new Case("S30 metadata list", file("{\"__metadata__\":[\"a\"]}", 0), 24, "must have { here"));
        r.add(new Case("S30 metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), 27, "given again"));
        r.add(new Case("S30 metadata name twice", file("{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", 0), 33, "given again"));
        r.add(new Case("S30 unknown part", file("{\"a\":{\"dtype\":\"F32\",\"x\":1}}", 0), 28, "met \"x\""));
        r.add(new Case("S30 part missing", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4), 9, "lacks some"));
        r.add(new Case("S30 no parts", file("{\"a\":{}}", 0), 14, "must have \" here"));
        r.add(new Case("S30 half a byte", one("F4", "[3]", 0, 2, 2), 9, "dtype and shape say, 1.5"));
        r.add(new Case("S30 truth value 2", file(tensor("a", "BOOL", "[3]", 0, 3), new byte[] {0, 1, 2}), 65, "must be the byte 0 or 1, but met 2"));
        r.add(new Case("S30 10,000 sizes", one("F32", "[1" + ",1".repeat(9_999) + "]", 0, 4, 4), 165, "at most 64 numbers"));
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i <= 250_000; i++) many.append(i == 0 ? "" : ",").append(inner("t" + i, "F32", "[0]", 0, 0));
        r.add(new Case("S29 too many tensors", file(many + "}", 0), 8 + many.lastIndexOf("\"t"), "at most 250000 names"));
        return r;
    }

    /// S12: in a header that ends early, something is missing at its end, or a string is open that began before.
    @Test
    void everyTruncationOfTheHeader() throws IOException {
        String whole = tensor("a", "F32", "[1]", 0, 4);
        for (int length = 2; length < whole.length(); length++) {
            Path file = Files.write(folder.resolve("cut"), file(whole.substring(0, length), 0));
            FormatException e = Damage.attempt("cut at " + length, file, Safetensors::read);
            assertThat(e).as("cut at " + length).isNotNull().hasMessageContaining("the header ends here");
        }
    }

    @Test
    void unusualFilesThatAreRight() throws IOException {
        assertThat(read(file("{}", 0)).tensors()).isEmpty();
        assertThat(read(file("{ }   ", 0)).tensors()).isEmpty();
        Safetensors spaced = read(file("{\n\"a\" :\t{ \"shape\" : [ 2 , 1 ] , \"data_offsets\" : [ 0 , 2 ] ,\r\"dtype\":\"BOOL\" } } ", new byte[] {1, 0}));
        assertThat(spaced.tensors().get("a").toDoubles()).containsExactly(1, 0);
        // nothing shares an offset with something
        Safetensors empty = read(file("{" + inner("b", "F32", "[1]", 0, 4) + "," + inner("a", "F32", "[0,3]", 0, 0) + "}", 4));
        assertThat(empty.tensors().get("a").shape()).isEqualTo(Shape.of(0, 3));
        assertThat(empty.tensors().get("b").size()).isEqualTo(1);
        Safetensors named = read(file("{" + inner("ü\\u00e9\\ud83d\\ude00", "F64", "[]", 0, 8) + "}", 8));
        assertThat(named.tensors()).containsOnlyKeys("üé😀");
        assertThat(named.tensors().get("üé😀").rank()).isZero();
    }

    /// S29: a hundred thousand tensors.
    @Test
    void manyTensorsAreRead() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            header.append(i == 0 ? "" : ",").append(inner("n".repeat(90) + i, "F32", "[1]", 4 * i, 4 * i + 4));
        }
        Path file = Files.write(folder.resolve("many"), file(header + "}", 400_000));
        // first of all, so that what the reader allocates doesn't depend on how far the JIT compiler has come
        assertThat(Safetensors.read(file).tensors()).hasSize(100_000);
        assertThat(Damage.attempt("many", file, Safetensors::read)).isNull();
    }

    /// The header of a file that would be terabytes long is enough to be told that it isn't.
    @Test
    void memoryIsTakenForBytesThatAreThere() throws IOException {
        byte[] file = one("F32", "[2000000000,500]", 0, 4_000_000_000_000L, 4);
        Damage.refused(folder, new Case("terabytes", file, file.length, "the file ends here"), Safetensors::read);
        Damage.refused(folder, new Case("terabytes", file, file.length, "the file ends here"), Safetensors::entries);
    }

    @Test
    void everyTruncation() throws IOException {
        byte[] valid = valid();
        for (int length = 0; length < valid.length; length++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(valid, length));
            assertThat(Damage.attempt("cut at " + length, file, Safetensors::read)).as("cut at " + length).isNotNull();
        }
    }

    @Test
    void mutations() throws IOException {
        byte[] valid = valid();
        long seed = 20260101;
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            String what = "mutation " + i + " of seed " + seed;
            Path file = Files.write(folder.resolve("mutated"), Damage.mutated(valid, random));
            if (Damage.attempt(what, file, Safetensors::read) == null) {
                requireComplete(what, file);
                read++;
            }
        }
        assertThat(read).isBetween(30, 1_700);                                // data and names may change
    }

    /// What was read is all that the file holds: written again, it gives the file's bytes.
    private static void requireComplete(String what, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Map<String, Tensor> tensors = Safetensors.read(file).tensors();
        long at = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        List<Safetensors.Entry> entries = Safetensors.entries(file);
        assertThat(tensors.keySet()).as(what).containsExactlyElementsOf(entries.stream().map(Safetensors.Entry::name).toList());
        for (Safetensors.Entry e : entries) {
            Tensor t = tensors.get(e.name());
            assertThat(Arrays.stream(t.shape().toArray()).asLongStream().boxed().toList()).as(what).isEqualTo(e.shape());
            assertThat(e.begin()).as(what).isEqualTo(at);
            at = e.end();
            if (!e.dtype().equals(t.dtype().name())) continue;
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            Elements.write(t, again);
            assertThat(again.toByteArray()).as(what).isEqualTo(Arrays.copyOfRange(bytes, (int) e.begin(), (int) e.end()));
        }
        assertThat(at).as(what).isEqualTo(bytes.length);
    }

    private Safetensors read(byte[] contents) throws IOException { return Safetensors.read(Files.write(folder.resolve("file"), contents)); }

    /// One tensor of every kind.
    private static byte[] valid() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"made by\":\"a test\",\"é\":\"\\u00e9\"}");
        int at = 0;
        for (Elements kind : Elements.values()) {
            header.append(',').append(inner(kind.name().toLowerCase() + ".weight", kind.name(), "[2,1]", at, at + 2 * kind.bytes()));
            at += 2 * kind.bytes();
        }
        byte[] data = new byte[at];
        new Random(7).nextBytes(data);
        data[at - 2] = 1;
        data[at - 1] = 0;
        return file(header + "}", data);
    }

    // ---- files, right and wrong ones

    private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    private static byte[] length(long length, String rest) {
        byte[] b = bytes(rest);
        return ByteBuffer.allocate(8 + b.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(b).array();
    }

    private static byte[] header(byte[]... parts) {
        byte[] header = IdxFiles.join(parts);
        return IdxFiles.join(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array(), header);
    }

    private static byte[] file(String header, int dataLength) { return file(header, new byte[dataLength]); }

    private static byte[] file(String header, byte[] data) { return IdxFiles.join(header(bytes(header)), data); }

    private static String inner(String name, String dtype, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]}";
    }

    private static String tensor(String name, String dtype, String shape, long begin, long end) {
        return "{" + inner(name, dtype, shape, begin, end) + "}";
    }

    private static byte[] one(String dtype, String shape, long begin, long end, int dataLength) {
        return file(tensor("a", dtype, shape, begin, end), dataLength);
    }

    private static byte[] name(String name) { return file(tensor(name, "F32", "[1]", 0, 4), 4); }
}
