package dev.jacobi.testkit.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Where functions are tried: the same numbers in every run.
final class Points {
    /// Where formulas change from one way of computing to another, and where results start to overflow or underflow.
    private static final double[] BREAKS = {0.125, 0.25, 0.5, 0.625, Math.sqrt(0.5), 0.75, 0.84375, 0.9, 1, 1.25, Math.sqrt(2), 1.5, 2, 2.5, Math.E, 3, 4, 5, 6, 8,
        10, 12, 16, 20, 22, 24, 30, 37, 38.5, 40, 60, 85.5, 87.34, 88.73, 103.98, 120, 171.6, 174.67, 354.9, 372.6, 708.4, 709.79, 745.14, 800, 1000, 0x1p24, 0x1p53,
        1e10, 1e19, 1e30, 1e154, 1.6e22, 1e300, Double.MIN_NORMAL, Float.MIN_NORMAL, Float.MAX_VALUE};

    private final SplittableRandom random = new SplittableRandom(2026);
    private final TreeSet<Double> all = new TreeSet<>();
    private final double low;
    private final double high;
    private final boolean single;
    private final boolean many;

    private Points(double low, double high, boolean single, boolean many) {
        this.low = low;
        this.high = high;
        this.single = single;
        this.many = many;
    }

    /// Numbers of a range: about `count` by chance, and those that are special.
    static double[] of(double low, double high, boolean single, int count) {
        Points p = new Points(low, high, single, count > 10_000);
        p.special();
        p.byChance(count);
        return p.all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void add(double x) {
        double rounded = single ? (float) x : x;
        if (Double.isFinite(rounded) && rounded >= low && rounded <= high) all.add(rounded);
    }

    private void both(double x) {
        add(x);
        add(-x);
    }

    private double step(double x, int steps) {
        double at = single ? (float) x : x;
        return at + steps * (single ? Math.ulp((float) at) : Math.ulp(at));
    }

    private void near(double x) {
        int steps = many ? 8 : 2;
        for (int i = -steps; i <= steps; i++) both(step(x, i));
        for (int k = 3; k < 16; k += many ? 1 : 9) {
            both(x * (1 + Math.scalb(random.nextDouble(), -3 * k)));
            both(x * (1 - Math.scalb(random.nextDouble(), -3 * k)));
        }
    }

    private void special() {
        both(0);
        both(Double.MIN_VALUE);
        both(Float.MIN_VALUE);
        both(single ? Float.MAX_VALUE : Double.MAX_VALUE);
        both(low);
        both(high);
        int stride = many ? 1 : 16;
        for (int e = -1074; e < 1024; e += Math.abs(e) < 64 ? 1 : stride) {
            both(Math.scalb(1.0, e));
            both(Math.scalb(1 + random.nextDouble(), e));
        }
        for (double x : BREAKS) near(x);
        for (int k = 1; k < 40; k += many ? 1 : 1 + k / 2) {
            near(k * Math.PI / 4);
            near((k - 0.5) * Math.log(2));
            near(k / 16.0);
        }
    }

    private void byChance(int count) {
        int n = count / 6;
        for (int i = 0; i < n; i++) {
            both(4 * random.nextDouble());
            both(40 * random.nextDouble());
            both(760 * random.nextDouble());
            both(Math.scalb(1 + random.nextDouble(), random.nextInt(-30, 10)));
            both(Math.scalb(1 + random.nextDouble(), single ? random.nextInt(-149, 128) : random.nextInt(-1074, 1024)));
            add(low + (high - low) * random.nextDouble());
        }
    }

    /// Neighbors, one after the other, around every place where a way of computing may change, growing.
    static double[][] runs(double low, double high, boolean single) {
        Points p = new Points(low, high, single, true);
        List<Double> centers = new ArrayList<>();
        for (double x : BREAKS) centers.add(x);
        for (int k = 1; k < 200; k++) {
            centers.add((k - 0.5) * Math.log(2));
            centers.add((k - 0.5) * Math.log(2) / 2);
        }
        for (double x : centers) for (int i = -64; i <= 64; i++) p.both(p.step(x, i));
        return p.all.stream().map(x -> new double[] {x}).toArray(double[][]::new);
    }

    /// Pairs for functions of two numbers: those of [#of] in an order by chance, and pairs of near neighbors.
    static double[][] pairs(double low, double high, boolean single, int count) {
        double[] x = of(low, high, single, count);
        SplittableRandom random = new SplittableRandom(7);
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double a = x[random.nextInt(x.length)];
            double b = switch (i % 4) {
                case 0 -> a * (1 + Math.scalb(random.nextDouble(), -random.nextInt(1, 50)));
                case 1 -> a + 40 * random.nextDouble() - 20;
                case 2 -> -a * Math.scalb(1 + random.nextDouble(), random.nextInt(-4, 4));
                default -> x[random.nextInt(x.length)];
            };
            if (single) b = (float) b;
            if (Double.isFinite(b) && b >= low && b <= high) pairs.add(new double[] {a, b});
        }
        return pairs.toArray(double[][]::new);
    }

    /// Bases and exponents whose power is a number, most of them far from 1.
    static double[][] powers(boolean single, int count) {
        SplittableRandom random = new SplittableRandom(11);
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int exponent = i % 3 == 0 ? 0 : single ? random.nextInt(-126, 128) : random.nextInt(-1022, 1024);
            double x = i % 5 == 0 ? 1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(1, 40)) : Math.scalb(1 + random.nextDouble(), exponent);
            double reach = single ? -103 + 192 * random.nextDouble() : -745 + 1455 * random.nextDouble();
            double p = i % 2 == 0 ? reach / StrictMath.log(x) : 8 * random.nextDouble() - 4;
            if (i % 7 == 0) {
                p = Math.rint(p);
                x = -x;
            }
            if (i % 11 == 0) p = Math.rint(2 * p) / 2;
            if (x < 0 && p != Math.rint(p)) x = -x;
            if (single) {
                x = (float) x;
                p = (float) p;
            }
            if (x != 0 && Double.isFinite(x) && Double.isFinite(p)) pairs.add(new double[] {x, p});
        }
        return pairs.toArray(double[][]::new);
    }
}
