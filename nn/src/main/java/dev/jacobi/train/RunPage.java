package dev.jacobi.train;

import dev.jacobi.nn.Confusion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A training as a page of HTML that needs nothing else: curves, the confusion of classes, settings.
public final class RunPage {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 220;
    private static final int LEFT = 60;
    private static final int MOST_POINTS = 400;
    private static final int MOST_CLASSES = 30;

    private static final String STYLE = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d0d5db; --first: #0b63b0; --second: #b3470b; --cell: 11, 99, 176 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171a; --faint: #3a4148; --first: #6cb2f5; --second: #f39a5f; --cell: 108, 178, 245 } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
        svg { width: 100%; height: auto } text { fill: var(--ink); font: 12px system-ui, sans-serif }
        .axis { stroke: var(--faint); fill: none } .first { stroke: var(--first); fill: none; stroke-width: 2 } .second { stroke: var(--second); fill: none; stroke-width: 2 }
        .wide { overflow-x: auto } table { border-collapse: collapse } td, th { padding: .2rem .5rem; text-align: right; border-bottom: 1px solid var(--faint) }
        .settings td, .settings th { text-align: left; overflow-wrap: anywhere; vertical-align: top }
        """;

    private RunPage() {}

    /// The page.
    ///
    /// @param result in a sentence
    /// @param test how the model did on samples that it never saw; null if there were none
    /// @param bestEpoch whose model was taken; 0 for the last
    public static String of(String title, String result, List<EpochResult> history, @Nullable Evaluation test, int bestEpoch, Map<String, String> settings) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/><title>")
                .append(escaped(title)).append("</title>\n<style>\n").append(STYLE).append("</style></head>\n<body>\n<h1>").append(escaped(title)).append("</h1>\n<p>")
                .append(escaped(result)).append("</p>\n");
        Set<String> measures = new LinkedHashSet<>();
        history.forEach(epoch -> measures.addAll(epoch.measures().keySet()));
        chart(page, "Loss", history, bestEpoch, EpochResult::loss, measures.remove("loss") ? "loss" : null);
        for (String measure : measures) chart(page, measure, history, bestEpoch, null, measure);
        if (test != null && test.confusion() != null) confusion(page, test.confusion());
        page.append("<h2>Settings</h2>\n<table class=\"settings\">\n");
        settings.forEach((name, value) -> page.append("<tr><th>").append(escaped(name)).append("</th><td>").append(escaped(value)).append("</td></tr>\n"));
        return page.append("</table>\n</body>\n</html>\n").toString();
    }

    /// One curve or two over the epochs: what was learned, and what was measured on other samples.
    private static void chart(StringBuilder page, String title, List<EpochResult> history, int bestEpoch, @Nullable ToDoubleFunction<EpochResult> learned,
            @Nullable String measured) {
        List<EpochResult> points = new ArrayList<>();
        int every = (history.size() + MOST_POINTS - 1) / MOST_POINTS;
        for (int i = 0; i < history.size(); i++) if (i % every == 0 || i == history.size() - 1) points.add(history.get(i));
        ToDoubleFunction<EpochResult> other = epoch -> measured == null ? Double.NaN : epoch.measures().getOrDefault(measured, Double.NaN);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (EpochResult epoch : points) {
            for (double value : new double[] {learned == null ? Double.NaN : learned.applyAsDouble(epoch), other.applyAsDouble(epoch)}) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) return;
        double step = roundStep((high - low) / 4);
        low = Math.floor(low / step) * step;
        high = Math.max(low + step, Math.ceil(high / step) * step);
        page.append("<h2>").append(escaped(title)).append("</h2>\n<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\">\n");
        for (double tick = low; tick <= high + step / 2; tick += step) {
            double y = y(tick, low, high);
            page.append(String.format(Locale.ROOT, "<path class=\"axis\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT, y, WIDTH - 10,
                    LEFT - 6, y + 4, String.format(Locale.ROOT, step < 0.01 || step >= 1e5 ? "%.1e" : step < 1 ? "%.2f" : "%.0f", tick)));
        }
        int last = points.getLast().epoch();
        page.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">1</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">epoch %d</text>\n", LEFT, HEIGHT - 4, WIDTH - 10, HEIGHT - 4, last));
        if (bestEpoch > 0) page.append(String.format(Locale.ROOT, "<path class=\"axis\" d=\"M%.1f 10V%d\"/><text x=\"%.1f\" y=\"22\" text-anchor=\"end\">best</text>\n", x(bestEpoch, last), HEIGHT - 20,
                x(bestEpoch, last) + (2 * bestEpoch > last ? -3 : 28)));
        if (learned != null) curve(page, "first", points, learned, low, high);
        if (measured != null) curve(page, "second", points, other, low, high);
        page.append("</svg>\n");
        if (learned != null && measured != null) {
            page.append("<p><span style=\"color: var(--first)\">━ while learning</span> &#160; <span style=\"color: var(--second)\">━ on other samples</span></p>\n");
        }
    }

    private static void curve(StringBuilder page, String kind, List<EpochResult> points, ToDoubleFunction<EpochResult> value, double low, double high) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (EpochResult epoch : points) {
            double v = value.applyAsDouble(epoch);
            if (Double.isFinite(v)) path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x(epoch.epoch(), points.getLast().epoch()), y(v, low, high)));
            drawing = Double.isFinite(v);
        }
        page.append("<path class=\"").append(kind).append("\" stroke-linecap=\"round\" d=\"").append(path).append(points.size() == 1 ? "h0.1" : "").append("\"/>\n");
    }

    private static double x(int epoch, int last) { return LEFT + (WIDTH - 10.0 - LEFT) * (epoch - 1) / Math.max(1, last - 1); }

    private static double y(double value, double low, double high) { return 10 + (HEIGHT - 30.0) * (high - value) / (high - low); }

    /// 1, 2 or 5 times a power of ten, not below the size.
    private static double roundStep(double size) {
        if (!(size > 0)) return 1;
        double power = Math.pow(10, Math.floor(Math.log10(size)));
        for (double factor : new double[] {1, 2, 5}) if (factor * power >= size) return factor * power;
        return 10 * power;
    }

    private static void confusion(StringBuilder page, Confusion confusion) {
        List<String> classes = confusion.classes();
        page.append("<h2>Which class (line) was called what (column)</h2>\n<div class=\"wide\"><table>\n<tr><th></th>");
        int shown = classes.size() <= MOST_CLASSES ? classes.size() : 0;
        for (int k = 0; k < shown; k++) page.append("<th>").append(escaped(classes.get(k))).append("</th>");
        page.append("<th>recall</th><th>precision</th></tr>\n");
        for (int i = 0; i < classes.size(); i++) {
            page.append("<tr><th>").append(escaped(classes.get(i))).append("</th>");
            for (int k = 0; k < shown; k++) {
                double share = (double) confusion.count(i, k) / Math.max(1, confusion.having(i));
                page.append(String.format(Locale.ROOT, "<td style=\"background: rgba(var(--cell), %.2f)\">%d</td>", 0.7 * share, confusion.count(i, k)));
            }
            page.append("<td>").append(percent(confusion.recall(i))).append("</td><td>").append(percent(confusion.precision(i))).append("</td></tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static String percent(double share) { return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share); }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
