package dev.jacobi.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Images with labels, as the four files of MNIST keep them: images and labels to train with, and others to test
/// with. Fashion-MNIST, KMNIST and more use the same names.
///
/// ```java
/// MnistFolder mnist = MnistFolder.read(Path.of("mnist"), 10);
/// float[] pixels = mnist.train().pixels();   // 60000 × 28 × 28, from 0 to 1
/// ```
///
/// @param train the files `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`
/// @param test  the files `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`
public record MnistFolder(Part train, Part test) {
    /// Images and their labels; the images may be of any size.
    ///
    /// @param images unsigned bytes of shape (count, rows, columns)
    /// @param labels unsigned bytes of shape (count), each below the number of classes
    public record Part(Idx images, Idx labels) {
        /// How many images there are, and so how many labels.
        public int count() { return labels.size(); }

        /// Rows of pixels in an image.
        public int rows() { return images.shape()[1]; }

        /// Pixels in a row.
        public int columns() { return images.shape()[2]; }

        /// The gray of every pixel, 0 to 255 brought to 0 to 1: a new array of shape (count, rows, columns).
        public float[] pixels() {
            byte[] bytes = images.bytes();
            float[] result = new float[bytes.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = (bytes[i] & 0xff) / 255f;
            }
            return result;
        }

        /// The labels as ints: a new array of shape (count).
        public int[] classes() {
            byte[] bytes = labels.bytes();
            int[] result = new int[bytes.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = bytes[i] & 0xff;
            }
            return result;
        }
    }

    /// Reads the four files of a folder, each plain or gzip.
    ///
    /// @param classes how many classes there are; labels are below it
    /// @throws FileNotFoundException if one of the files is missing; the message says which names were looked for
    /// @throws FormatException if a file is not what its name says, images and labels don't belong together, or a
    ///     label is not below `classes`
    public static MnistFolder read(Path folder, int classes) throws IOException {
        // All four are looked for before any is read, which takes a while.
        Path trainImages = find(folder, "train-images", "idx3-ubyte");
        Path trainLabels = find(folder, "train-labels", "idx1-ubyte");
        Path testImages = find(folder, "t10k-images", "idx3-ubyte");
        Path testLabels = find(folder, "t10k-labels", "idx1-ubyte");
        Part train = readPart(trainImages, trainLabels, classes);
        Part test = readPart(testImages, testLabels, classes);
        if (test.rows() != train.rows() || test.columns() != train.columns()) {
            throw new FormatException(testImages.toString(), 8,
                "the images must be as large as those of " + trainImages.getFileName() + ", "
                    + train.rows() + "×" + train.columns(),
                "they are " + test.rows() + "×" + test.columns(), "take both from the same data set");
        }
        return new MnistFolder(train, test);
    }

    private static Path find(Path folder, String start, String end) throws FileNotFoundException {
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(Files.exists(folder)
                ? folder + " is a file; name the folder that holds the idx files"
                : "there is no folder " + folder);
        }
        List<String> names = new ArrayList<>();
        for (String separator : List.of("-", ".")) {
            for (String compression : List.of("", ".gz")) {
                String name = start + separator + end + compression;
                if (Files.exists(folder.resolve(name))) {
                    return folder.resolve(name);
                }
                names.add(name);
            }
        }
        throw new FileNotFoundException("the folder " + folder + " has no " + start + ": looked for "
            + String.join(", ", names) + "; put one of them there");
    }

    private static Part readPart(Path imagesFile, Path labelsFile, int classes) throws IOException {
        Idx labels = readBytes(labelsFile, "labels", 1);
        Idx images = readBytes(imagesFile, "images", 3);
        int count = images.shape()[0];
        if (labels.size() != count) {
            throw new FormatException(labelsFile.toString(), 4,
                "there must be a label for each of the " + count + " images in " + imagesFile.getFileName(),
                "there are " + labels.size(), "take both files from the same data set");
        }
        byte[] bytes = labels.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if ((bytes[i] & 0xff) >= classes) {
                throw new FormatException(labelsFile.toString(), 8L + i, "a label must be one of the " + classes
                    + " classes 0 to " + (classes - 1), "label " + i + " is " + (bytes[i] & 0xff),
                    "is this the right file, or are there more classes?");
            }
        }
        return new Part(images, labels);
    }

    private static Idx readBytes(Path file, String what, int dimensions) throws IOException {
        Idx idx = Idx.read(file);
        if (idx.type() != Idx.Type.UNSIGNED_BYTE) {
            throw new FormatException(file.toString(), 2, what + " must be unsigned bytes (type 0x08)",
                "these are " + idx.type(), "is this the right file?");
        }
        if (idx.shape().length != dimensions) {
            throw new FormatException(file.toString(), 3, what + " must have " + dimensions + " dimension"
                + (dimensions == 1 ? "" : "s"), "these have " + idx.shape().length, "is this the right file?");
        }
        return idx;
    }
}
