package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static double[] factors(String text, int count) {
        Schedule schedule = Schedule.parse(text);
        return IntStream.range(0, count).mapToDouble(schedule::factor).toArray();
    }

    @Test
    void theirFactors() {
        assertThat(factors("constant", 3)).containsExactly(1, 1, 1);
        assertThat(factors("step 2 0.5", 6)).containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
        assertThat(factors("exponential 0.5", 4)).containsExactly(1, 0.5, 0.25, 0.125);
        assertThat(factors("cosine 4", 7)).containsExactly(
                new double[] {1, (2 + Math.sqrt(2)) / 4, 0.5, (2 - Math.sqrt(2)) / 4, 0, 0, 0}, offset(1e-15));
        assertThat(factors("cosine 2 floor 0.2", 4)).containsExactly(new double[] {1, 0.6, 0.2, 0.2}, offset(1e-15));
        assertThat(factors("exponential 0.5 warmup 4", 7)).containsExactly(0.25, 0.5, 0.75, 1, 1, 0.5, 0.25);
        assertThat(Schedule.parse("cosine 2").factor(0.5)).as("between").isCloseTo((2 + Math.sqrt(2)) / 4, offset(1e-15));
    }

    @Test
    void aPlateauIsLeftAfterPatience() {
        Schedule s = Schedule.parse("plateau 0.5 patience 2");
        double[] measured = {3, 2, 2, 2.5, 1.99999, 2, 2, 2, 1, Double.NaN, Double.NaN, Double.NaN};
        double[] factors = {1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125};
        for (int i = 0; i < measured.length; i++) {
            s = s.next(measured[i]);
            assertThat(s.factor(i)).as("after measurement %d", i).isEqualTo(factors[i]);
            assertThat(Schedule.parse(s.specification())).as("a checkpoint goes on").isEqualTo(s);
        }
    }

    @Test
    void aPlateauOfNegativeMeasurements() {                                  // an accuracy with its sign turned
        Schedule s = new Schedule.Plateau(0.1, 0).next(-0.5).next(-0.6);
        assertThat(s.factor(0)).isEqualTo(1);
        assertThat(s.next(-0.60001).factor(0)).as("better by too little").isEqualTo(0.1);
        assertThat(s.next(-0.601).factor(0)).isEqualTo(1);
    }

    @Test
    void warmupGoesThroughToThePlateau() {
        Schedule s = Schedule.parse("plateau 0.5 patience 0 warmup 2").next(1).next(1);
        assertThat(s.factor(5)).isEqualTo(0.5);
        assertThat(Schedule.parse(s.specification())).isEqualTo(s);
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "step 30 0.1", "step 2.5 0.5", "exponential 0.95", "cosine 100", "cosine 100 floor 0.01", "cosine 100 warmup 5",
        "plateau 0.5 patience 5", "plateau 0.5 patience 5 best 0.3123 waited 2 now 0.25", "plateau 0.5 patience 5 best Infinity waited 2 now 0.25 warmup 1"})
    void theTextIsTheSchedule(String text) { assertThat(Schedule.parse(text).specification()).isEqualTo(text); }

    @Test
    void anyNumberSurvivesItsText() {
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            double x = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (!(x > 0 && x < Double.POSITIVE_INFINITY)) continue;
            Schedule s = new Schedule.Steps(x, random.nextDouble());
            assertThat(Schedule.parse(s.specification())).as(s.specification()).isEqualTo(s);
        }
    }

    @Test
    void someHaveDefaults() {
        assertThat(Schedule.parse(" step  30 ")).isEqualTo(new Schedule.Steps(30, 0.1));
        assertThat(Schedule.parse("plateau")).isEqualTo(new Schedule.Plateau(0.1, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|none of", "cosin 100|none of", "cosine|takes 1 number, but got 0", "step|takes 1 to 2 numbers",
        "cosine 100 patience 3|takes no \"patience\"", "cosine 100 warmup|needs a number", "cosine 100 warmup x|needs a number",
        "cosine ten|needs a number", "cosine 0|above 0", "cosine NaN|needs a number", "cosine 1e999|above 0", "cosine 3 floor 2|between 0 and 1",
        "plateau 0.5 patience 2.5|whole number", "plateau 0.5 patience -1|0 or more", "exponential -0.5|above 0", "constant 3|takes 0 numbers",
        "cosine 3 warmup 1 warmup 2|twice", "cosine 3 warmup -1|above 0"})
    void whatIsNoScheduleIsExplained(String text, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(text)).withMessageContaining(why);
    }
}
