package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An optimizer that treats some tensors otherwise, by their paths.
///
/// @param rule for all that no group matches
/// @param groups the last that matches counts
record Grouped(Optimizer rule, List<Group> groups) implements Optimizer {

    record Group(String glob, Optimizer rule) {
        boolean matches(String path) {
            String pattern = Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(path).matches();
        }
    }

    Grouped { groups = List.copyOf(groups); }

    @Override public Optimizer group(String glob, UnaryOperator<Optimizer> change) {
        Optimizer changed = change.apply(rule);
        if (changed instanceof Clipped || changed instanceof Grouped) {
            throw new IllegalArgumentException("a group changes how single tensors move, but \"" + glob
                    + "\" was given clipping or groups of its own; ask them of the whole optimizer");
        }
        if (changed.rate() != rule.rate()) {
            throw new IllegalArgumentException("the groups share the rate of the training, " + rule.rate() + ", but \"" + glob
                    + "\" was given " + changed.rate() + "; say how they differ: o -> o.rateTimes(0.1)");
        }
        List<Group> more = new ArrayList<>(groups);
        more.add(new Group(glob, changed));
        return new Grouped(rule, more);
    }

    @Override public double rate() { return rule.rate(); }

    @Override public int slots() {
        return Math.max(rule.slots(), groups.stream().mapToInt(g -> g.rule().slots()).max().orElse(0));
    }

    @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
        throw new IllegalStateException("groups have a rule for each path, but were asked for one without a path; ask rules()");
    }

    @Override public List<Optimizer> rules(List<String> paths) {
        List<Optimizer> rules = new ArrayList<>();
        for (String path : paths) rules.add(groups.reversed().stream().filter(g -> g.matches(path)).findFirst().map(Group::rule).orElse(rule));
        for (Group group : groups) {
            if (paths.stream().noneMatch(group::matches)) {
                throw new IllegalArgumentException("the group \"" + group.glob() + "\" matches none of the tensors that are trained: "
                        + String.join(", ", paths));
            }
        }
        return rules;
    }

    /// All would get it, also those whose group has said otherwise.
    @Override public Optimizer decay(double decay) {
        throw new IllegalStateException("weight decay of all tensors was asked after groups were made, which would decide for them, too; "
                + "ask for decay first and then for groups");
    }

    @Override public Optimizer rateTimes(double factor) { return each(o -> o.rateTimes(factor)); }

    @Override public Optimizer frozen() { return each(Optimizer::frozen); }

    private Grouped each(UnaryOperator<Optimizer> change) {
        return new Grouped(change.apply(rule), groups.stream().map(g -> new Group(g.glob(), change.apply(g.rule()))).toList());
    }
}
