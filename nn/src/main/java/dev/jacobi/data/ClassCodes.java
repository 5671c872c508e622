package dev.jacobi.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// Classes in their order, and what stands for them in the rows: the number itself, or the place at which a text
/// was met first.
final class ClassCodes {
    /// For a column that isn't a class.
    static final ClassCodes NONE = new ClassCodes(List.of(), new double[0], new int[0]);

    private final List<String> names;
    private final double[] stored;
    private final int[] places;

    /// @param names in the order of the numbers, or of the alphabet
    /// @param stored what rows hold, ascending
    /// @param places for each of them, which class it is
    private ClassCodes(List<String> names, double[] stored, int[] places) {
        this.names = names;
        this.stored = stored;
        this.places = places;
    }

    static ClassCodes ofNumbers(Collection<Double> ascending) {
        return new ClassCodes(ascending.stream().map(ClassCodes::name).toList(),
                ascending.stream().mapToDouble(d -> d).toArray(), IntStream.range(0, ascending.size()).toArray());
    }

    static ClassCodes ofTexts(Collection<String> asTheyAppear) {
        List<String> sorted = asTheyAppear.stream().sorted().toList();
        return new ClassCodes(sorted, IntStream.range(0, sorted.size()).asDoubleStream().toArray(),
                asTheyAppear.stream().mapToInt(sorted::indexOf).toArray());
    }

    /// A number as the name of a class: 3, not 3.0.
    private static String name(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? String.valueOf((long) number) : String.valueOf(number);
    }

    List<String> names() { return names; }

    /// The class that a row's number stands for.
    int place(double number) { return places[Arrays.binarySearch(stored, number)]; }
}
