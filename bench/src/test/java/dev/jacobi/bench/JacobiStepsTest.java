package dev.jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JacobiStepsTest {
    @ParameterizedTest
    @EnumSource
    void compiledComesToTheSameBits(Workload workload) {
        Step ordinary = JacobiSteps.of(workload, false);
        Step compiled = JacobiSteps.of(workload, true);
        for (int i = 0; i < 2; i++) assertThat(compiled.run()).isEqualTo(ordinary.run());
        List<float[]> expected = ordinary.results();
        List<float[]> results = compiled.results();
        assertThat(results).hasSameSizeAs(expected);
        for (int i = 0; i < results.size(); i++) assertThat(results.get(i)).isEqualTo(expected.get(i));
        if (!workload.parameters().isEmpty()) {
            assertThat(results).extracting(a -> a.length).isEqualTo(workload.parameters().stream().map(p -> p.numbers().length).toList());
        }
    }
}
