package dev.jacobi.io;

import static dev.jacobi.io.IdxFiles.gzip;
import static dev.jacobi.io.IdxFiles.idx;
import static dev.jacobi.io.IdxFiles.join;
import static dev.jacobi.io.IdxFiles.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final byte[] BYTES = idx(0x08, shape(2, 3), (byte) 0, (byte) 1, (byte) 127, (byte) 128, (byte) 254, (byte) 255);

    @TempDir Path folder;

    @Test
    void readsEveryType() throws IOException {
        assertThat(read(BYTES).type()).isEqualTo(Idx.Type.UNSIGNED_BYTE);
        assertThat(read(BYTES).bytes()).containsExactly(0, 1, 127, 128, 254, 255);
        assertThat(read(idx(0x09, shape(2), (byte) -128, (byte) 127)).bytes()).containsExactly(-128, 127);
        assertThat(read(idx(0x0b, shape(2), bytes(4, b -> b.putShort((short) -2).putShort((short) 258)))).shorts())
            .containsExactly((short) -2, (short) 258);
        assertThat(read(idx(0x0c, shape(2), bytes(8, b -> b.putInt(-3).putInt(0x01020304)))).ints())
            .containsExactly(-3, 0x01020304);
        assertThat(read(idx(0x0d, shape(2), bytes(8, b -> b.putFloat(1.5f).putFloat(Float.NaN)))).floats())
            .containsExactly(1.5f, Float.NaN);
        assertThat(read(idx(0x0e, shape(2), bytes(16, b -> b.putDouble(-0.1).putDouble(1e300)))).doubles())
            .containsExactly(-0.1, 1e300);
    }

    @Test
    void readsShapes() throws IOException {
        assertThat(read(BYTES).shape()).containsExactly(2, 3);
        assertThat(read(BYTES).size()).isEqualTo(6);
        int[] ones = new int[32];
        Arrays.fill(ones, 1);
        assertThat(read(idx(0x08, ones, (byte) 7)).shape()).isEqualTo(ones);
        Idx empty = read(idx(0x0d, shape(0, 65536, 65536)));
        assertThat(empty.shape()).containsExactly(0, 65536, 65536);
        assertThat(empty.floats()).isEmpty();
    }

    @Test
    void readsArraysLongerThanAChunk() throws IOException {
        int count = 100_003;
        byte[] elements = new byte[4 * count];
        ByteBuffer buffer = ByteBuffer.wrap(elements);
        int[] expected = new int[count];
        for (int i = 0; i < count; i++) {
            expected[i] = i * 0x9e3779b9;
            buffer.putInt(expected[i]);
        }
        byte[] file = idx(0x0c, shape(count), elements);
        assertThat(read(file).ints()).isEqualTo(expected);
        assertThat(read(gzip(file)).ints()).isEqualTo(expected);
    }

    @Test
    void theShapeCannotBeChangedFromOutside() throws IOException {
        Idx idx = read(BYTES);
        idx.shape()[0] = 99;
        assertThat(idx.shape()).containsExactly(2, 3);
    }

    @Test
    void anotherTypesArrayIsRefused() throws IOException {
        Idx idx = read(BYTES);
        assertThatThrownBy(idx::floats)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll("floats()", "UNSIGNED_BYTE");
    }

    @Test
    void theFirstTwoBytesDecideAboutGzipNotTheName() throws IOException {
        assertThat(read("plain.gz", BYTES).size()).isEqualTo(6);
        assertThat(read("compressed", gzip(BYTES)).size()).isEqualTo(6);
    }

    @Test
    void aGzipFileMayHaveSeveralMembersOneAfterTheOther() throws IOException {
        byte[] first = Arrays.copyOfRange(BYTES, 0, 7);
        byte[] second = Arrays.copyOfRange(BYTES, 7, BYTES.length);
        assertThat(read(join(gzip(first), gzip(), gzip(second))).bytes()).isEqualTo(read(BYTES).bytes());
    }

    @Test
    void gzipNamesCommentsAndExtraFieldsArePassedOver() throws IOException {
        byte[] plain = gzip(BYTES);
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] fields = {3, 0, 'a', 'b', 'c', 'n', 'a', 'm', 'e', 0, 'c', 0, 12, 34};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        assertThat(read(join(header, fields, rest)).bytes()).isEqualTo(read(BYTES).bytes());
    }

    // The malformed files: each is one broken rule.

    @Test
    void empty() {
        refused(new byte[0], 0, "the file is empty");
        refused(gzip(), 0, "the file is empty");
    }

    @Test
    void threeBytes() {
        refused(new byte[] {0, 0, 8}, 3, "four bytes", "ends here");
    }

    @Test
    void theFirstTwoBytesAreNotZero() {
        refused(with(0, 'P'), 0, "two zero bytes", "0x50", "is this an idx file?");
        refused(with(1, 0xff), 1, "two zero bytes", "0xff");
    }

    @Test
    void unknownType() {
        for (int type : new int[] {0x00, 0x07, 0x0a, 0x0f, 0x10, 0xff}) {
            refused(with(2, type), 2, "0x08", "0x0e", String.format("0x%02x", type));
        }
    }

    @Test
    void noDimensions() {
        refused(idx(0x08, shape(), (byte) 1), 3, "1 to 32 dimensions", "met 0");
    }

    @Test
    void tooManyDimensions() {
        refused(idx(0x08, new int[33]), 3, "1 to 32 dimensions", "met 33");
        refused(idx(0x08, new int[255]), 3, "1 to 32 dimensions", "met 255");
    }

    @Test
    void theHeaderEndsEarly() {
        refused(Arrays.copyOf(BYTES, 4), 4, "2 dimensions", "ends here");
        refused(Arrays.copyOf(BYTES, 11), 11, "2 dimensions", "ends here");
    }

    @Test
    void aDimensionWithTheSignBit() {
        refused(idx(0x08, shape(1, -1), (byte) 1), 8, "met 4294967295");
        refused(idx(0x08, shape(0, Integer.MIN_VALUE)), 8, "met 2147483648");
    }

    @Test
    void theProductOfTheDimensionsOverflows() {
        int big = 65536;
        refused(idx(0x08, shape(big, big, big, big)), 4, "[65536, 65536, 65536, 65536]"); // 2⁶⁴, which is 0 in a long
        refused(idx(0x08, shape(big, big)), 4, "at most 2147483639 elements");
        refused(idx(0x08, shape(Integer.MAX_VALUE)), 4, "at most 2147483639 elements");
    }

    @Test
    void moreThanTheMemoryOfTheJvm() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 16_000_000_000L, "this JVM has room for 16 GB");
        refused(idx(0x0e, shape(2_000_000_000)), 4, "fit into memory", "15258 MiB", "-Xmx");
    }

    @Test
    void littleEndian() {
        // 2560 written in the wrong order is 655360; 128 in the wrong order has the sign bit
        refused(idx(0x08, shape(Integer.reverseBytes(2560)), new byte[2560]), 2568, "promises 655368 bytes");
        refused(idx(0x08, shape(Integer.reverseBytes(128)), new byte[128]), 4, "wrong order");
    }

    @Test
    void shortData() {
        byte[] file = Arrays.copyOf(BYTES, BYTES.length - 1);
        refused(file, 17, "promises 18 bytes", "ends here");
        refused(gzip(file), 17, "promises 18 bytes", "ends here");
        refused(gzip(idx(0x0d, shape(3), new byte[11])), 19, "promises 20 bytes", "ends here");
    }

    @Test
    void trailingData() {
        byte[] file = Arrays.copyOf(BYTES, BYTES.length + 1);
        refused(file, 18, "promises 18 bytes", "more follow");
        refused(gzip(file), 18, "promises 18 bytes", "more follow");
        refused(join(gzip(BYTES), gzip(BYTES)), 18, "promises 18 bytes", "more follow");
    }

    @Test
    void aGzipFileThatPromisesMoreThanItCanHold() {
        // 160 MB, told by a file of some 60 bytes
        refused(gzip(idx(0x0e, shape(200, 100_000), new byte[80])), 92, "promises 160000012 bytes", "ends here");
    }

    @Test
    void truncatedGzip() {
        byte[] file = gzip(BYTES);
        refused(Arrays.copyOf(file, 12), 12, "gzip member must be complete");
        refused(Arrays.copyOf(file, file.length - 1), file.length - 1, "gzip member must be complete");
    }

    @Test
    void damagedGzip() {
        byte[] file = gzip(BYTES);
        byte[] checksum = file.clone();
        checksum[file.length - 8] ^= 1;
        refused(checksum, file.length - 4, "checksum");
        byte[] length = file.clone();
        length[file.length - 1] ^= 1;
        refused(length, file.length, "length at the end");
        byte[] method = file.clone();
        method[2] = 7;
        refused(method, 3, "method 8 (deflate)", "method 7");
        byte[] flags = file.clone();
        flags[3] = (byte) 0x80;
        refused(flags, 4, "flags", "0x80");
        byte[] code = file.clone();
        code[10] |= 6; // the block type that is not used
        refused(code, 11, "deflate format", "invalid block type");
    }

    @Test
    void somethingElseAfterAGzipMember() {
        byte[] file = gzip(BYTES);
        refused(join(file, new byte[] {'P', 'K'}), file.length + 1, "after a gzip member", "something else");
        refused(join(file, new byte[] {0x1f}), file.length + 1, "gzip member must be complete");
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Idx.read(missing))
            .isInstanceOf(NoSuchFileException.class)
            .hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> Idx.read(folder))
            .isInstanceOf(FileSystemException.class)
            .hasMessage(folder + ": a file is needed, but this is a folder");
    }

    private Idx read(byte... contents) throws IOException { return read("some.idx", contents); }

    private Idx read(String name, byte... contents) throws IOException {
        return Idx.read(Files.write(folder.resolve(name), contents));
    }

    private void refused(byte[] contents, long offset, String... parts) {
        FormatException e = catchThrowableOfType(FormatException.class, () -> read(contents));
        assertThat(e).isNotNull();
        assertThat(e.file()).isEqualTo(folder.resolve("some.idx").toString());
        assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
        assertThat(e).hasMessageContaining(e.rule()).hasMessageContainingAll(parts);
        assertThat(e.getMessage()).startsWith(e.file() + ", byte " + offset + ": ").matches("[^;]*; [^;]*");
    }

    private static byte[] with(int at, int value) {
        byte[] result = BYTES.clone();
        result[at] = (byte) value;
        return result;
    }

    private static byte[] bytes(int length, Consumer<ByteBuffer> fill) {
        byte[] result = new byte[length];
        fill.accept(ByteBuffer.wrap(result));
        return result;
    }
}
