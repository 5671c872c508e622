package dev.jacobi.train;

import dev.jacobi.io.JsonObject;
import dev.jacobi.nn.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a training is, between two steps.
///
/// @param epoch the one that is under way, counted from 1
/// @param step how many of its steps are done
/// @param lossSum of their losses
/// @param history the epochs that are done
/// @param bestEpoch the one with the lowest loss in the eyes of the judge, 0 before the first
/// @param bestLoss its loss
/// @param schedule of the learning rate, with what it has learned of the epochs so far
public record Position(int epoch, int step, double lossSum, List<EpochResult> history, int bestEpoch, double bestLoss,
        Schedule schedule) {
    /// Before the first step.
    public static Position start(Schedule schedule) { return new Position(1, 0, 0, List.of(), 0, Double.POSITIVE_INFINITY, schedule); }

    public Position { history = List.copyOf(history); }

    Position afterStep(double loss) { return new Position(epoch, step + 1, lossSum + loss, history, bestEpoch, bestLoss, schedule); }

    Map<String, Object> toJson() {
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("epoch", epoch);
        r.put("step", step);
        r.put("lossSum", lossSum);
        r.put("bestEpoch", bestEpoch);
        r.put("bestLoss", bestLoss);
        r.put("schedule", schedule.specification());
        r.put("history", history.stream().map(EpochResult::toJson).toList());
        return r;
    }

    static Position of(JsonObject json) {
        return new Position(json.whole("epoch"), json.whole("step"), json.number("lossSum"),
                json.objects("history").stream().map(EpochResult::of).toList(), json.whole("bestEpoch"), json.number("bestLoss"),
                Schedule.parse(json.text("schedule")));
    }
}
