package dev.jacobi.train;

import dev.jacobi.io.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What came out of an epoch.
///
/// @param epoch counted from 1
/// @param loss mean of the batches' losses, each before its update
/// @param rate the learning rate at its end
/// @param measures what the judge measured after it: "loss", "accuracy", ...; empty without a judge
/// @param seconds how long it took; the only part that differs from run to run
public record EpochResult(int epoch, double loss, double rate, Map<String, Double> measures, double seconds) {

    public EpochResult { measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures)); }

    /// As a JSON object.
    public Map<String, Object> toJson() {
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("epoch", epoch);
        r.put("loss", loss);
        r.put("rate", rate);
        r.put("measures", measures);
        r.put("seconds", seconds);
        return r;
    }

    /// From what [#toJson] made.
    static EpochResult of(JsonObject json) {
        Map<String, Double> measures = new LinkedHashMap<>();
        JsonObject written = json.object("measures");
        for (String name : written.names()) measures.put(name, written.number(name));
        return new EpochResult(json.whole("epoch"), json.number("loss"), json.number("rate"), measures, json.number("seconds"));
    }
}
