package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.scalar.Program;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A plan as people read it: what each stage made of the function, then what runs, in order.
final class PlanText {
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();

    private PlanText() {}

    static String of(Listing listing, List<Group> groups, long bytes) {
        PlanText t = new PlanText();
        t.stages(listing, groups, bytes);
        t.steps(listing, groups);
        return t.text.toString();
    }

    private void line(String format, Object... values) { text.append(String.format(Locale.ROOT, format, values)).append('\n'); }

    private void stages(Listing listing, List<Group> groups, long bytes) {
        Map<Group.Form, Integer> count = new HashMap<>();
        long made = 0;
        int moved = listing.lines().size();
        for (Group g : groups) {
            count.merge(g.form(), 1, Integer::sum);
            moved -= g.lines().size();
            for (int w : g.writes()) made += bytes(listing.types().get(w));
        }
        long constants = 0;
        for (Tensor c : listing.constants()) if (c != null) constants += (long) c.storage().size() * c.dtype().bytes();
        line("traced      %s", steps(listing.traced()));
        line("simplified  %s", steps(listing.lines().size()));
        line("fused       %s: loops %d, straight code %d, ops %d; views for nothing %d", groups.size() == 1 ? "1 group" : groups.size() + " groups",
                count.getOrDefault(Group.Form.LOOP, 0), count.getOrDefault(Group.Form.STRAIGHT, 0), count.getOrDefault(Group.Form.OP, 0), moved);
        line("planned     %s of buffers, shared by %s of results; constants %s", size(bytes), size(made), size(constants));
        text.append('\n');
    }

    private static String steps(int count) { return count == 1 ? "1 step" : count + " steps"; }

    private void steps(Listing listing, List<Group> groups) {
        for (int k = 0; k < groups.size(); k++) {
            Group g = groups.get(k);
            List<String> writes = new ArrayList<>();
            long size = 0;
            for (int w : g.writes()) {
                writes.add(listing.types().get(w).toString());
                size += bytes(listing.types().get(w));
            }
            Program program = g.program();
            String form = switch (g.form()) {
                case OP -> "";
                case LOOP -> "loop of " + (program == null ? 0 : program.size()) + ": ";
                case STRAIGHT -> "straight: ";
            };
            String made = (writes.size() == 1 ? writes.getFirst() : writes.size() + " results") + ", " + size(size);
            line("%4d  %s", k + 1, cut(form + names(g.lines()), WIDTH - 8 - made.length()) + "  " + made);
        }
    }

    /// The names of its ops, in order, equal neighbors counted.
    static String names(List<Line> lines) {
        StringBuilder r = new StringBuilder();
        String last = "";
        int times = 0;
        for (int i = 0; i <= lines.size(); i++) {
            String name = i < lines.size() ? lines.get(i).op().name() : "";
            if (name.equals(last) && i < lines.size()) {
                times++;
                continue;
            }
            if (times > 0) r.append(r.isEmpty() ? "" : " ").append(last).append(times > 1 ? " x" + times : "");
            last = name;
            times = 1;
        }
        return r.toString();
    }

    private static String cut(String s, int width) {
        int most = Math.max(12, width);
        return s.length() <= most ? s : s.substring(0, most - 4) + " ...";
    }

    private static long bytes(TensorType type) { return (long) type.shape().size() * type.dtype().bytes(); }

    private static String size(long bytes) {
        if (bytes < 10_000) return bytes + " B";
        return bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
