package dev.jacobi.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random graphs of the whole vocabulary. With `-Dgraphs=100000` as many as asked, from the one that `-Dfirst=0` names.
class GraphFuzzTest {
    private static final int GRAPHS = Integer.getInteger("graphs", 400);
    private static final long FIRST = Long.getLong("first", 0);
    private static final int MOST_PROBLEMS = 5;

    private static void each(long from, int count, LongFunction<GraphFuzz> graph) {
        List<String> problems = new ArrayList<>();
        for (long seed = from; seed < from + count && problems.size() < MOST_PROBLEMS; seed++) {
            String problem = graph.apply(seed).problem();
            if (!problem.isEmpty()) problems.add(problem);
        }
        assertThat(String.join("\n\n", problems)).isEmpty();
    }

    @Test
    void allWaysAgree() { each(FIRST, GRAPHS, GraphFuzz::of); }

    @Test
    void extremesBreakNothing() { each(FIRST, GRAPHS, GraphFuzz::extremes); }

    /// Three sines in a row of numbers in the hundreds: half a unit in the last place of one changes the slope by 2·10⁻¹¹ of its size.
    @Test
    void steepGraphsAreComparedByWhatRoundingDoesToThem() { assertThat(GraphFuzz.of(1_006_566).problem()).isEmpty(); }

    @Test
    @Tag("slow")
    void thousands() {
        each(1_000_000, 20_000, GraphFuzz::of);
        each(1_000_000, 10_000, GraphFuzz::extremes);
    }
}
