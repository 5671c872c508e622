package dev.jacobi.nn;

/// How far predicted numbers are from the right ones: gathered batch by batch, one thread at a time.
///
/// Means are moved by each sample (Welford 1962), so that neither many samples nor targets far from 0 cost digits.
public final class RegressionMetrics {
    private long count;
    private double squaredError;
    private double absoluteError;
    private double mean;
    private double spread;                                            // Σ(t − mean)² up to now

    /// Gathers a batch.
    ///
    /// @throws IllegalArgumentException if the lengths differ; then nothing is gathered
    public void add(double[] predicted, double[] right) {
        if (predicted.length != right.length) {
            throw new IllegalArgumentException("each sample has a number and a predicted one, but got " + right.length + " and " + predicted.length);
        }
        for (int i = 0; i < right.length; i++) {
            count++;
            double error = predicted[i] - right[i];
            squaredError += (error * error - squaredError) / count;
            absoluteError += (Math.abs(error) - absoluteError) / count;
            double before = right[i] - mean;
            mean += before / count;
            spread += before * (right[i] - mean);
        }
    }

    /// How many samples were gathered.
    public long count() { return count; }

    /// The mean of the squared errors; NaN of no samples.
    public double meanSquaredError() { return count == 0 ? Double.NaN : squaredError; }

    /// The mean of the absolute errors; NaN of no samples.
    public double meanAbsoluteError() { return count == 0 ? Double.NaN : absoluteError; }

    /// R², the share of the targets' variance that is explained: 1 − Σ(y − t)²/Σ(t − mean t)². It is 0 for
    /// whoever always says the mean, negative for worse, and NaN where the targets don't vary.
    public double rSquared() { return spread == 0 ? Double.NaN : 1 - squaredError / (spread / count); }
}
