package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.io.Damage.Case;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpzTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("some.npz");
        Map<String, Tensor> arrays = Map.of("weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4), "layers.0.mask", Tensor.ofBooleans(true, false));
        Npz.write(file, arrays);
        Map<String, Tensor> read = Npz.read(file);
        assertThat(read.keySet()).containsExactly("layers.0.mask", "weight");
        arrays.forEach((name, t) -> assertThat(read.get(name).toDoubles()).isEqualTo(t.toDoubles()));
        assertThatThrownBy(read::clear).isInstanceOf(UnsupportedOperationException.class);
        byte[] bytes = Files.readAllBytes(file);
        Npz.write(file, new LinkedHashMap<>(arrays));
        assertThat(file).hasBinaryContent(bytes);
        assertThatThrownBy(() -> Npz.write(file, Map.of("../a", Tensor.of(1)))).hasMessageContaining("leads out of a folder");
    }

    @Test
    void compressedAndStoredEntriesAreRead() throws IOException {
        Path file = Files.write(folder.resolve("some.npz"), zip(Map.of("a.npy", NpyTest.valid(), "z.npy", zeros(100_000))));
        assertThat(Npz.read(file).get("a").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Npz.read(file).get("z").size()).isEqualTo(100_000);
        Files.write(file, valid());
        assertThat(Npz.read(file).get("a").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        Files.write(file, stored(new String[0]));
        assertThat(Npz.read(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case c) throws IOException {
        Path file = Files.write(folder.resolve("damaged"), c.contents());
        FormatException e = Damage.attempt(c.name(), file, Npz::read);
        assertThat(e).as(c.name()).isNotNull().hasMessageStartingWith(file.toString()).hasMessageContaining(c.part());
        assertThat(e.rule()).contains(" must ");
        if (c.offset() >= 0) assertThat(e.offset()).isEqualTo(c.offset());
    }

    static List<Case> refused() {
        List<Case> r = new ArrayList<>();
        byte[] valid = valid();
        int end = valid.length - 22;
        int central = ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getInt(end + 16);
        r.add(new Case("empty", new byte[0], 0, "at least 22 bytes"));
        r.add(new Case("no zip", NpyTest.valid(), -1, "must end with its directory's end"));
        r.add(new Case("N25 bomb", zip(Map.of("a.npy", zeros(20_000_000))), -1, "at most 100 times the file's"));
        r.add(new Case("N25 the same bytes twice", changed(stored("a.npy", "b.npy"), b -> { // b's description says that it is where a is
            int first = b.getInt(b.limit() - 22 + 16);
            int length = 46 + "a.npy".length();
            b.putInt(first + length + 42, b.getInt(first + 42));
        }), -1, "must be described here as in the directory"));
        r.add(new Case("N25 inside of another", inside(), -1, "must not share bytes"));
        for (String name : List.of("../../x.npy", "/x.npy", "C:\\x.npy", "a\\..\\..\\x.npy", "\u0000.npy")) {
            r.add(new Case("N25 name " + name.replace('\0', '0'), stored(name), -1, "must have a usable name"));
        }
        r.add(new Case("N25 name twice", stored("a.npy", "a.npy"), -1, "a name must be given once"));
        r.add(new Case("N25 sizes differ", changed(valid, b -> b.putInt(18, b.getInt(18) - 1)), 0, "must be described here as in the directory"));
        r.add(new Case("N25 checksums differ", changed(valid, b -> b.putInt(14, 1)), 0, "must be described here"));
        r.add(new Case("N25 names differ", changed(valid, b -> b.put(30, (byte) 'b')), 0, "must be described here"));
        r.add(new Case("N25 encrypted", changed(valid, b -> b.put(central + 8, (byte) 1).put(6, (byte) 1)), central, "must not be encrypted"));
        r.add(new Case("N25 zip64", changed(valid, b -> b.putInt(central + 24, -1)), central, "smaller than 4 GiB"));
        r.add(new Case("N25 zip64 in the second description", changed(valid, b -> b.putInt(18, -1).putInt(22, -1)), 0, "must be described here"));
        r.add(new Case("N25 many entries", changed(valid, b -> b.putShort(end + 8, (short) -1).putShort(end + 10, (short) -1)), end, "at most 10000 entries"));
        r.add(new Case("N25 checksum", changed(valid, b -> b.putInt(14, 1).putInt(central + 16, 1)), 35, "length and checksum"));
        r.add(new Case("N25 data changed", changed(valid, b -> b.put(central - 1, (byte) 9)), 35, "length and checksum"));
        r.add(new Case("N25 directory cut", Arrays.copyOf(valid, valid.length - 10), -1, "must end with its directory's end"));
        r.add(new Case("N25 bytes behind", Arrays.copyOf(valid, valid.length + 3), -1, "must end with its directory's end"));
        r.add(new Case("N25 stored size", changed(valid, b -> b.putInt(central + 24, 7)), central, "as long as its data"));
        r.add(new Case("N25 link", changed(valid, b -> b.putInt(central + 38, 0xa1ff << 16)), central, "this one is a link"));
        r.add(new Case("N25 method", changed(valid, b -> b.putShort(central + 10, (short) 12)), central, "method 12"));
        r.add(new Case("N25 parts", changed(valid, b -> b.putShort(end + 4, (short) 1)), end, "in one part"));
        r.add(new Case("N25 directory elsewhere", changed(valid, b -> b.putInt(end + 16, 3)), end, "right before its end"));
        r.add(new Case("N25 more entries than said", changed(valid, b -> b.putShort(end + 8, (short) 0).putShort(end + 10, (short) 0)), central, "there are more"));
        r.add(new Case("N25 fewer entries than said", changed(valid, b -> b.putShort(end + 8, (short) 2).putShort(end + 10, (short) 2)), end, "an entry of the directory must begin"));
        r.add(new Case("N25 deflate broken", changed(zip(Map.of("a.npy", NpyTest.valid())), b -> b.put(35, (byte) 0xff)), 35, "deflate format"));
        r.add(new Case("N25 promises less than it holds", changed(zip(Map.of("a.npy", zeros(1_000_000))), b -> {
            int first = b.getInt(b.limit() - 22 + 16);
            b.putInt(first + 24, 68);
        }), -1, "bytes that its header promises"));
        r.add(new Case("N26 no npy", stored("a.txt"), 127, "must be an npy file"));
        r.add(new Case("N26 no npy inside", zip(Map.of("a.npy", "some text and more".getBytes(StandardCharsets.UTF_8))), 0, "must begin with 0x93"));
        return r;
    }

    @Test
    void everyTruncation() throws IOException {
        byte[] valid = zip(Map.of("a.npy", NpyTest.valid(), "b.npy", NpyTest.valid()));
        for (int length = 0; length < valid.length; length++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(valid, length));
            assertThat(Damage.attempt("cut at " + length, file, Npz::read)).as("cut at " + length).isNotNull();
        }
    }

    @Test
    void mutations() throws IOException {
        long seed = 20260103;
        Random random = new Random(seed);
        List<byte[]> files = List.of(zip(Map.of("a.npy", NpyTest.valid())), stored("a.npy", "b.npy"));
        int read = 0;
        for (int i = 0; i < 1_500; i++) {
            String what = "mutation " + i + " of seed " + seed;
            Path file = Files.write(folder.resolve("mutated"), Damage.mutated(files.get(i % 2), random));
            if (Damage.attempt(what, file, Npz::read) != null) continue;
            for (Tensor t : Npz.read(file).values()) {                         // the checksum guards the arrays
                assertThat(t.toDoubles()).as(what).containsExactly(1, 2, 3, 4, 5, 6);
            }
            read++;
        }
        assertThat(read).isBetween(8, 750);                                 // some bits are free: times, versions, names
    }

    // ---- files, right and wrong ones

    private static byte[] valid() { return stored("a.npy"); }

    private static byte[] zeros(int count) {
        return NpyTest.npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ",)}\n", new byte[count]);
    }

    private static byte[] changed(byte[] file, Consumer<ByteBuffer> change) {
        byte[] r = file.clone();
        change.accept(ByteBuffer.wrap(r).order(ByteOrder.LITTLE_ENDIAN));
        return r;
    }

    private static byte[] zip(Map<String, byte[]> contents) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(result)) {
            for (Map.Entry<String, byte[]> e : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result.toByteArray();
    }

    /// A valid npy file under each of the names, stored as it is.
    private static byte[] stored(String... names) {
        byte[] data = NpyTest.valid();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (String name : names) {
            directory.writeBytes(described(0x02014b50, name, data, file.size()));
            file.writeBytes(described(0x04034b50, name, data, 0));
            file.writeBytes(data);
        }
        return closed(file, directory, names.length);
    }

    private static byte[] closed(ByteArrayOutputStream file, ByteArrayOutputStream directory, int count) {
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50).putInt(0);
        end.putShort((short) count).putShort((short) count).putInt(directory.size()).putInt(file.size());
        return IdxFiles.join(file.toByteArray(), directory.toByteArray(), end.array());
    }

    private static byte[] described(int signature, String name, byte[] data, int at) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean inDirectory = signature == 0x02014b50;
        ByteBuffer r = ByteBuffer.allocate((inDirectory ? 46 : 30) + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putInt(signature);
        CRC32 crc = new CRC32();
        crc.update(data);
        if (inDirectory) r.putShort((short) 20);
        r.putShort((short) 20).putShort((short) 0).putShort((short) 0).putInt(0).putInt((int) crc.getValue()).putInt(data.length).putInt(data.length);
        r.putShort((short) bytes.length).putShort((short) 0);
        if (inDirectory) r.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(at);
        return r.put(bytes).array();
    }

    /// An entry whose data is all of another one.
    private static byte[] inside() {
        byte[] data = NpyTest.valid();
        byte[] inner = IdxFiles.join(described(0x04034b50, "b.npy", data, 0), data);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        file.writeBytes(described(0x04034b50, "a.npy", inner, 0));
        directory.writeBytes(described(0x02014b50, "a.npy", inner, 0));
        directory.writeBytes(described(0x02014b50, "b.npy", data, file.size()));
        file.writeBytes(inner);
        return closed(file, directory, 2);
    }
}
