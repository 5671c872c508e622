package dev.jacobi.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of the tables, on some draws of its inputs.
class OracleTest {
    private static final int DRAWS = Integer.getInteger("oracle.draws", 20);

    static List<Line> lines() {
        return Stream.of(ElementwiseLines.all(), TensorLines.reductions(), TensorLines.movements(), TensorLines.products(),
                NetworkLines.windows(), NetworkLines.normalizations(), NetworkLines.losses()).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void valuesAndGradientsAreThoseOfLibtorch(Line line) {
        double worst = 0;
        for (long seed = 0; seed < DRAWS; seed++) {
            worst = Math.max(worst, Comparison.of(line, line.draw(new Random(seed)), seed, "\"" + line + "\" for seed " + seed));
        }
        System.out.printf("%-36s %.1e  %s%n", line, worst, line.rough());
    }

    @Test
    void thereAreManyLines() { assertThat(lines()).hasSizeGreaterThan(150).doesNotHaveDuplicates(); }
}
