package dev.jacobi.kernel;

/// Puts the elements of rows in order, by merging: stable, so that equals keep theirs.
public final class Orders {
    /// Up to so many elements are put in order by insertion.
    private static final int RUN = 16;

    private long[] keys;
    private int[] places;
    private long[] otherKeys;
    private int[] otherPlaces;
    private final int n;

    /// For rows of n elements; it keeps 24 bytes for each.
    public Orders(int n) {
        this.n = n;
        keys = new long[n];
        places = new int[n];
        otherKeys = new long[n];
        otherPlaces = new int[n];
    }

    /// The whole number that a floating one has in their order. −0 and 0 are the same; NaN comes after all others.
    public static long key(double v) {
        long bits = Double.doubleToLongBits(v + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /// Sets the key of an element of the row.
    public void set(int place, long key) { keys[place] = key; }

    /// Writes where the elements of the row stand, in ascending order of their keys. The keys are used up.
    public void sort(long[] target, int at) {
        for (int i = 0; i < n; i++) places[i] = i;
        for (int from = 0; from < n; from += RUN) insert(from, Math.min(n, from + RUN));
        for (long width = RUN; width < n; width *= 2) {
            for (long from = 0; from < n; from += 2 * width) merge((int) from, (int) Math.min(n, from + width), (int) Math.min(n, from + 2 * width));
            long[] k = keys;
            keys = otherKeys;
            otherKeys = k;
            int[] p = places;
            places = otherPlaces;
            otherPlaces = p;
        }
        for (int i = 0; i < n; i++) target[at + i] = places[i];
    }

    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long key = keys[i];
            int place = places[i];
            int k = i;
            for (; k > from && keys[k - 1] > key; k--) {
                keys[k] = keys[k - 1];
                places[k] = places[k - 1];
            }
            keys[k] = key;
            places[k] = place;
        }
    }

    /// Two runs beside each other, into the other arrays.
    private void merge(int from, int middle, int to) {
        int i = from;
        int j = middle;
        for (int k = from; k < to; k++) {
            boolean first = j == to || i < middle && keys[i] <= keys[j];
            int next = first ? i++ : j++;
            otherKeys[k] = keys[next];
            otherPlaces[k] = places[next];
        }
    }
}
