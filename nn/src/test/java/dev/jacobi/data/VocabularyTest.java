package dev.jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void frequentWordsHaveNumbers() {
        Vocabulary v = Vocabulary.of(List.of("b", "a", "c", "b", "a", "b", "d", "d"), 2);
        assertThat(v.words()).containsExactly("b", "a", "d");
        assertThat(v.size()).isEqualTo(4);
        assertThat(v.numbers(List.of("a", "c", "b", "d", "e"))).containsExactly(2, 0, 1, 3, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> new Vocabulary(List.of("a", "a"))).withMessageContaining("\"a\"");
    }
}
