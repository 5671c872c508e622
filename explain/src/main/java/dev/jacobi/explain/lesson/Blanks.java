package dev.jacobi.explain.lesson;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a command printed, with its results left out for a student to fill in.
///
/// A result is a number with a decimal point, or a whole one that stands alone: in a column, after an equals sign, or in a
/// list. Numbers of steps, indexes, exponents and factors of a formula stay, and so do the fractions that were typed.
final class Blanks {
    private static final String BLANK = "____";
    private static final Pattern NUMBER =
        Pattern.compile("(?<![\\p{L}\\p{N}_.^])[-−]?\\d+(\\.\\d+)?(e[-+]?\\d+)?(?![\\p{L}\\p{N}_])");

    private Blanks() {}

    /// @param printed by the command
    /// @param command as it was typed
    static String in(String printed, String command) {
        Set<String> typed = fractions(command);
        StringBuilder out = new StringBuilder();
        printed.lines().forEach(line -> out.append(line(line, typed)).append('\n'));
        return out.toString();
    }

    private static Set<String> fractions(String command) {
        Set<String> typed = new HashSet<>();
        Matcher m = Pattern.compile("\\d*\\.\\d+").matcher(command);
        while (m.find()) typed.add(plain(m.group()));
        return typed;
    }

    /// Without a sign, and without zeros that make no difference.
    private static String plain(String number) {
        return number.replaceFirst("^[-−]?0*", "").replaceFirst("(\\.\\d*?)0+$", "$1");
    }

    private static String line(String line, Set<String> typed) {
        Matcher m = NUMBER.matcher(line);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            boolean fraction = m.group(1) != null || m.group(2) != null;
            boolean blank = fraction
                ? !typed.contains(plain(m.group())) && !isStep(line, m.start())
                : standsAlone(line, m.start(), m.end());
            m.appendReplacement(out, "");
            if (blank) fit(out, m.group().length());
            out.append(blank ? BLANK : m.group());
        }
        return m.appendTail(out).toString();
    }

    /// Makes a blank in a column end where the number of that length did.
    private static void fit(StringBuilder line, int length) {
        if (!line.toString().endsWith("  ")) return;
        line.repeat(' ', Math.max(0, length - BLANK.length()));
        for (int i = length; i < BLANK.length() && line.toString().endsWith("   "); i++) line.setLength(line.length() - 1);
    }

    /// The h of a numeric estimate.
    private static boolean isStep(String line, int start) { return line.startsWith("h = ", start - 4); }

    private static boolean standsAlone(String line, int start, int end) {
        String before = line.substring(0, start);
        String after = line.substring(end);
        if (before.isBlank()) return false; // the number of a step
        boolean inList = before.matches(".*(^|[\\s\\[])\\[([^\\p{L}\\]]*, *)?"); // not the brackets of an index
        boolean begins = inList || before.matches(".*(  |[=:] )");
        boolean ends = after.isEmpty() || Stream.of("  ", "]", ", ", " (added").anyMatch(after::startsWith);
        return begins && ends;
    }
}
