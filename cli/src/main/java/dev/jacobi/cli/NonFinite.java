package dev.jacobi.cli;

import dev.jacobi.explain.why.Why;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.NonFiniteStep;
import dev.jacobi.nn.Pass;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.train.Objective;
import dev.jacobi.train.Trainer;
import java.util.Arrays;

/// Tells where a training left the finite numbers: in which batch, parameter and op.
final class NonFinite {
    private NonFinite() {}

    static String report(NonFiniteStep e, Trainer<Layer> trainer, Objective objective) {
        int[] places = trainer.places();
        Batch batch = trainer.batch();
        Layer network = trainer.checkpoint().training().model();
        RandomKey key = trainer.key();
        String what = e.path().isEmpty() ? "the loss became " + e.value() : "\"" + e.path() + "\" would become " + e.value();
        String why;
        try {
            why = Why.whyNaN(net -> objective.loss(net.apply(batch.x(), Pass.training(key)), batch.y()), network).sentence().replaceFirst("\\.$", "");
        } catch (IllegalArgumentException nothing) {
            why = "the loss and its gradient are finite, so the update overflows";
        }
        return "in epoch " + trainer.position().epoch() + ", step " + (trainer.position().step() + 1) + ", " + what + ": " + why
            + ". The batch: samples " + Arrays.toString(Arrays.stream(places).limit(8).toArray()) + (places.length > 8 ? " and " + (places.length - 8) + " more" : "")
            + "; the weights are those before the step. Try a smaller --rate, or look for odd values in these samples";
    }
}
