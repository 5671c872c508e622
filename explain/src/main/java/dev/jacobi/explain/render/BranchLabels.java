package dev.jacobi.explain.render;

import java.util.ArrayList;
import java.util.List;

/// Finds places for what is written at edges: beside a point of the edge, where it covers no box, no other label and as
/// little as possible of the edges.
final class BranchLabels {
    private static final int POINTS = 16;                        // of each piece of an edge
    private static final int FIRST = 2 * POINTS;                 // a label stands near where its edge leaves
    private static final double TALL = 12;
    private static final double COVERED = 1000;                  // what covering a box costs, against covering a point of an edge

    private record Area(double left, double top, double right, double bottom) {
        boolean touches(Area o) { return left < o.right && o.left < right && top < o.bottom && o.top < bottom; }

        boolean holds(GraphLayout.Point p) { return left < p.x() && p.x() < right && top < p.y() && p.y() < bottom; }
    }

    private final List<Area> taken = new ArrayList<>();
    private final List<List<GraphLayout.Point>> curves = new ArrayList<>();

    /// A box that labels keep off.
    void box(double left, double top, double right, double bottom) { taken.add(new Area(left, top, right, bottom)); }

    /// An edge by the points that its curve joins; edges are numbered in the order in which they come.
    void edge(List<GraphLayout.Point> route) {
        List<GraphLayout.Point> curve = new ArrayList<>();
        for (int k = 1; k < route.size(); k++) {
            GraphLayout.Point a = route.get(k - 1);
            GraphLayout.Point b = route.get(k);
            for (int i = k == 1 ? 0 : 1; i <= POINTS; i++) {
                double t = (double) i / POINTS;
                // of a Bézier curve whose handles are level and half as long as the way across
                curve.add(new GraphLayout.Point(a.x() + (b.x() - a.x()) * (1.5 * t * (1 - t) + t * t * t),
                        a.y() + (b.y() - a.y()) * (3 * t * t - 2 * t * t * t)));
            }
        }
        curves.add(curve);
    }

    /// The middle of the base line of a label at an edge. The place counts as taken from then on.
    GraphLayout.Point place(int edge, double width) {
        List<GraphLayout.Point> curve = curves.get(edge);
        GraphLayout.Point best = curve.getFirst();
        Area bestArea = around(best, width);
        double least = Double.MAX_VALUE;
        double[][] sides = {{0, -5}, {0, 5 + TALL - 3}, {width / 2 + 6, 4}, {-width / 2 - 6, 4}};
        for (int i = 2; i < Math.min(FIRST, curve.size() - 2); i++) {
            for (double[] side : sides) {
                GraphLayout.Point at = new GraphLayout.Point(curve.get(i).x() + side[0], curve.get(i).y() + side[1]);
                Area area = around(at, width);
                double cost = cost(area) + Math.abs(i - 0.6 * POINTS) / POINTS;
                if (cost < least) {
                    least = cost;
                    best = at;
                    bestArea = area;
                }
            }
        }
        taken.add(bestArea);
        return best;
    }

    private static Area around(GraphLayout.Point base, double width) {
        return new Area(base.x() - width / 2 - 2, base.y() - TALL + 1, base.x() + width / 2 + 2, base.y() + 4);
    }

    private double cost(Area area) {
        double sum = 0;
        for (Area a : taken) if (area.touches(a)) sum += COVERED;
        for (List<GraphLayout.Point> curve : curves) {
            for (int i = firstRightOf(area.left, curve); i < curve.size() && curve.get(i).x() < area.right; i++) {
                if (area.holds(curve.get(i))) sum++;
            }
        }
        return sum;
    }

    /// Edges lead to the right, so their points are in order.
    private static int firstRightOf(double x, List<GraphLayout.Point> curve) {
        int low = 0;
        int high = curve.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (curve.get(middle).x() <= x) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
