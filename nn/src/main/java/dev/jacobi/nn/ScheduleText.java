package dev.jacobi.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the text of a [Schedule]: a name, numbers, then words with a number each.
final class ScheduleText {
    private final String text;
    private final String name;
    private final List<Double> numbers = new ArrayList<>();
    private final Map<String, Double> named = new LinkedHashMap<>();

    ScheduleText(String text) {
        this.text = text;
        List<String> words = Arrays.stream(text.strip().split("\\s+")).toList();
        name = words.getFirst();
        int i = 1;
        for (; i < words.size(); i++) {
            Double number = number(words.get(i));
            if (number == null) break;
            numbers.add(number);
        }
        for (; i < words.size(); i += 2) {
            Double number = i + 1 < words.size() ? number(words.get(i + 1)) : null;
            if (number == null) throw wrong("\"" + words.get(i) + "\" needs a number behind it");
            if (named.put(words.get(i), number) != null) throw wrong("\"" + words.get(i) + "\" is there twice");
        }
    }

    private static @Nullable Double number(String word) {
        if (!word.matches("[-+]?([0-9].*|\\.[0-9].*|Infinity)")) return null;
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    Schedule schedule() {
        Double warmup = named.remove("warmup");
        Schedule schedule = switch (name) {
            case "constant" -> {
                requireNumbers(0, 0);
                yield new Schedule.Constant();
            }
            case "step" -> {
                requireNumbers(1, 2);
                yield new Schedule.Steps(numbers.get(0), numbers.size() > 1 ? numbers.get(1) : 0.1);
            }
            case "exponential" -> {
                requireNumbers(1, 1);
                yield new Schedule.Exponential(numbers.getFirst());
            }
            case "cosine" -> {
                requireNumbers(1, 1);
                yield new Schedule.Cosine(numbers.getFirst(), take("floor", 0));
            }
            case "plateau" -> {
                requireNumbers(0, 1);
                yield new Schedule.Plateau(numbers.isEmpty() ? 0.1 : numbers.getFirst(), whole("patience", 10),
                        take("best", Double.POSITIVE_INFINITY), whole("waited", 0), take("now", 1));
            }
            default -> throw wrong("it is none of constant, step, exponential, cosine and plateau");
        };
        if (!named.isEmpty()) throw wrong("\"" + name + "\" takes no \"" + named.keySet().iterator().next() + "\"");
        return warmup == null ? schedule : schedule.warmup(warmup);
    }

    private void requireNumbers(int least, int most) {
        if (numbers.size() < least || numbers.size() > most) {
            String wanted = least == most ? String.valueOf(least) : least + " to " + most;
            throw wrong("\"" + name + "\" takes " + wanted + (wanted.equals("1") ? " number" : " numbers") + ", but got " + numbers.size());
        }
    }

    private double take(String word, double absent) {
        Double given = named.remove(word);
        return given == null ? absent : given;
    }

    private int whole(String word, int absent) {
        double given = take(word, absent);
        if (given != (int) given) throw wrong("\"" + word + "\" takes a whole number, but got " + Settings.text(given));
        return (int) given;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("a schedule was asked as \"" + text + "\", but " + what
                + "; write one like \"cosine 100 warmup 5\", \"step 30 0.1\" or \"plateau 0.5 patience 5\"");
    }
}
