package dev.jacobi.train;

import dev.jacobi.data.Samples;
import dev.jacobi.data.Shuffle;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Schedule;
import dev.jacobi.nn.TrainingRun;
import dev.jacobi.tensor.RandomKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Trains a model epoch by epoch, from any checkpoint on. What comes out depends on the samples, the settings and
/// the seed only, not on how often it was interrupted.
public final class Trainer<M> {
    private final TrainingRun<M, Batch> run;
    private final Samples samples;
    private final Settings settings;
    private final @Nullable Judge<M> judge;
    private final double rate;
    private Position position;
    private @Nullable M best;
    private long epochStart = System.nanoTime();

    /// How to train.
    ///
    /// @param batch samples in a step
    /// @param epochs how many times all samples are learned, at most
    /// @param patience it stops after so many epochs without a new best; 0: never
    /// @param seed decides the order of the samples and what is random in layers
    public record Settings(int batch, int epochs, int patience, long seed) {
        /// @throws IllegalArgumentException for a batch or epochs below 1, or a patience below 0
        public Settings {
            if (batch < 1 || epochs < 1 || patience < 0) {
                throw new IllegalArgumentException("training needs a batch and epochs of at least 1 and a patience of at least 0, but got "
                        + batch + ", " + epochs + " and " + patience);
            }
        }
    }

    /// Measures a model after each epoch on samples that it doesn't learn. Must give the same for the same model.
    public interface Judge<M> {
        /// Measures by name; "loss" decides which epoch is the best.
        Map<String, Double> judge(M model);
    }

    /// Looks on; may save, show progress, or end the training by an exception, which leaves the trainer between two steps.
    public interface Spectator {
        /// A step is done, and the epoch too if it was its last.
        ///
        /// @param loss of the step's batch
        void afterStep(double loss) throws InterruptedException, IOException;

        /// An epoch is done.
        default void afterEpoch(EpochResult result) throws IOException {}
    }

    /// From a checkpoint, or from the first one: `new Snapshot<>(optimizer.start(model), Position.start(schedule), null)`.
    public Trainer(Snapshot<M> start, TrainingRun.Loss<? super M, ? super Batch> loss, Samples samples, Settings settings,
            @Nullable Judge<M> judge) {
        if (samples.count() == 0) throw new IllegalArgumentException("training needs samples, but there are none");
        if (settings.patience() > 0 && judge == null) {
            throw new IllegalArgumentException("to stop early needs a judge, but there is none; hold some samples out");
        }
        this.run = TrainingRun.of(start.training(), RandomKey.of(settings.seed()), loss);
        this.rate = start.training().optimizer().rate();
        this.samples = samples;
        this.settings = settings;
        this.judge = judge;
        this.position = start.position();
        this.best = start.best();
    }

    /// Goes on to the end.
    public void train(Spectator spectator) throws InterruptedException, IOException {
        Shuffle order = order();
        while (!isDone()) {
            run.rate(rateNow());
            double loss = run.step(samples.batch(places(order)));
            position = position.afterStep(loss);
            if (position.step() == steps()) {
                spectator.afterEpoch(endEpoch());
                order = order();
            }
            spectator.afterStep(loss);
        }
    }

    /// The rate that the optimizer was made with, times the schedule's factor.
    private double rateNow() { return rate * position.schedule().factor(position.epoch() - 1 + (double) position.step() / steps()); }

    private int[] places(Shuffle order) {
        int start = position.step() * settings.batch();
        int[] places = new int[Math.min(settings.batch(), samples.count() - start)];
        for (int i = 0; i < places.length; i++) places[i] = order.at(start + i);
        return places;
    }

    /// Which samples the next step takes.
    public int[] places() { return places(order()); }

    /// What the next step learns.
    public Batch batch() { return samples.batch(places()); }

    /// Where the next step takes its random numbers from.
    public RandomKey key() { return RandomKey.of(settings.seed()).fold(run.state().step().tensor()); }

    private Shuffle order() { return new Shuffle(samples.count(), settings.seed() * 1_000_003 + position.epoch()); }

    /// Steps in an epoch.
    public int steps() { return (samples.count() + settings.batch() - 1) / settings.batch(); }

    /// Whether all epochs are done, or enough went by without a new best.
    public boolean isDone() {
        int done = position.epoch() - 1;
        return done >= settings.epochs() || settings.patience() > 0 && done - position.bestEpoch() >= settings.patience();
    }

    private EpochResult endEpoch() {
        int epoch = position.epoch();
        Map<String, Double> measures = Map.of();
        int bestEpoch = position.bestEpoch();
        double bestLoss = position.bestLoss();
        Schedule schedule = position.schedule();
        if (judge != null) {
            M model = run.model();
            measures = judge.judge(model);
            double loss = Objects.requireNonNull(measures.get("loss"), "a judge measures \"loss\"");
            schedule = schedule.next(loss);
            if (settings.patience() > 0 && loss < bestLoss) {
                best = model;
                bestEpoch = epoch;
                bestLoss = loss;
            }
        }
        long now = System.nanoTime();
        EpochResult result = new EpochResult(epoch, position.lossSum() / steps(), rateNow(), measures, (now - epochStart) / 1e9);
        epochStart = now;
        List<EpochResult> history = new ArrayList<>(position.history());
        history.add(result);
        position = new Position(epoch + 1, 0, 0, history, bestEpoch, bestLoss, schedule);
        return result;
    }

    public Position position() { return position; }

    /// The training as it is now: a copy.
    public Snapshot<M> checkpoint() { return new Snapshot<>(run.state(), position, best); }

    /// The model to use: that of the best epoch where it can stop early, else the last.
    public M model() { return best != null ? best : run.model(); }
}
