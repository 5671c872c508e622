package dev.jacobi.explain.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LessonsTest {
    @Test
    void allCanBeLoadedByName() {
        assertThat(Lessons.all()).hasSizeGreaterThan(8).allSatisfy(lesson -> {
            assertThat(Lessons.named(lesson.name())).isEqualTo(lesson);
            assertThat(lesson.teaches()).endsWith(".");
            assertThat(LessonPage.of(lesson).commands()).isNotEmpty().allSatisfy(c -> assertThat(c.arguments().getFirst()).isIn("explain", "check"));
        });
    }

    @Test
    void aMissNamesTheNearestOrAll() {
        assertThatThrownBy(() -> Lessons.named("brances")).hasMessage("there is no example \"brances\"; did you mean branches?");
        assertThatThrownBy(() -> Lessons.named("xyz")).hasMessageContaining("there are lecture-graph, ");
    }
}
