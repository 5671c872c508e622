package dev.jacobi.kernel;

/// Puts the elements of rows in order, or finds the first few of them, by merging: stable, so that equals keep theirs.
public final class Orders {
    /// Up to so many elements are put in order by insertion.
    private static final int RUN = 16;
    /// Of a row that is longer than what is wanted of it, so many are gathered at least before they are put in order.
    private static final int GATHERED = 1024;

    private final int wanted;
    private long[] keys;
    private int[] places;
    private long[] otherKeys;
    private int[] otherPlaces;
    private int size;
    /// Whether there are enough already whose keys are below the bound.
    private boolean bounded;
    private long bound;

    /// For rows of n elements of which the first `wanted` in order are asked for; it keeps 24 bytes for each of n, or for
    /// each of twice as many as are wanted.
    public Orders(int n, int wanted) {
        this.wanted = wanted;
        int room = (int) Math.min(n, Math.max(GATHERED, 2L * wanted));
        keys = new long[room];
        places = new int[room];
        otherKeys = new long[room];
        otherPlaces = new int[room];
    }

    /// The whole number that a floating one has in their order. −0 and 0 are the same; NaN comes after all others.
    public static long key(double v) {
        long bits = Double.doubleToLongBits(v + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /// Takes the next element of the row.
    public void add(int place, long key) {
        if (bounded && key >= bound) return;
        if (size == keys.length) {
            sort();
            size = wanted;
            bounded = true;
            bound = wanted == 0 ? Long.MIN_VALUE : keys[wanted - 1];
            if (key >= bound) return;
        }
        keys[size] = key;
        places[size++] = place;
    }

    /// Writes where the first elements of the row stand, in ascending order of their keys, and begins a new row.
    public void write(long[] target, int at) {
        sort();
        for (int i = 0; i < wanted; i++) target[at + i] = places[i];
        size = 0;
        bounded = false;
    }

    private void sort() {
        for (int from = 0; from < size; from += RUN) insert(from, Math.min(size, from + RUN));
        for (long width = RUN; width < size; width *= 2) {
            for (long from = 0; from < size; from += 2 * width) {
                merge((int) from, (int) Math.min(size, from + width), (int) Math.min(size, from + 2 * width));
            }
            long[] k = keys;
            keys = otherKeys;
            otherKeys = k;
            int[] p = places;
            places = otherPlaces;
            otherPlaces = p;
        }
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
