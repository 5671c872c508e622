package dev.jacobi.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number that somebody came to, as far as they wrote it down: `0.018` stands for all numbers that are rounded or cut off
/// to it.
///
/// @param text as it was typed
/// @param unit of the last digit
/// @param digits how many count, without zeros in front
record GivenNumber(String text, double value, double unit, int digits) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
    /// Fewer are taken at their word: 3 is no rounded 2.7.
    private static final int FEWEST = 2;
    private static final double CLOSE = 1e-6;

    /// The numbers with the digits that were typed; where the text is something else than these, with those that tell each
    /// number from its neighbors.
    static List<GivenNumber> all(double[] values, String typed) {
        List<GivenNumber> r = new ArrayList<>();
        Matcher m = NUMBER.matcher(typed.replace('−', '-'));
        while (m.find() && r.size() <= values.length) r.add(of(m.group()));
        boolean same = r.size() == values.length;
        for (int i = 0; same && i < values.length; i++) same = r.get(i).value == values[i];
        if (same) return r;
        r.clear();
        for (double v : values) r.add(of(v));
        return r;
    }

    /// Without its text a number may have ended with zeros: 1 was perhaps typed as 1.0.
    private static GivenNumber of(double value) {
        if (!Double.isFinite(value)) return new GivenNumber(String.valueOf(value), value, 0, 17);
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (exact.scale() < 0 && exact.scale() > -6) exact = exact.setScale(0);
        int digits = Math.max(FEWEST, exact.precision());
        double unit = Math.pow(10, -exact.scale() - (digits - exact.precision()));
        return new GivenNumber(exact.scale() < 20 ? exact.toPlainString() : exact.toString(), value, unit, digits);
    }

    private static GivenNumber of(String text) {
        BigDecimal number = new BigDecimal(text);
        return new GivenNumber(text, number.doubleValue(), Math.pow(10, -number.scale()), number.precision());
    }

    /// Whether it can stand for a number.
    ///
    /// @param noise by which that number may be off
    boolean fits(double exact, double noise) {
        double off = Math.abs(value - exact);
        if (isExactly(exact) || off <= noise) return true;
        if (digits < FEWEST) return false;
        double cut = (Math.abs(exact) - Math.abs(value)) / unit;
        return off <= unit * (0.5 + 1e-9) || value * exact > 0 && cut >= 0 && cut < 1;
    }

    /// Whether it is that number in all digits that matter.
    boolean isExactly(double exact) { return Math.abs(value - exact) <= CLOSE * Math.abs(exact); }

    /// Whether it is another number that begins as this one, with too few digits to count.
    boolean isShortFor(double exact) { return digits < FEWEST && value != 0 && Math.abs(value - exact) <= unit * (0.5 + 1e-9); }
}
