package dev.jacobi.data;

import dev.jacobi.data.TableEncoding.CategoryInput;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableEncoding.Input;
import dev.jacobi.data.TableEncoding.NumberInput;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.data.TableEncoding.Target;
import dev.jacobi.io.JsonObject;
import dev.jacobi.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How samples become numbers for a network, and what its outputs mean. It is part of a model.
public sealed interface Encoding permits TableEncoding, ImageEncoding {
    /// The shape of one sample, as the network takes it.
    Shape shape();

    /// What the network's outputs mean.
    Target target();

    /// What is asked.
    default Task task() {
        return switch (target()) {
            case ClassTarget _ -> Task.CLASSIFY;
            case NumberTarget _ -> Task.REGRESS;
        };
    }

    /// As a JSON object, see [#of].
    default Map<String, Object> toJson() {
        Map<String, Object> r = new LinkedHashMap<>();
        switch (this) {
            case ImageEncoding image -> {
                r.put("rows", image.rows());
                r.put("columns", image.columns());
            }
            case TableEncoding table -> r.put("inputs", table.inputs().stream().map(Encoding::toJson).toList());
        }
        Map<String, Object> learned = new LinkedHashMap<>();
        learned.put("name", target().name());
        switch (target()) {
            case ClassTarget classes -> learned.put("classes", classes.classes());
            case NumberTarget number -> {
                learned.put("mean", number.mean());
                learned.put("deviation", number.deviation());
            }
        }
        r.put("target", learned);
        return r;
    }

    private static Map<String, Object> toJson(Input input) {
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("name", input.name());
        switch (input) {
            case NumberInput number -> {
                r.put("mean", number.mean());
                r.put("deviation", number.deviation());
            }
            case CategoryInput category -> r.put("categories", category.categories());
        }
        return r;
    }

    /// From what [#toJson] made.
    ///
    /// @throws IllegalArgumentException if it is something else
    static Encoding of(JsonObject json) {
        JsonObject learned = json.object("target");
        Target target = learned.has("classes") ? new ClassTarget(learned.text("name"), learned.texts("classes"))
                : new NumberTarget(learned.text("name"), learned.number("mean"), learned.number("deviation"));
        if (!json.has("inputs")) return new ImageEncoding(json.whole("rows"), json.whole("columns"), target);
        List<Input> inputs = new ArrayList<>();
        for (JsonObject input : json.objects("inputs")) {
            inputs.add(input.has("categories") ? new CategoryInput(input.text("name"), input.texts("categories"))
                    : new NumberInput(input.text("name"), input.number("mean"), input.number("deviation")));
        }
        return new TableEncoding(inputs, target);
    }
}
