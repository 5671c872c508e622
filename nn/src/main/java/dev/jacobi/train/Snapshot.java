package dev.jacobi.train;

import dev.jacobi.nn.Training;
import org.jspecify.annotations.Nullable;

/// All that a training needs to go on as if it had never stopped. The random numbers need nothing more: they follow
/// from the seed, the epoch and the step.
///
/// @param training the model and what its optimizer remembers
/// @param position where it is
/// @param best the model after the best epoch, null if nobody judges or none is done
public record Snapshot<M>(Training<M> training, Position position, @Nullable M best) {}
