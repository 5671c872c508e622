package dev.jacobi.io;

import static dev.jacobi.io.IdxFiles.gzip;
import static dev.jacobi.io.IdxFiles.idx;
import static dev.jacobi.io.IdxFiles.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistFolderTest {
    @TempDir Path folder;

    @BeforeEach
    void twoImagesToTrainAndOneToTest() throws IOException {
        write("train-images-idx3-ubyte", idx(0x08, shape(2, 1, 2), (byte) 0, (byte) 51, (byte) 255, (byte) 1));
        write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, shape(2), (byte) 9, (byte) 0)));
        write("t10k-images.idx3-ubyte.gz", gzip(idx(0x08, shape(1, 1, 2), (byte) 5, (byte) 6)));
        write("t10k-labels.idx1-ubyte", idx(0x08, shape(1), (byte) 3));
    }

    @Test
    void readsPlainAndCompressedFilesOfBothSpellings() throws IOException {
        MnistFolder read = MnistFolder.read(folder, 10);
        assertThat(read.train().count()).isEqualTo(2);
        assertThat(read.train().rows()).isEqualTo(1);
        assertThat(read.train().columns()).isEqualTo(2);
        assertThat(read.train().pixels()).containsExactly(0f, 0.2f, 1f, 1 / 255f);
        assertThat(read.train().classes()).containsExactly(9, 0);
        assertThat(read.test().classes()).containsExactly(3);
    }

    @Test
    void aMissingFileIsNamedWithTheNamesThatWereTried() throws IOException {
        Files.delete(folder.resolve("t10k-labels.idx1-ubyte"));
        assertThatThrownBy(() -> MnistFolder.read(folder, 10))
            .isInstanceOf(FileNotFoundException.class)
            .hasMessageContainingAll(folder.toString(), "has no t10k-labels", "t10k-labels-idx1-ubyte,",
                "t10k-labels-idx1-ubyte.gz", "t10k-labels.idx1-ubyte,", "t10k-labels.idx1-ubyte.gz");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> MnistFolder.read(missing, 10))
            .isInstanceOf(FileNotFoundException.class).hasMessage("there is no folder " + missing);
        Path file = folder.resolve("train-images-idx3-ubyte");
        assertThatThrownBy(() -> MnistFolder.read(file, 10))
            .isInstanceOf(FileNotFoundException.class).hasMessageStartingWith(file + " is a file");
    }

    @Test
    void imagesAndLabelsMustBeAsMany() throws IOException {
        Path labels = write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, shape(1), (byte) 9)));
        refused(labels, 4, "each of the 2 images in train-images-idx3-ubyte", "there are 1");
    }

    @Test
    void labelsMustBeBelowTheNumberOfClasses() throws IOException {
        Path labels = write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, shape(2), (byte) 9, (byte) 10)));
        refused(labels, 9, "10 classes 0 to 9", "label 1 is 10");
        write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, shape(2), (byte) 9, (byte) 255)));
        refused(labels, 9, "label 1 is 255"); // not -1
    }

    @Test
    void imagesAndLabelsMustNotBeExchanged() throws IOException {
        Path images = write("train-images-idx3-ubyte", idx(0x08, shape(2), (byte) 9, (byte) 0));
        refused(images, 3, "images must have 3 dimensions", "these have 1");
    }

    @Test
    void imagesMustBeUnsignedBytes() throws IOException {
        Path images = write("train-images-idx3-ubyte", idx(0x0b, shape(2, 1, 1), new byte[4]));
        refused(images, 2, "unsigned bytes", "SHORT");
    }

    @Test
    void trainAndTestImagesMustBeOfOneSize() throws IOException {
        Path images = write("t10k-images.idx3-ubyte.gz", gzip(idx(0x08, shape(1, 2, 1), (byte) 5, (byte) 6)));
        refused(images, 8, "as large as those of train-images-idx3-ubyte, 1×2", "they are 2×1");
    }

    @Test
    void readsTheRealFiles() throws IOException {
        String data = System.getenv("JACOBI_DATA");
        assumeTrue(data != null, "JACOBI_DATA is not set to a folder that holds mnist/");
        MnistFolder mnist = MnistFolder.read(Path.of(data, "mnist"), 10);
        assertThat(mnist.train().images().shape()).containsExactly(60000, 28, 28);
        assertThat(mnist.test().images().shape()).containsExactly(10000, 28, 28);
        assertThat(mnist.train().classes()).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
        double sum = 0;
        for (float pixel : mnist.train().pixels()) {
            sum += pixel;
        }
        assertThat(sum / mnist.train().images().size()).isCloseTo(0.1307, within(0.0001)); // the figure everyone knows
    }

    private void refused(Path file, long offset, String... parts) {
        FormatException e = catchThrowableOfType(FormatException.class, () -> MnistFolder.read(folder, 10));
        assertThat(e).isNotNull().hasMessageContainingAll(parts);
        assertThat(e.file()).isEqualTo(file.toString());
        assertThat(e.offset()).isEqualTo(offset);
    }

    private Path write(String name, byte... contents) throws IOException {
        return Files.write(folder.resolve(name), contents);
    }
}
