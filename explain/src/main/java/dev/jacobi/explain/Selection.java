package dev.jacobi.explain;

/// What a question is about: a whole quantity, `W`, or one entry of it, `W[0,1]`.
///
/// @param entry counted row by row; -1 for the whole
public record Selection(Quantity quantity, int entry) {

    /// Finds what a text names.
    ///
    /// @throws IllegalArgumentException if there is nothing of that name, or no such entry
    public static Selection of(Explanation explanation, String text) {
        String asked = text.replaceAll("\\s+", "");
        int bracket = asked.indexOf('[');
        String name = bracket < 0 ? asked : asked.substring(0, bracket);
        Quantity q = explanation.quantity(name);
        if (bracket < 0) return new Selection(q, q.shape().rank() == 0 ? 0 : -1);
        if (!asked.endsWith("]")) throw new IllegalArgumentException("an entry is written " + name + "[0] or " + name + "[0,1], but got " + text);
        String[] parts = asked.substring(bracket + 1, asked.length() - 1).split(",", -1);
        int[] index = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                index[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("an entry is named by whole numbers from 0, as in " + name + "[0,1], but got " + text, e);
            }
            if (index[i] < 0 && i < q.shape().rank()) index[i] += q.shape().size(i);
        }
        return new Selection(q, Explanation.position(q, index));
    }

    /// The index of an entry that is counted row by row: one place for each axis.
    public static int[] index(Quantity q, int entry) {
        int[] r = new int[q.shape().rank()];
        int rest = entry;
        for (int i = r.length - 1; i >= 0; i--) {
            r[i] = rest % q.shape().size(i);
            rest /= q.shape().size(i);
        }
        return r;
    }

    /// Whether it is one number.
    public boolean isEntry() { return entry >= 0; }

    /// As it is written.
    public String name() { return isEntry() ? quantity.entry(entry) : quantity.name(); }
}
