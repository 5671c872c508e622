package dev.jacobi.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tables look like that aren't right: each ends with an error that says where and what to do, or is read as
/// documented, and none takes much memory.
class CsvCorpusTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ALLOWED_BYTES = 64 << 20;

    @TempDir Path folder;

    @Test
    void nothing() throws IOException {
        for (String text : List.of("", "\n\n  \r\n", "\ufeff")) {
            refused(text, 0, "at least one line", "there is none", "right file?");
        }
    }

    @Test
    void onlyAHeader() throws IOException {
        assertThat(rows("a,b")).isEmpty();
        assertThat(names("a,b\n")).containsExactly("a", "b");
    }

    @Test
    void raggedRows() throws IOException {
        refused("a,b\n1,2\n\n3,4,5\n6,7\n", 9, "line 4", "each row must have 2 columns", "this one, \"3,4,5\", has 3", "--delimiter");
        refused("a,b,c\n1,2,3\n4,5\n6,7,8\n", 12, "line 3", "each row must have 3 columns", "has 2");
        refused("a;b\n1;2\n3;4;5\n", 8, "each row must have 2 columns", "has 3");
    }

    @Test
    void aQuoteThatNeverCloses() throws IOException {
        refused("a,b\n1,x\n2,\"y\n3,z\n", 10, "line 3", "a quote that opens must close", "the file ends first");
        refused("a,b\n1,x\n2,\"y\n" + "3,z\n".repeat(1 << 20), 10, "line 3", "a quote that opens must close", "this one doesn't");
    }

    @Test
    void aLineWithoutEnd() throws IOException {
        refused("a,b\n1," + "x".repeat(3 << 20), 4, "line 2", "at most 1048576 bytes");
        refused("a,b\n1," + " ".repeat(3 << 20) + "x,2", 4, "line 2", "at most 1048576 bytes");
        refused("a,b\n" + "1,\"x\",".repeat(200_000), 4, "line 2", "at most 10000 columns", "--delimiter");
    }

    @Test
    void aMillionColumns() throws IOException {
        refused("x,".repeat(1_000_000) + "\n", 0, "line 1", "at most 10000 columns");
        String most = String.join(",", IntStream.range(0, 10_000).mapToObj(k -> "x" + k).toList());
        assertThat(names(most + "\n")).hasSize(10_000);
        refused(most + ",y\n", 0, "at most 10000 columns");
    }

    @Test
    void notText() throws IOException {
        refused("a,b\n1,\0\n", 6, "must be text", "a byte 0", "right file?");
        refused("a,b\n1,2\n".getBytes(UTF_16), 0, "UTF-8", "this is UTF-16", "save it as UTF-8");
        refused("a,b\n1,2\n".getBytes(UTF_16LE), 1, "must be text", "a byte 0");
        refused("Größe,b\n1,2\n".getBytes(ISO_8859_1), 0, "line 1", "UTF-8", "column 1 holds the byte 0xf6");
        refused("a,b\n1,\"x\"\n2, é\n".getBytes(ISO_8859_1), 13, "line 3", "column 2 holds the byte 0xe9");
        // the halves of one letter on two sides of a delimiter
        refused("a,b\n\u00c3,\u00a9\n".getBytes(ISO_8859_1), 4, "UTF-8", "0xc3");
        for (byte[] broken : new byte[][] {{(byte) 0xc0, (byte) 0xaf}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf5, 0, 0, 0}}) {
            assertThat(read(IdxFiles.join("a\n".getBytes(UTF_8), broken))).isInstanceOf(FormatException.class);
        }
        assertThat(rows("\ufeffGröße,b\nä𝄞,\"日本\"\n")).containsExactly(List.of("ä𝄞", "日本"));
        assertThat(names("\ufeffGröße,b\n1,2\n")).containsExactly("Größe", "b");
    }

    @Test
    void longTextOfManyBytes() throws IOException {
        String text = "日本".repeat(1000);
        assertThat(rows("a,b\n1," + text + "\n")).containsExactly(List.of("1", text));
    }

    @Test
    void endsOfLines() throws IOException {
        try (CsvReader reader = CsvReader.open(file("a,b\r1,2\r\n3,4\n\r\n\r5\u20286,\"7\r\n8\"\n9,10"), CsvLayout.DEFAULT)) {
            List<String> met = new ArrayList<>();
            while (reader.next()) met.add(reader.line() + "@" + reader.offset() + ":" + reader.text(0) + "|" + reader.text(1));
            // U+2028 ends no line
            assertThat(met).containsExactly("2@4:1|2", "3@9:3|4", "6@16:5\u20286|7\r\n8", "8@29:9|10");
        }
    }

    @Test
    void numbersAreDecimal() {
        for (String text : List.of("1e999", "-1e999", "NaN", "Infinity", "-Infinity", "0x1p3", "0x10", "1_000", "1,5", "١٢", "1d", "1f", "1D", "1.0f", "1L",
                "", "+", "-", ".", "e5", "1e", "1e+", "1.2.3", "--1", "1 2", "1e5.5", "９", "∞", "1'000", "½", "9".repeat(10_000))) {
            assertThat(Decimal.parse(text)).as(text).isNaN();
        }
        assertThat(Decimal.parse("1e-400")).isZero();
        assertThat(Decimal.parse("0." + "1".repeat(10_000))).isEqualTo(1 / 9.0);
        assertThat(Decimal.parse("-0")).isEqualTo(-0.0);
        assertThat(Decimal.parse("+5.")).isEqualTo(5);
        assertThat(Decimal.parse("-.5E+1")).isEqualTo(-5);
    }

    @Test
    void numbersAreThoseOfTheirDigits() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            String digits = Long.toString(random.nextLong(1L << random.nextInt(1, 63)));
            int point = random.nextInt(digits.length() + 1);
            String text = (random.nextBoolean() ? "-" : "") + digits.substring(0, point) + "." + digits.substring(point)
                + (random.nextBoolean() ? "" : "e" + random.nextInt(-330, 290));
            double expected = Double.parseDouble(text);
            assertThat(Double.doubleToLongBits(Decimal.parse(text))).as("seed %d, %s", seed, text)
                .isEqualTo(Double.doubleToLongBits(Double.isInfinite(expected) ? Double.NaN : expected));
        }
    }

    @Test
    void missingValues() throws IOException {
        try (CsvReader reader = CsvReader.open(file("a,b\n1,2\n,NA\n\" \",N/A\nNaN,nan\nnull,NULL\nNone,?\n-, - \n"), CsvLayout.DEFAULT)) {
            reader.next();
            while (reader.next()) {
                for (int k = 0; k < 2; k++) assertThat(reader.missing(k) || reader.text(k).isBlank()).as("line %d", reader.line()).isTrue();
                for (int k = 0; k < 2; k++) assertThat(reader.number(k)).isNaN();
            }
        }
        try (CsvReader reader = CsvReader.open(file("a,b\nTRUE,na\n-1,0\nx-,??\n"), CsvLayout.DEFAULT)) {
            while (reader.next()) {
                for (int k = 0; k < 2; k++) assertThat(reader.missing(k)).as(reader.text(k)).isFalse();
            }
        }
    }

    @Test
    void namesTwice() throws IOException {
        refused("a,b,a\n1,2,3\n", 0, "line 1", "different names", "two are called \"a\"", "--skip 1 --columns");
        assertThatThrownBy(() -> read(file("1,2\n"), CsvLayout.DEFAULT.columns(List.of("x", "x")))).hasMessageContaining("two are called \"x\"");
        assertThatThrownBy(() -> read(file("1,2\n"), CsvLayout.DEFAULT.columns(List.of("x", "y", "z"))))
            .hasMessageContaining("3 are given and the first line has 2");
    }

    @Test
    void quotes() throws IOException {
        assertThat(rows("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n 5\" pipe , \" kept \" \n\"1\r\n2\",\"\"\n")).containsExactly(
            List.of("x,y", "say \"hi\""), List.of("5\" pipe", " kept "), List.of("1\r\n2", ""));
        refused("a,b\n1,\"x\"y\n", 9, "line 2", "behind a closing quote", "double the quotes");
        // where blanks are the delimiter, a tab is one of them, behind a quote as elsewhere
        assertThat(rows("a b\n1  2\n \"x\"\t5 \n3\t 4\n")).containsExactly(List.of("1", "2"), List.of("x", "5"), List.of("3", "4"));
        // an empty field in quotes is a value that is missing, not a line that is blank
        assertThat(rows("a\nx\n\"\"\ny\n")).containsExactly(List.of("x"), List.of(""), List.of("y"));
    }

    @Test
    void changedWhileReading() throws IOException {
        String text = "a,b\n" + "1,2\n".repeat(100_000);
        for (boolean longer : new boolean[] {true, false}) {
            Path file = file(text);
            try (CsvReader reader = CsvReader.open(file, CsvLayout.DEFAULT)) {
                reader.next();
                if (longer) Files.writeString(file, "3,4\n", StandardOpenOption.APPEND);
                else Files.writeString(file, text.substring(0, text.length() / 2));
                assertThatThrownBy(() -> drain(reader)).isInstanceOf(FormatException.class)
                    .hasMessageContaining("must stay as it is").hasMessageContaining("it had 400004 bytes");
            }
        }
    }

    @Test
    void noFile() throws IOException {
        assertThatThrownBy(() -> read(folder, CsvLayout.DEFAULT)).isInstanceOf(FormatException.class)
            .hasMessageContaining("a regular file").hasMessageContaining("a folder");
        assertThatThrownBy(() -> read(folder.resolve("none"), CsvLayout.DEFAULT)).isInstanceOf(NoSuchFileException.class);
        for (Path device : List.of(Path.of("/dev/zero"), Path.of("/dev/null"))) {
            assumeTrue(Files.exists(device), "no " + device);
            assertThatThrownBy(() -> read(device, CsvLayout.DEFAULT)).hasMessageContaining("a regular file");
        }
        Path generated = Path.of("/proc/meminfo"); // it has no size, but contents
        assumeTrue(Files.isReadable(generated), "no " + generated);
        assertThatThrownBy(() -> read(generated, CsvLayout.DEFAULT.noHeader())).isInstanceOf(FormatException.class);
    }

    @Test
    void aPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo to make a pipe");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThatThrownBy(() -> read(pipe, CsvLayout.DEFAULT)).isInstanceOf(FormatException.class).hasMessageContaining("a regular file");
    }

    @Test
    void aBomb() throws IOException {
        // 64 MiB of rows, of which the last is broken: read to its end, and in little memory
        Path file = folder.resolve("bomb.gz");
        byte[] rows = "1,2\n".repeat(1 << 18).getBytes(UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n".getBytes(UTF_8));
            for (int i = 0; i < 64; i++) out.write(rows);
            out.write("3\n".getBytes(UTF_8));
        }
        FormatException e = refused(file, CsvLayout.DEFAULT);
        assertThat(e.offset()).isEqualTo(4 + 64L * rows.length);
        assertThat(e).hasMessageContaining("line " + (2 + 64 * (1 << 18)));
    }

    @Test
    void compressedIsLikePlain() throws IOException {
        Path file = Files.write(folder.resolve("t"), IdxFiles.gzip("\ufeffa,b\n1,2\n".getBytes(UTF_8)));
        assertThat(read(file, CsvLayout.DEFAULT)).containsExactly(List.of("1", "2"));
        // the mark at the beginning on its own, in a member of one byte
        byte[] mark = "\ufeff".getBytes(UTF_8);
        byte[] parts = IdxFiles.join(IdxFiles.gzip(Arrays.copyOf(mark, 1)), IdxFiles.gzip(IdxFiles.join(Arrays.copyOfRange(mark, 1, 3), "a,b\n1,2\n".getBytes(UTF_8))));
        try (CsvReader reader = CsvReader.open(Files.write(file, parts), CsvLayout.DEFAULT)) {
            assertThat(reader.columns()).containsExactly("a", "b");
        }
        byte[] whole = IdxFiles.gzip("a,b\n1,2\n".getBytes(UTF_8));
        assertThat(refused(Files.write(file, Arrays.copyOf(whole, whole.length - 3)), CsvLayout.DEFAULT)).hasMessageContaining("gzip member must be complete");
    }

    @Test
    void cellsThatASpreadsheetWouldRun() throws IOException {
        assertThat(CsvText.quoted("=cmd|' /C calc'!A0")).isEqualTo("'=cmd|' /C calc'!A0");
        assertThat(CsvText.quoted("@SUM(1,2)")).isEqualTo("\"'@SUM(1,2)\"");
        assertThat(CsvText.quoted("+x")).isEqualTo("'+x");
        assertThat(CsvText.quoted("-1.5")).isEqualTo("-1.5");
        for (String text : List.of("a,b", "say \"hi\"", "two\nlines", "plain", " blank ")) {
            assertThat(rows("a,b\n1," + CsvText.quoted(text) + "\n")).as(text).containsExactly(List.of("1", text));
        }
    }

    @Test
    void noEndOfTheLastLine() throws IOException {
        assertThat(rows("a,b\n1,2")).containsExactly(List.of("1", "2"));
        assertThat(rows("a,b\n1,")).containsExactly(List.of("1", ""));
        assertThat(rows("a,b\n1,\"2\"")).containsExactly(List.of("1", "2"));
    }

    @Test
    void onlyDelimiters() throws IOException {
        refused(",,,\n,,,\n", 0, "line 1", "should name the columns", "--no-header");
        assertThat(rows("a,b\n,\n")).containsExactly(List.of("", ""));
    }

    @Test
    void deepInTheFile() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 200_000; i++) text.append(i).append(",\"é\"\n");
        int place = text.toString().getBytes(UTF_8).length;
        try (CsvReader reader = CsvReader.open(file(text + "7, x\n"), CsvLayout.DEFAULT)) {
            for (int i = 0; i <= 200_000; i++) reader.next();
            FormatException e = reader.error(1, "a must be a number", "it is x", "correct it");
            assertThat(e).hasMessageContaining("line 200002: ");
            assertThat(e.offset()).isEqualTo(place + 3);
        }
    }

    @Test
    void delimiters() throws IOException {
        assertDelimiter(';', "a;b\n1,5;2,3\n4,1;0,2\n");
        assertDelimiter(';', "id;text\n1;hello, world\n2;good, bye\n");
        assertDelimiter(',', "id,text\n1,a good day\n2,no\n");
        assertDelimiter('\t', "a\tb c\n1,2\t2\n3,4\t5\n");
        assertDelimiter('|', "a|b\n1|2\n");
        assertDelimiter(' ', " a  b\n1 2\n3   4 \n");
        assertDelimiter(',', "a\n1\n2\n");
    }

    private void assertDelimiter(char expected, String text) throws IOException {
        try (CsvReader reader = CsvReader.open(file(text), CsvLayout.DEFAULT)) {
            assertThat(reader.delimiter()).as(text).isEqualTo(expected);
        }
    }

    @Test
    void firstLinesThatAreNoHeader() throws IOException {
        refused("150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n4.9,3.0,1.4,0.2,0\n", 0,
            "should name the columns", "if it is a remark, type --skip 1 --no-header", "--columns c1,c2,c3,c4,c5");
        refused("178,13,class_0\n1,2,3,4\n5,6,7,8\n", 0, "with 3 fields where the next line has 4", "--skip 1 --no-header", "--columns c1,c2,c3,c4");
        refused("1,2\n3,4\n", 0, "if it is a row like the others, type --no-header");
        refused("59 2 32.1\n48 1 21.6\n", 0, "if it is a row like the others, type --no-header");
    }

    @Test
    void remarksAreNotLearned() throws IOException {
        Path file = file("150,2,setosa\n5.1,3.5,0\n4.9,?,1\n");
        for (CsvLayout layout : List.of(CsvLayout.DEFAULT.noHeader(), CsvLayout.DEFAULT.columns(List.of("x", "y", "z")))) {
            assertThat(refused(file, layout)).hasMessageContaining("below it stand only numbers").hasMessageContaining("--skip 1");
            assertThat(read(file, layout.skip(1))).hasSize(2);
        }
        assertThat(read(file("M,1\n2,3\nF,4\n"), CsvLayout.DEFAULT.noHeader())).hasSize(3);
        // names that are given leave no line for a header, however the layout is made
        assertThat(read(file("1,2\n"), new CsvLayout(0, true, List.of("a", "b"), null))).containsExactly(List.of("1", "2"));
    }

    @Test
    void everyMutationIsReadOrRefused() throws IOException {
        long seed = 20;
        Random random = new Random(seed);
        byte[] bits = ",;\t| \"\n\r\0\u00ff\u00c3\u00a901eE+-.a=".getBytes(ISO_8859_1);
        byte[][] originals = {"a,b\n1,2\n\"x\",3\n".getBytes(UTF_8), "1 2  3\n4 5 6\r\n".getBytes(UTF_8), "é;ü\n\"1\n\"\"2\";3,5\n".getBytes(UTF_8)};
        int read = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] mutant = originals[i % 3].clone();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                int at = random.nextInt(mutant.length);
                byte b = bits[random.nextInt(bits.length)];
                mutant = switch (random.nextInt(3)) {
                    case 0 -> { byte[] other = mutant.clone(); other[at] = b; yield other; }
                    case 1 -> IdxFiles.join(Arrays.copyOf(mutant, at), new byte[] {b}, Arrays.copyOfRange(mutant, at, mutant.length));
                    default -> mutant.length == 1 ? mutant : IdxFiles.join(Arrays.copyOf(mutant, at), Arrays.copyOfRange(mutant, at + 1, mutant.length));
                };
            }
            Throwable failure = read(mutant);
            if (failure == null) read++;
            else assertThat(failure).as("seed %d, mutant %d: %s", seed, i, new String(mutant, ISO_8859_1)).isInstanceOf(FormatException.class);
        }
        assertThat(read).isBetween(50, 950);
    }

    private Path file(String text) throws IOException { return Files.writeString(folder.resolve("some.csv"), text); }

    private List<String> names(String text) throws IOException {
        try (CsvReader reader = CsvReader.open(file(text), CsvLayout.DEFAULT)) {
            return reader.columns();
        }
    }

    private List<List<String>> rows(String text) throws IOException { return read(file(text), CsvLayout.DEFAULT); }

    private static List<List<String>> read(Path file, CsvLayout layout) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(file, layout)) {
            while (reader.next()) {
                List<String> row = new ArrayList<>();
                for (int k = 0; k < reader.columns().size(); k++) row.add(reader.text(k));
                rows.add(row);
            }
        }
        return rows;
    }

    /// What reading ends with, null if it ends well.
    private Throwable read(byte[] contents) throws IOException {
        Path file = Files.write(folder.resolve("some.csv"), contents);
        try {
            read(file, CsvLayout.DEFAULT);
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private static void drain(CsvReader reader) throws IOException {
        while (reader.next()) {
            for (int k = 0; k < reader.columns().size(); k++) reader.number(k);
        }
    }

    private void refused(String text, long offset, String... parts) throws IOException { refused(text.getBytes(UTF_8), offset, parts); }

    private void refused(byte[] contents, long offset, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("some.csv"), contents);
        FormatException e = refused(file, CsvLayout.DEFAULT);
        assertThat(e).hasMessageContainingAll(parts);
        assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
    }

    private static FormatException refused(Path file, CsvLayout layout) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        FormatException e = catchThrowableOfType(FormatException.class, () -> {
            try (CsvReader reader = CsvReader.open(file, layout)) {
                drain(reader);
            }
        });
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWED_BYTES);
        assertThat(e).as("refused").isNotNull();
        assertThat(e.file()).isEqualTo(file.toString());
        return e;
    }
}
