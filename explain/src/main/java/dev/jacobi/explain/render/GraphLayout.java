package dev.jacobi.explain.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Places the boxes of a graph without cycles in columns from left to right, each right of all that it is made from, and
/// leads the edges between the boxes. The order in a column is the one by which the edges cross least (the method of
/// Sugiyama, Tagawa and Toda, 1981: sweeps that put each box at the mean of its neighbors).
final class GraphLayout {
    private static final int SWEEPS = 12;
    private static final double BOX = 92;                        // the height of a box with its texts
    private static final double LANE = 26;                       // of an edge that passes by

    /// A box.
    ///
    /// @param x of its center
    /// @param y of its center
    record Point(double x, double y) {}

    /// An edge, by the numbers of its boxes.
    record Edge(int from, int to) {}

    private final int boxes;
    private final double[] width;
    private final double gap;
    private final List<Edge> edges;
    private final int[] column;
    /// The boxes and, after them, the lanes by which edges pass a column.
    private final List<Integer> columnOf = new ArrayList<>();
    private final List<List<Integer>> above = new ArrayList<>();
    private final List<List<Integer>> below = new ArrayList<>();
    private final List<List<Integer>> laneOf = new ArrayList<>();
    private List<List<Integer>> columns = new ArrayList<>();
    private double[] y = {};
    private double[] x = {};
    private double totalWidth;
    private double totalHeight;

    /// @param width of each box
    /// @param edges from lower to higher numbers
    /// @param floating which boxes move as far right as their users let them: inputs
    /// @param gap between columns
    GraphLayout(double[] width, List<Edge> edges, boolean[] floating, double gap) {
        this.gap = gap;
        this.boxes = width.length;
        this.width = width;
        this.edges = edges;
        this.column = columns(edges, floating);
        addLanes();
        order();
        place();
    }

    private int[] columns(List<Edge> all, boolean[] floating) {
        int[] r = new int[boxes];
        List<Edge> sorted = all.stream().sorted(Comparator.comparingInt(Edge::to)).toList();
        for (Edge e : sorted) r[e.to] = Math.max(r[e.to], r[e.from] + 1);
        for (int i = 0; i < boxes; i++) {
            if (!floating[i]) continue;
            int first = Integer.MAX_VALUE;
            for (Edge e : all) if (e.from == i) first = Math.min(first, r[e.to]);
            if (first != Integer.MAX_VALUE) r[i] = first - 1;
        }
        return r;
    }

    private void addLanes() {
        for (int i = 0; i < boxes; i++) add(column[i]);
        for (Edge e : edges) {
            List<Integer> lanes = new ArrayList<>();
            int from = e.from;
            for (int c = column[e.from] + 1; c < column[e.to]; c++) {
                int lane = add(c);
                connect(from, lane);
                lanes.add(lane);
                from = lane;
            }
            connect(from, e.to);
            laneOf.add(lanes);
        }
        int last = columnOf.stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int c = 0; c <= last; c++) columns.add(new ArrayList<>());
        for (int i = 0; i < columnOf.size(); i++) columns.get(columnOf.get(i)).add(i);
    }

    private int add(int c) {
        columnOf.add(c);
        above.add(new ArrayList<>());
        below.add(new ArrayList<>());
        return columnOf.size() - 1;
    }

    private void connect(int from, int to) {
        above.get(from).add(to);
        below.get(to).add(from);
    }

    private void order() {
        List<List<Integer>> best = copy(columns);
        long fewest = crossings(columns);
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean rightward = sweep % 2 == 0;
            for (int k = 1; k < columns.size(); k++) {
                int c = rightward ? k : columns.size() - 1 - k;
                int[] place = places(columns.get(rightward ? c - 1 : c + 1));
                double[] mean = new double[columnOf.size()];
                List<Integer> here = columns.get(c);
                for (int i = 0; i < here.size(); i++) {
                    int node = here.get(i);
                    mean[node] = (rightward ? below : above).get(node).stream().mapToInt(n -> place[n]).average().orElse(i);
                }
                here.sort(Comparator.comparingDouble(n -> mean[n]));
            }
            long crossings = crossings(columns);
            if (crossings < fewest) {
                fewest = crossings;
                best = copy(columns);
            }
        }
        columns = best;
    }

    private int[] places(List<Integer> nodes) {
        int[] r = new int[columnOf.size()];
        for (int i = 0; i < nodes.size(); i++) r[nodes.get(i)] = i;
        return r;
    }

    private static List<List<Integer>> copy(List<List<Integer>> columns) {
        List<List<Integer>> r = new ArrayList<>();
        for (List<Integer> c : columns) r.add(new ArrayList<>(c));
        return r;
    }

    private long crossings(List<List<Integer>> order) {
        long sum = 0;
        for (int c = 0; c + 1 < order.size(); c++) {
            int[] place = places(order.get(c + 1));
            List<Integer> ends = new ArrayList<>();
            for (int node : order.get(c)) ends.addAll(above.get(node).stream().map(n -> place[n]).sorted().toList());
            for (int i = 0; i < ends.size(); i++) for (int j = i + 1; j < ends.size(); j++) if (ends.get(i) > ends.get(j)) sum++;
        }
        return sum;
    }

    private double height(int node) { return node < boxes ? BOX : LANE; }

    private void place() {
        y = new double[columnOf.size()];
        for (List<Integer> c : columns) spread(c, null);
        for (int round = 0; round < SWEEPS; round++) {
            boolean rightward = round % 2 == 0;
            for (int k = 0; k < columns.size(); k++) {
                List<Integer> c = columns.get(rightward ? k : columns.size() - 1 - k);
                double[] wanted = new double[columnOf.size()];
                for (int node : c) {
                    List<Integer> neighbors = new ArrayList<>(below.get(node));
                    neighbors.addAll(above.get(node));
                    wanted[node] = neighbors.stream().mapToDouble(n -> y[n]).average().orElse(y[node]);
                }
                spread(c, wanted);
            }
        }
        double top = Double.MAX_VALUE;
        double bottom = 0;
        for (int i = 0; i < y.length; i++) top = Math.min(top, y[i] - height(i) / 2);
        for (int i = 0; i < y.length; i++) {
            y[i] -= top;
            bottom = Math.max(bottom, y[i] + height(i) / 2);
        }
        totalHeight = bottom;
        x = new double[columnOf.size()];
        double left = 0;
        for (List<Integer> c : columns) {
            double widest = 0;
            for (int node : c) if (node < boxes) widest = Math.max(widest, width[node]);
            for (int node : c) x[node] = left + widest / 2;
            left += widest + gap;
        }
        totalWidth = left - gap;
    }

    /// Puts the nodes of a column near where they want to be, in their order and without touching.
    private void spread(List<Integer> nodes, double @Nullable [] wanted) {
        double[] at = new double[nodes.size()];
        double shift = 0;
        for (int i = 0; i < at.length; i++) {
            int node = nodes.get(i);
            double least = i == 0 ? Double.NEGATIVE_INFINITY : at[i - 1] + (height(nodes.get(i - 1)) + height(node)) / 2;
            double want = wanted == null ? i == 0 ? 0 : least : wanted[node];
            at[i] = Math.max(least, want);
            shift += want - at[i];
        }
        shift = at.length == 0 || wanted == null ? 0 : shift / at.length;
        for (int i = 0; i < at.length; i++) y[nodes.get(i)] = at[i] + shift;
    }

    double width() { return totalWidth; }

    double height() { return totalHeight; }

    /// The center of a box.
    Point center(int box) { return new Point(x[box], y[box]); }

    /// The points by which an edge goes, from the right side of one box to the left side of the other.
    List<Point> route(int edge) {
        Edge e = edges.get(edge);
        List<Point> r = new ArrayList<>();
        r.add(new Point(x[e.from] + width[e.from] / 2, y[e.from]));
        for (int lane : laneOf.get(edge)) {
            double half = Arrays.stream(columns.get(columnOf.get(lane)).stream().mapToInt(Integer::intValue).toArray())
                .filter(n -> n < boxes).mapToDouble(n -> width[n] / 2).max().orElse(0);
            r.add(new Point(x[lane] - half, y[lane]));
            r.add(new Point(x[lane] + half, y[lane]));
        }
        r.add(new Point(x[e.to] - width[e.to] / 2, y[e.to]));
        return r;
    }
}
