package dev.jacobi.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name that was probably meant by one that nothing has.
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /// The name that begins as typed, or the one with the fewest letters to change; none where more than a third
    /// of them would have to.
    public static Optional<String> to(String typed, Collection<String> names) {
        if (typed.length() > LONGEST) return Optional.empty();                 // the comparison takes the product of both lengths
        return names.stream()
            .filter(name -> name.length() <= LONGEST)
            .filter(name -> 3 * distance(typed, name) <= Math.max(3, typed.length()))
            .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    private static int distance(String typed, String name) {
        return typed.length() > 1 && name.startsWith(typed) ? 0 : changes(typed, name);
    }

    /// How many letters must be put in, left out, exchanged for another or swapped with their neighbor.
    private static int changes(String a, String b) {
        int[][] count = new int[a.length() + 1][b.length() + 1]; // of the first i letters of a and j of b
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    count[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int fewest = Math.min(Math.min(count[i - 1][j], count[i][j - 1]) + 1, count[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    fewest = Math.min(fewest, count[i - 2][j - 2] + 1);
                }
                count[i][j] = fewest;
            }
        }
        return count[a.length()][b.length()];
    }
}
