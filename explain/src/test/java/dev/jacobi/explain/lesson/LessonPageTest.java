package dev.jacobi.explain.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonPageTest {
    private static final Lesson LESSON = Lesson.of("six", """
        # Six

        How six comes about.

        Type this:

        ```jacobi
        ./jacobi explain "f = 2 *
          x" \\
            --at 'x=3.5'
        ```
        <!-- expect: f = 7.0; ∂f/∂x = 2 -->

        That is all.
        """);

    @Test
    void aPageBeginsWithATitleAndWhatItTeaches() {
        assertThat(LESSON.title()).isEqualTo("Six");
        assertThat(LESSON.teaches()).isEqualTo("How six comes about.");
        assertThatThrownBy(() -> Lesson.of("bare", "# Only a title\n")).hasMessageContaining("bare").hasMessageContaining("what it teaches");
    }

    @Test
    void aCommandIsFollowedByWhatItPrints() {
        List<List<String>> run = new ArrayList<>();
        String page = LessonPage.of(LESSON).with(words -> {
            run.add(words);
            return "f = 7\n";
        });
        assertThat(run).containsExactly(List.of("explain", "f = 2 *\n  x", "--at", "x=3.5"));
        assertThat(page).contains("""
            ```sh
            ./jacobi explain "f = 2 *
              x" \\
                --at 'x=3.5'
            ```

            ```text
            f = 7
            ```

            That is all.
            """).doesNotContain("expect:").startsWith("# Six\n");
    }

    @Test
    void expectationsBelongToTheCommandBefore() {
        assertThat(LessonPage.of(LESSON).commands().getFirst().expectations())
            .containsExactly(new Expectation("f", "7.0"), new Expectation("∂f/∂x", "2"));
    }

    @Test
    void anExpectationHoldsToHalfAUnitOfItsLastDigit() {
        Expectation e = new Expectation("f", "0.66");
        assertThat(e.isMetBy(0.655)).isTrue();
        assertThat(e.isMetBy(0.6649)).isTrue();
        assertThat(e.isMetBy(0.6549)).isFalse();
        assertThat(e.isMetBy(0.6651)).isFalse();
        assertThat(e.isMetBy(Double.NaN)).isFalse();
        assertThat(new Expectation("f", "9.1e-13").isMetBy(9.2e-13)).isFalse();
    }

    @Test
    void aWorksheetLeavesResultsOutAndGivesTheAnswersAfterwards() {
        String printed = """
            f = 2 x = 7

            forward
              1  y = 2 x^2        doubles x     (2,3)  [7, 0.25]
              2  ∂f/∂x[1,0] = 2   from 3.5

            path 1 of 2
              ∂f/∂y  2 (y - 3)   0.123456      24
            sum of the 2 paths  3 + 2 = 5 (added, not averaged)
            numeric check         two-sided, h = 1e-4: 2, differs by 2.00001   ok
            """;
        String sheet = LessonPage.of(LESSON).worksheet(_ -> printed);
        assertThat(sheet).contains("""
            f = 2 x = ____

            forward
              1  y = 2 x^2        doubles x     (2,3)  [____, ____]
              2  ∂f/∂x[1,0] = ____   from 3.5

            path 1 of 2
              ∂f/∂y  2 (y - 3)       ____    ____
            sum of the 2 paths  3 + 2 = ____ (added, not averaged)
            numeric check         two-sided, h = 1e-4: ____, differs by ____   ok
            """);
        assertThat(sheet.substring(sheet.indexOf("## Answers"))).contains("Exercise 1").contains(printed);
    }

    @Test
    void wordsAreCutAsAShellDoes() {
        assertThat(ShellWords.of("a  'b \"c' \"d 'e\\\" \\f\" g\\ h \"\" x'y'z")).containsExactly("a", "b \"c", "d 'e\" \\f", "g h", "", "xyz");
        assertThatThrownBy(() -> ShellWords.of("a \"b")).hasMessageContaining("isn't closed");
    }
}
