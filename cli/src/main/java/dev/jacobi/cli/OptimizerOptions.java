package dev.jacobi.cli;

import dev.jacobi.nn.Adagrad;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.AdamW;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.RmsProp;
import dev.jacobi.nn.Schedule;
import dev.jacobi.nn.Sgd;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How weights change.
final class OptimizerOptions {
    private enum Descent {
        ADAM(1e-3), ADAMW(1e-3), ADAGRAD(1e-2), RMSPROP(1e-3), SGD(0.1), MOMENTUM(0.05), NESTEROV(0.05);

        private final double rate;

        Descent(double rate) { this.rate = rate; }
    }

    @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam",
        description = "adam, adamw, adagrad, rmsprop, sgd, or sgd with 0.9 of momentum or nesterov. Default: ${DEFAULT-VALUE}.")
    private Descent descent = Descent.ADAM;

    @Option(names = {"--rate", "--lr"}, paramLabel = "NUMBER",
        description = "The learning rate. Default: 0.001; 0.01 for adagrad, 0.1 for sgd, 0.05 for momentum and nesterov.")
    private @Nullable Double rate;

    @Option(names = "--schedule", paramLabel = "TEXT", defaultValue = "constant",
        description = "How the rate changes by epochs: constant, \"step 30 0.1\", \"exponential 0.95\", \"cosine 100\","
            + " \"plateau 0.1 patience 10\"; with \"warmup 5\" behind it. Default: ${DEFAULT-VALUE}.")
    private String schedule = "constant";

    @Option(names = "--decay", paramLabel = "NUMBER",
        description = "Draws weights towards 0: this times the weight is added to its gradient; for adamw, whose default is 0.01, to its step.")
    private @Nullable Double decay;

    @Option(names = "--clip", paramLabel = "NUMBER", description = "Scales gradients down where the norm of all of them is above this.")
    private @Nullable Double clip;

    Optimizer optimizer() {
        double r = rate != null ? rate : descent.rate;
        if (!(r > 0) || Double.isInfinite(r)) throw new WrongInput("--rate needs a number above 0, but got " + r);
        Optimizer optimizer = switch (descent) {
            case ADAM -> new Adam(r);
            case ADAMW -> new AdamW(r);
            case ADAGRAD -> new Adagrad(r);
            case RMSPROP -> new RmsProp(r);
            case SGD -> new Sgd(r);
            case MOMENTUM -> new Sgd(r, 0.9);
            case NESTEROV -> new Sgd(r, 0.9, true);
        };
        if (decay != null) optimizer = optimizer.decay(decay);
        return clip == null ? optimizer : optimizer.clipNorm(clip);
    }

    Schedule schedule() { return Schedule.parse(schedule); }

    /// In a few words.
    String summary() {
        return descent.name().toLowerCase(Locale.ROOT) + " at rate " + optimizer().rate() + (decay == null ? "" : ", decay " + decay)
            + (clip == null ? "" : ", clipped at " + clip) + (schedule.equals("constant") ? "" : ", " + schedule);
    }
}
