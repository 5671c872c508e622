package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {
    private static final int PIXELS = DrawnDigits.SIZE * DrawnDigits.SIZE;

    private final DrawnDigits digits = DrawnDigits.draw(1000, 1);

    @Test
    void theSameSeedGivesTheSameBitsOnEveryMachine() {
        // The figures come from a run on Linux, amd64. Another result there means that the drawing was changed, and
        // another elsewhere that it depends on the machine.
        assertThat(Arrays.hashCode(digits.pixels())).isEqualTo(1404769257);
        assertThat(Arrays.hashCode(digits.labels())).isEqualTo(1192082715);
        assertThat(DrawnDigits.draw(1000, 1).pixels()).isEqualTo(digits.pixels());
    }

    @Test
    void anotherSeedGivesOthers() {
        assertThat(DrawnDigits.draw(10, 2).pixels()).isNotEqualTo(DrawnDigits.draw(10, 1).pixels());
    }

    @Test
    void moreDigitsBeginWithTheSame() {
        DrawnDigits few = DrawnDigits.draw(123, 1);
        assertThat(few.labels()).isEqualTo(Arrays.copyOf(digits.labels(), 123));
        assertThat(few.pixels()).isEqualTo(Arrays.copyOf(digits.pixels(), 123 * PIXELS));
    }

    @Test
    void everyDigitOccursOnceInEachTen() {
        for (int i = 0; i < 1000; i += 10) {
            int[] ten = Arrays.copyOfRange(digits.labels(), i, i + 10);
            assertThat(ten).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        assertThat(Arrays.copyOf(digits.labels(), 10)).isNotEqualTo(Arrays.copyOfRange(digits.labels(), 10, 20));
    }

    @Test
    void pixelsAreFromZeroToOne() {
        for (float pixel : digits.pixels()) {
            assertThat(pixel).isBetween(0f, 1f);
        }
    }

    @Test
    void everyDigitIsDrawnInsideTheSheet() {
        for (int i = 0; i < 1000; i++) {
            int inked = 0;
            int atEdge = 0;
            for (int at = 0; at < PIXELS; at++) {
                if (digits.pixels()[i * PIXELS + at] > 0.5) {
                    inked++;
                    int row = at / DrawnDigits.SIZE;
                    int column = at % DrawnDigits.SIZE;
                    atEdge += row % (DrawnDigits.SIZE - 1) == 0 || column % (DrawnDigits.SIZE - 1) == 0 ? 1 : 0;
                }
            }
            assertThat(inked).as("digit %d", i).isBetween(12, PIXELS / 2);
            assertThat(atEdge).as("digit %d", i).isLessThan(inked / 3 + 1);
        }
    }

    @Test
    void digitsDiffer() {
        // A mean image per digit tells most of the others, so the labels mean something; but not all of them, or
        // there would be nothing to learn.
        double[][] means = new double[10][PIXELS];
        for (int i = 0; i < 1000; i++) {
            for (int at = 0; at < PIXELS; at++) {
                means[digits.labels()[i]][at] += digits.pixels()[i * PIXELS + at] / 100;
            }
        }
        DrawnDigits others = DrawnDigits.draw(1000, 2);
        int right = 0;
        for (int i = 0; i < 1000; i++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int digit = 0; digit < 10; digit++) {
                double distance = 0;
                for (int at = 0; at < PIXELS; at++) {
                    double difference = others.pixels()[i * PIXELS + at] - means[digit][at];
                    distance += difference * difference;
                }
                if (distance < least) {
                    least = distance;
                    nearest = digit;
                }
            }
            right += nearest == others.labels()[i] ? 1 : 0;
        }
        assertThat(right).isBetween(600, 900);
    }
}
