package dev.jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("demo", "train", "--epochs", "--seed", "--rate", "-h");

    @Test
    void aSlipOfTheFingerIsUnderstood() {
        assertThat(Nearest.to("trian", NAMES)).contains("train"); // swapped
        assertThat(Nearest.to("dmo", NAMES)).contains("demo"); // left out
        assertThat(Nearest.to("--seeed", NAMES)).contains("--seed"); // put in
        assertThat(Nearest.to("--rote", NAMES)).contains("--rate"); // exchanged
    }

    @Test
    void aBeginningIsUnderstood() {
        assertThat(Nearest.to("--ep", NAMES)).contains("--epochs");
        assertThat(Nearest.to("tr", NAMES)).contains("train");
    }

    @Test
    void whatIsFarFromAllNamesIsNotGuessed() {
        assertThat(Nearest.to("predict", NAMES)).isEmpty();
        assertThat(Nearest.to("--wobble", NAMES)).isEmpty();
        assertThat(Nearest.to("x", NAMES)).isEmpty();
        assertThat(Nearest.to("trian", List.of())).isEmpty();
    }
}
