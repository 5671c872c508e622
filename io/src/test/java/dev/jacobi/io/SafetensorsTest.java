package dev.jacobi.io;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() { file = folder.resolve("some.safetensors"); }

    record Part(Tensor weight, Tensor bias) {}

    record Net(List<Part> parts, Held mean, double rate) {}

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("f64", Tensor.of(Shape.of(2, 2), 1, -0.0, Double.NaN, 1e-310));
        tensors.put("f32", Tensor.ofFloats(1.5f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE));
        tensors.put("i32", Tensor.ofInts(Integer.MIN_VALUE, 7));
        tensors.put("i64", Tensor.ofLongs(Long.MAX_VALUE));
        tensors.put("bool", Tensor.ofBooleans(true, false, true));
        tensors.put("scalar \"ü\" <😀>", Tensor.scalar(3));
        tensors.put("empty", Tensor.zeros(Shape.of(0, 3), DType.F32));
        tensors.put("view", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).transpose());
        tensors.put("long", Tensor.range(100_000));
        Map<String, String> metadata = Map.of("made by", "a \"test\"\n\u0001é");
        Safetensors.write(file, tensors, metadata);
        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata()).isEqualTo(metadata).isEqualTo(Safetensors.metadata(file));
        assertThat(read.tensors()).containsOnlyKeys(tensors.keySet());
        tensors.forEach((name, t) -> {
            Tensor same = read.tensors().get(name);
            assertThat(same.type()).as(name).isEqualTo(t.type());
            assertThat(same.toDoubles()).as(name).isEqualTo(t.toDoubles());
        });
        assertThatThrownBy(() -> read.tensors().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.metadata().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theBytesAreThoseOfTheFormatWhateverTheOrderOfTheMaps() throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>(Map.of("b", Tensor.ofFloats(1), "a", Tensor.ofFloats(-2), "z", Tensor.of(1), "m", Tensor.ofBooleans(true)));
        Safetensors.write(file, tensors, Map.of("y", "2", "x", "1"));
        String header = "{\"__metadata__\":{\"x\":\"1\",\"y\":\"2\"},"
            + "\"z\":{\"data_offsets\":[0,8],\"dtype\":\"F64\",\"shape\":[1]},\"a\":{\"data_offsets\":[8,12],\"dtype\":\"F32\",\"shape\":[1]},"
            + "\"b\":{\"data_offsets\":[12,16],\"dtype\":\"F32\",\"shape\":[1]},\"m\":{\"data_offsets\":[16,17],\"dtype\":\"BOOL\",\"shape\":[1]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 17).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8));
        expected.putDouble(1).putFloat(-2).putFloat(1).put((byte) 1);
        assertThat(file).hasBinaryContent(expected.array());
        Map<String, Tensor> turned = new LinkedHashMap<>();
        tensors.entrySet().stream().toList().reversed().forEach(e -> turned.put(e.getKey(), e.getValue()));
        Path again = folder.resolve("again");
        Safetensors.write(again, turned, Map.of("x", "1", "y", "2"));
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void smallKindsBecomeLargerOnesWithoutALoss() throws IOException {
        String header = "{\"f16\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]},\"bf16\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[8,14]},"
            + "\"i16\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[14,18]},\"i8\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[18,20]},"
            + "\"u8\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[20,22]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 22).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length())
            .put(header.getBytes(StandardCharsets.UTF_8));
        bytes.putShort((short) 0x3c00).putShort((short) 0xc000).putShort((short) 0x0001).putShort((short) 0x7bff); // 1, -2, 2^-24, 65504
        bytes.putShort((short) 0x3f80).putShort((short) 0xc049).putShort((short) 0xff80);                         // 1, -3.140625, -∞
        bytes.putShort((short) -300).putShort((short) 300).put((byte) -128).put((byte) 127).put((byte) 255).put((byte) 1);
        Map<String, Tensor> read = Safetensors.read(Files.write(file, bytes.array())).tensors();
        assertThat(read.get("f16").toFloats()).containsExactly(1, -2, 0x1p-24f, 65504);
        assertThat(read.get("bf16").toFloats()).containsExactly(1, -3.140625f, Float.NEGATIVE_INFINITY);
        assertThat(read.get("f16").dtype()).isEqualTo(DType.F16);
        assertThat(read.get("bf16").dtype()).isEqualTo(DType.BF16);
        Path again = folder.resolve("halves");
        Map<String, Tensor> halves = Map.of("f16", read.get("f16"), "bf16", read.get("bf16"));
        Safetensors.write(again, halves, Map.of());
        assertThat(Safetensors.read(again).tensors().get("bf16").toFloats()).containsExactly(1, -3.140625f, Float.NEGATIVE_INFINITY);
        assertThat(Safetensors.load(again, Map.of("f16", Tensor.zeros(Shape.of(4), DType.F32), "bf16", Tensor.zeros(Shape.of(3), DType.BF16)))
            .get("f16").toFloats()).as("a tree of F32 takes them as well").containsExactly(1, -2, 0x1p-24f, 65504);
        assertThat(read.get("i16").toLongs()).containsExactly(-300, 300);
        assertThat(read.get("i8").toLongs()).containsExactly(-128, 127);
        assertThat(read.get("u8").toLongs()).containsExactly(255, 1);
        assertThat(read.get("u8").dtype()).isEqualTo(DType.I32);
    }

    @Test
    void entriesAreReadFromTheHeaderAlone() throws IOException {
        Safetensors.write(file, Map.of("weight", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), "bias", Tensor.ofFloats(1, 2)), Map.of());
        List<Safetensors.Entry> entries = Safetensors.entries(file);
        long end = Files.size(file);
        assertThat(entries).containsExactly(new Safetensors.Entry("weight", "F64", List.of(2L, 3L), end - 56, end - 8),
            new Safetensors.Entry("bias", "F32", List.of(2L), end - 8, end));
        // a kind that isn't read is listed, and so are a hundred gigabytes
        String header = "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[100000000000],\"data_offsets\":[0,100000000000]}}";
        Files.delete(file);
        try (var sparse = Files.newByteChannel(file, Set.of(WRITE, CREATE_NEW, SPARSE))) {
            sparse.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length()));
            sparse.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
            sparse.position(8 + header.length() + 100_000_000_000L - 1).write(ByteBuffer.allocate(1));
        }
        assertThat(Safetensors.entries(file)).hasSize(1).first().isEqualTo(
            new Safetensors.Entry("a", "F8_E4M3", List.of(100_000_000_000L), 8 + header.length(), 8 + header.length() + 100_000_000_000L));
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("is F8_E4M3; convert it");
    }

    @Test
    void namesThatMisleadAreNotWritten() {
        for (String name : List.of("", "__metadata__", "a/../b", "a\u0000", "\ud800", "a\u202eb", "n".repeat(5000))) {
            assertThatThrownBy(() -> Safetensors.write(file, Map.of(name, Tensor.of(1)), Map.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name it as a path");
        }
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("a", "\ud800"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsNoFileIsNamed() {
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(IOException.class).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> Safetensors.entries(folder)).isInstanceOf(IOException.class).hasMessageContaining("this is a folder");
    }

    // ---- trees

    private static Net net(double value) {
        Part part = new Part(Tensor.full(Shape.of(2, 3), value, DType.F32), Tensor.full(Shape.of(3), -value, DType.F32));
        Part tied = new Part(part.weight(), Tensor.full(Shape.of(3), 2 * value, DType.F32));
        return new Net(List.of(part, tied), new Held(Tensor.ofLongs((long) value)), value);
    }

    @Test
    void aTreeIsSavedAndLoadedByPaths() throws IOException {
        Safetensors.save(file, net(1));
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("parts.0.weight", "parts.0.bias", "parts.1.bias", "mean");
        Net loaded = Safetensors.load(file, net(7));
        assertThat(loaded.rate()).isEqualTo(7);                                // no tensor: it stays
        assertThat(loaded.parts().get(0).weight().toDoubles()).containsOnly(1);
        assertThat(loaded.parts().get(1).weight()).isSameAs(loaded.parts().get(0).weight());
        assertThat(loaded.parts().get(1).bias().toDoubles()).containsOnly(2);
        assertThat(loaded.mean().tensor().item()).isEqualTo(1);
    }

    @Test
    void aSharedTensorMayBeUnderEachOfItsPathsIfTheNumbersAreTheSame() throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>(Leaves.named(net(1)));
        all.put("parts.1.weight", all.remove("parts.0.weight"));
        Safetensors.write(file, all, Map.of());
        assertThat(Safetensors.load(file, net(7)).parts().get(0).weight().toDoubles()).containsOnly(1);
        all.put("parts.0.weight", Tensor.zeros(Shape.of(2, 3), DType.F32));
        Safetensors.write(file, all, Map.of());
        assertThatThrownBy(() -> Safetensors.load(file, net(7))).hasMessageContaining("[parts.0.weight, parts.1.weight] are one tensor here");
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        refused("mean", "means", Tensor.ofLongs(1), "has no mean and has also means; is means meant to be mean?");
        refused("mean", "epoch", Tensor.ofLongs(1), "has no mean and has also epoch; leave out what the tree has no place for");
        refused("mean", "mean", Tensor.ofLongs(1, 2), "mean must be I64(1), but in " + file + " it is I64(2); is this the file of another model?");
        refused("mean", "mean", Tensor.ofInts(1), "it is I32(1); convert it where the file is made");
        refused("parts.0.weight", "parts.0.weight", Tensor.zeros(Shape.of(3, 2), DType.F32), "PyTorch keeps the weights of Linear as (out, in)");
        assertThatThrownBy(() -> Safetensors.save(file, Tensor.of(1))).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("put it into a record");
        Map<String, Object> twice = Map.of("a.b", Tensor.of(1), "a", Map.of("b", Tensor.of(2)));
        assertThatThrownBy(() -> Safetensors.save(file, twice)).hasMessageContaining("two have the path a.b");
    }

    private void refused(String without, String with, Tensor tensor, String message) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>(Leaves.named(net(1)));
        all.remove(without);
        all.put(with, tensor);
        Safetensors.write(file, all, Map.of());
        assertThatThrownBy(() -> Safetensors.load(file, net(7))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
