package dev.jacobi.cli;

import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Training;
import dev.jacobi.nn.TrainingRun;
import dev.jacobi.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/// A network that learns from samples, epoch by epoch: what `demo` and `train` share.
final class Lesson<M> {
    private final TrainingRun<M, Batch> run;
    private final Batch samples;
    private final int batchSize;
    private final int epochs;
    private final SplittableRandom order;
    private int epoch;

    /// @param seed decides in which order the samples come
    Lesson(M net, Optimizer optimizer, BiFunction<M, Batch, Tensor> loss, Batch samples, int batchSize, int epochs,
            long seed) {
        this.run = Training.compileTraining(net, optimizer, loss);
        this.samples = samples;
        this.batchSize = batchSize;
        this.epochs = epochs;
        this.order = new SplittableRandom(seed);
    }

    Progress progress() { return Progress.onStandardError((long) epochs * samples.size(), "images"); }

    /// Goes through all samples once.
    ///
    /// @return the mean loss of the batches
    /// @throws InterruptedException after a step, if the thread was interrupted
    /// @throws WrongInput if the loss is no number any more
    double epoch(Progress progress) throws InterruptedException {
        epoch++;
        String stage = "epoch " + epoch + "/" + epochs;
        long done = (long) (epoch - 1) * samples.size();
        double sum = 0;
        int steps = 0;
        for (Batch batch : samples.batches(batchSize, order.nextLong())) {
            double loss = run.step(batch);
            if (!Double.isFinite(loss)) {
                throw new WrongInput("the loss became " + loss + " in epoch " + epoch + ", step " + (steps + 1)
                    + "; try a smaller --rate");
            }
            sum += loss;
            steps++;
            done += batch.size();
            progress.update(done, stage, loss);
        }
        return sum / steps;
    }

    /// The network as it is now.
    M net() { return run.model(); }
}
