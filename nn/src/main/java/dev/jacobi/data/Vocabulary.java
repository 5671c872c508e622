package dev.jacobi.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words, or characters, as whole numbers for an [dev.jacobi.nn.Embedding]: those that were met often enough count
/// from 1, and 0 is every other.
public final class Vocabulary {
    private final List<String> words;
    private final Map<String, Integer> numbers = new HashMap<>();

    /// @param words without repetition; the first gets the number 1
    /// @throws IllegalArgumentException if one is there twice
    public Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        for (String word : this.words) {
            if (numbers.put(word, numbers.size() + 1) != null) {
                throw new IllegalArgumentException("a vocabulary has each word once, but \"" + word + "\" is there twice");
            }
        }
    }

    /// The words of a text, the most frequent first.
    ///
    /// @param leastCount how often a word must be met to get a number of its own
    public static Vocabulary of(Iterable<String> text, int leastCount) {
        Map<String, Integer> counts = new HashMap<>();
        for (String word : text) counts.merge(word, 1, Integer::sum);
        List<String> words = new ArrayList<>(counts.keySet());
        words.removeIf(word -> counts.getOrDefault(word, 0) < leastCount);
        words.sort(Comparator.comparing((String word) -> -counts.getOrDefault(word, 0)).thenComparing(word -> word));
        return new Vocabulary(words);
    }

    /// How many numbers there are, that of the unknown words among them.
    public int size() { return words.size() + 1; }

    /// The words in the order of their numbers, from 1.
    public List<String> words() { return words; }

    /// The number of a word, 0 if it has none.
    public int number(String word) { return numbers.getOrDefault(word, 0); }

    /// The numbers of a text.
    public int[] numbers(List<String> text) { return text.stream().mapToInt(this::number).toArray(); }
}
