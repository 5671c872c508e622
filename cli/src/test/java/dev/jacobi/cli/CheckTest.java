package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final String LECTURE = "f = (x + y) * max(y, z)";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aForgottenPathIsNamed() {
        assertThat(run("check", LECTURE, "--at", "x=1,y=2,z=0", "--expect", "y=3, x=2")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("y  WRONG: 3 is only the path through", "x  ok");
    }

    @Test
    void rightNumbersAreRight() {
        assertThat(run("check", LECTURE, "--at", "x=1,y=2,z=0", "--expect", "y=5; z=0")).isZero();
        assertThat(run("check", "f = sum((W @ x)^2)", "--at", "W=[[1,2],[3,4]]; x=[1,1]", "--expect", "W=[[6,6],[14,14]], W[1,0]=14")).isZero();
        assertThat(out.toString()).doesNotContain("WRONG");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThat(run("check", LECTURE, "--at", "x=1,y=2,z=0", "--expect", "y")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("--expect needs NAME=NUMBER");
        assertThat(run("check", LECTURE, "--at", "x=1,y=2,z=0", "--expect", "q=1")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run("check", LECTURE, "--at", "x=1,y=2,z=0", "--expect", "y=much")).isEqualTo(ExitCode.WRONG_INPUT);
    }

    private int run(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
