package dev.jacobi.examples;

import module dev.jacobi;
import dev.jacobi.nn.Dropout;                                                   // not the program of this name
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Is the middle word of five a location? The score is s = uᵀ tanh(W x + b), where x holds the vectors of the five
/// words side by side. The vector of a word is a sum over its traits, so that a word never met before still has its
/// capitals and its ends; the vectors of the traits are learned from nothing, with everything else.
///
/// It reads the folder named by its argument, or `ner` in the folder named by `JACOBI_DATA`, with the files of
/// [Universal NER](https://www.universalner.org/) for English: on each line number, word and tag.
public final class Location {
    private static final int SIZE = 24;                                         // numbers in the vector of a word
    private static final int HIDDEN = 64;
    private static final int EPOCHS = 6;
    private static final Dropout DROPOUT = new Dropout(0.5);

    private Location() {}

    record Net(Embedding traits, Dense hidden, Tensor u) {
        static Net start(int traits, RandomKey key) {
            return new Net(new Embedding(key.fold(0).normal(Shape.of(traits, SIZE), DType.F32).mul(0.1)),
                    Dense.of(5 * SIZE, HIDDEN, Initialization.XAVIER, key.fold(1)),
                    key.fold(2).normal(Shape.of(HIDDEN), DType.F32).mul(0.1));
        }

        /// The scores s of windows, positive for a location: (batch, 5 words, 4 traits) to (batch).
        Tensor apply(Tensor windows, Pass pass) {
            Tensor words = traits.apply(windows).sum(-2);                       // (batch, 5, SIZE)
            Tensor x = DROPOUT.apply(words.reshape(windows.size(0), 5 * SIZE), pass);
            return DROPOUT.apply(hidden.apply(x).tanh(), pass).matmul(u);
        }

        /// The mean of −log p, where p = 1 / (1 + e⁻ˢ) for a location and 1 − p otherwise.
        Tensor loss(Batch batch, Pass pass) {
            Tensor s = apply(batch.x(), pass);
            return s.softplus().sub(s.mul(batch.y())).mean();
        }
    }

    /// A sentence between two empty words on either side, and which of its words belong to a location.
    record Sentence(List<String> words, List<Boolean> isLocation) {}

    static List<Sentence> read(Path file) throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        List<String> words = new ArrayList<>(List.of("", ""));
        List<Boolean> isLocation = new ArrayList<>();
        for (String line : (Files.readString(file) + "\n\n").lines().toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] columns = line.split("\t");
                words.add(columns[1]);
                isLocation.add(columns[2].endsWith("-LOC"));
            } else if (line.isEmpty() && !isLocation.isEmpty()) {
                words.addAll(List.of("", ""));
                sentences.add(new Sentence(List.copyOf(words), List.copyOf(isLocation)));
                words.subList(2, words.size()).clear();
                isLocation.clear();
            }
        }
        return sentences;
    }

    /// What is seen of a word: the word in small letters, its first and last three, and which kinds of letters it has:
    /// "Xx" for "Paris", "XX" for "USA".
    static List<String> traits(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        String kinds = word.replaceAll("\\p{Ll}+", "x").replaceAll("\\d+", "0").replaceAll("\\p{Lu}{2,}", "XX")
                .replaceAll("\\p{Lu}", "X");
        return List.of("word " + small, "start " + small.substring(0, Math.min(3, small.length())),
                "end " + small.substring(Math.max(0, small.length() - 3)), "kinds " + kinds);
    }

    /// A number for each trait that was met at least twice; 0 is for all others, so it is trained, too.
    static Map<String, Integer> numbers(List<Sentence> sentences) {
        Map<String, Integer> met = new HashMap<>();
        for (Sentence s : sentences) for (String w : s.words()) for (String t : traits(w)) met.merge(t, 1, Integer::sum);
        Map<String, Integer> numbers = new HashMap<>();
        met.values().removeIf(n -> n < 2);
        met.keySet().stream().sorted().forEach(t -> numbers.put(t, numbers.size() + 1));
        return numbers;
    }

    /// All windows of five words (windows, 5, 4), and 1 for each with a location in the middle, 0 for the others.
    static Batch windows(List<Sentence> sentences, Map<String, Integer> numbers) {
        int count = sentences.stream().mapToInt(s -> s.isLocation().size()).sum();
        int[] x = new int[count * 20];
        float[] y = new float[count];
        int i = 0;
        int row = 0;
        for (Sentence s : sentences) {
            for (int first = 0; first < s.isLocation().size(); first++) {
                for (String word : s.words().subList(first, first + 5)) {
                    for (String trait : traits(word)) x[i++] = numbers.getOrDefault(trait, 0);
                }
                y[row++] = s.isLocation().get(first) ? 1 : 0;
            }
        }
        return new Batch(Tensor.wrap(x, Shape.of(count, 5, 4)), Tensor.wrap(y));
    }

    /// What the net says about windows, and what is right.
    static Confusion test(Net net, Batch windows) {
        Confusion confusion = new Confusion(List.of("other", "location"));
        for (int start = 0; start < windows.size(); start += 1000) {            // more at once only takes more memory
            Batch part = windows.slice(start, Math.min(start + 1000, windows.size()));
            Tensor found = net.apply(part.x(), Pass.inference()).gt(0);
            confusion.add(whole(part.y()), whole(found));
        }
        return confusion;
    }

    private static int[] whole(Tensor x) { return Arrays.stream(x.toDoubles()).mapToInt(d -> (int) d).toArray(); }

    /// Trains on one file, and tests on the other after each epoch.
    ///
    /// @return the test after the last
    static Confusion train(Path folder, long seed) throws IOException {
        List<Sentence> sentences = read(folder.resolve("en_ewt-ud-train.prerelease.iob2"));
        Map<String, Integer> numbers = numbers(sentences);
        Batch train = windows(sentences, numbers);
        Batch test = windows(read(folder.resolve("en_ewt-ud-dev.iob2")), numbers);
        RandomKey key = RandomKey.of(seed);
        var run = TrainingRun.of(new Adam(0.002).start(Net.start(numbers.size() + 1, key.fold(0))), key.fold(1), Net::loss);
        for (int epoch = 1; ; epoch++) {
            long start = System.nanoTime();
            double loss = 0;
            for (Batch b : train.batches(128, seed * EPOCHS + epoch)) loss += run.step(b) * b.size() / train.size();
            Confusion c = test(run.model(), test);
            IO.println(String.format(Locale.ROOT, "location: epoch %d, loss %.4f, precision %.3f, recall %.3f, F1 %.3f, %.1f s",
                    epoch, loss, c.precision(1), c.recall(1), c.f1(1), (System.nanoTime() - start) / 1e9));
            if (epoch == EPOCHS) return c;
        }
    }

    static void main(String[] arguments) throws IOException {
        String data = System.getenv("JACOBI_DATA");
        if (arguments.length > 0) train(Path.of(arguments[0]), 1);
        else if (data != null) train(Path.of(data, "ner"), 1);
        else IO.println("location: name the folder with the files of Universal NER, or set JACOBI_DATA");
    }
}
