package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.io.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    private static final String LECTURE = "f = (x + y) * max(y, z)";
    private static final String AT = "x=1, y=2, z=0";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder;

    private String run(int code, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int ended = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
        assertThat(ended).as(out + "\n" + err).isEqualTo(code);
        assertThat(out.toString().lines()).allSatisfy(l -> assertThat(l.codePointCount(0, l.length())).isLessThanOrEqualTo(80));
        return out.toString();
    }

    @Test
    void theLectureFromTheCommandLine() {
        assertThat(run(0, "explain", LECTURE, "--at", AT).replaceAll("by .e-1[0-9]", "by 1e-11")).isEqualTo("""
            f = a * b = 6

            forward
              1  a = x + y      adds x and y           3
              2  b = max(y, z)  the larger of y and z  2
              3  f = a * b      multiplies a by b      6

            backward                  downstream = upstream × local
              3  ∂f/∂a = b                   2  switcher
                 ∂f/∂b = a                   3  switcher
              2  ∂f/∂y by b = ∂f/∂b·(z < y)  3  router
                 ∂f/∂z = ∂f/∂b·(y < z)       0  router
              1  ∂f/∂x = ∂f/∂a               2  distributor
                 ∂f/∂y by a = ∂f/∂a          2  distributor
                 ∂f/∂y = 3 + 2               5  2 branches, added

            gradients
              ∂f/∂x  2
              ∂f/∂y  5
              ∂f/∂z  0

            numeric check         two-sided, h = 1e-4: all 3 entries agree, the worst
              differs by 1e-11   ok
            """);
        assertThat(run(0, "explain", LECTURE, "--at", AT, "--wrt", "y")).contains("path 1 of 2, by b", "3 + 2 = 5 (added, not averaged)");
        assertThat(run(0, "explain", LECTURE, "--at", AT, "--nudge", "y=0.1")).contains("y +0.1", "+0.5   +0.51  6.51");
        assertThat(run(0, "explain", LECTURE, "--at", AT, "--closed")).contains("∂f/∂y = (x + y)·(z < y) + max(y, z)");
        assertThat(run(0, "explain", "x^3", "--at", "x=4", "--wrt", "x", "--sweep")).contains("∂f/∂x = 48", "3 x²", "one-sided: 48.0012");
    }

    /// Each command in docs/explain.md prints what stands below it, and perhaps more after it.
    @Test
    void thePageTellsTheTruth() throws IOException {
        String page = Files.readString(Path.of("../docs/explain.md"));
        Matcher m = Pattern.compile("```sh\n\\./jacobi (.*)\n```\n\n```text\n([^`]*)```").matcher(page);
        int commands = 0;
        for (; m.find(); commands++) {
            List<String> words = new ArrayList<>();
            Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(m.group(1));
            while (word.find()) words.add(word.group(1) != null ? word.group(1) : word.group(2));
            out.getBuffer().setLength(0);
            Main.commandLine().setOut(new PrintWriter(out, true)).execute(words.toArray(String[]::new));
            assertThat(out.toString()).startsWith(m.group(2));
        }
        assertThat(commands).isEqualTo(2);
    }

    @Test
    void filesAndStandardInputAndValuesFromAFile() throws IOException {
        Path net = Files.writeString(folder.resolve("net.txt"), "# a layer\nh = W @ x\ns = sum(h)\n");
        Path values = Files.writeString(folder.resolve("values.json"), "{\"W\": [[1, 2], [3, 4]], \"x\": [5, 6]}");
        assertThat(run(0, "explain", net.toString(), "--at", "@" + values, "--wrt", "W[0,1]")).contains("∂s/∂W[0,1] = 6");
        run(2, "explain", "nett.txt");
        assertThat(err.toString()).contains("nett.txt: there is no such file");
        run(2, "explain", net.toString(), "--at", "@nothing.json");
        assertThat(err.toString()).contains("nothing.json: there is no such file");
    }

    @Test
    void mistakesArePointedAt() {
        run(2, "explain", "f = x + yy", "--at", "x=1, y=2");
        assertThat(err.toString()).contains("did you mean");
        run(2, "explain", "f = x * y");
        assertThat(err.toString()).contains("x, y have no values");
        run(2, "explain", LECTURE, "--at", AT, "--wrt", "w");
        assertThat(err.toString()).contains("nothing here is called w");
        run(2, "explain", "f = W @ x", "--at", "W=[[1,2],[3,4]]; x=[1,2]", "--wrt", "W[0,0]");
        assertThat(err.toString()).contains("upstream");
        run(2, "explain", LECTURE, "--at", AT, "--wrt", "x[1]");
        assertThat(err.toString()).contains("no entry [1]");
        run(2, "explain");
        assertThat(err.toString()).contains("needs a formula");
    }

    @Test
    void aTensorAsResult() {
        assertThat(run(0, "explain", "s = W @ x", "--at", "W=[[1,2],[3,4]]; x=[1,2]"))
            .contains("∂s/∂x  [[1, 2],\n          [3, 4]]", "∂s/∂W  [[1, 2, 0, 0],\n          [0, 0, 1, 2]]");
        assertThat(run(0, "explain", "s = W @ x", "--at", "W=[[1,2],[3,4]]; x=[1,2]", "--upstream", "[1, 10]", "--wrt", "x[0]"))
            .contains("∂s/∂x[0] = 31", "upstream");
    }

    @Test
    void descentOfTheSingleNeuron() {
        assertThat(run(0, "explain", "y = max(sum(x*w) + b, 0)", "--at", "x=[1,-2,3]; w=[-3,-1,2]; b=1", "--wrt", "w", "--wrt", "b",
            "--descend", "rate=0.001,steps=1")).contains("5.985", "[-3.001, -0.998, 1.997]", "0.999");
    }

    @Test
    void jsonIsWhatTheInterfaceSays() {
        Map<?, ?> r = (Map<?, ?>) Json.parse(json("explain", LECTURE, "--at", AT, "--wrt", "y", "--json"));
        assertThat(r.get("name")).isEqualTo("f");
        assertThat(r.get("value")).isEqualTo(6.0);
        assertThat(r.get("gradients")).isEqualTo(Map.of("x", 2.0, "y", 5.0, "z", 0.0));
        Map<?, ?> y = (Map<?, ?>) ((Map<?, ?>) r.get("paths")).get("y");
        assertThat(y.get("count")).isEqualTo(2.0);
        assertThat(y.get("sum")).isEqualTo(5.0);
        Map<?, ?> first = (Map<?, ?>) ((List<?>) y.get("paths")).getFirst();
        assertThat(first.get("via")).isEqualTo(List.of("b", "f"));
        assertThat(first.get("product")).isEqualTo(3.0);
    }

    private String json(String... arguments) {
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments)).isZero();
        return out.toString();
    }

    @Test
    void aBadLineStopsNoOther() throws IOException {
        Path requests = Files.writeString(folder.resolve("requests.jsonl"), """
            {"id": 7, "formula": "f = x * y", "at": {"x": 2, "y": 3}, "wrt": "x"}
            {"id": 8, "formula": "f = x * "}
            not JSON
            {"id": 9, "formula": "f = x^2", "att": 1}

            {"id": 10, "formula": "f = x^2", "at": "x=4", "check": false}
            """);
        List<Map<?, ?>> answers = json("explain", "--batch", requests.toString(), "--format", "json").lines()
            .<Map<?, ?>>map(l -> (Map<?, ?>) Json.parse(l)).toList();
        assertThat(answers).hasSize(5);
        assertThat(answers.get(0).get("gradients")).isEqualTo(Map.of("x", 3.0, "y", 2.0));
        assertThat(answers.get(1).get("error")).asString().contains("missing after *");
        assertThat(answers.get(2).get("error")).asString().isNotBlank();
        assertThat(answers.get(3).get("error")).asString().contains("did you mean \"at\"?");
        assertThat(answers.get(4).get("id")).isEqualTo(10.0);
        assertThat(answers.get(4).get("numeric")).isNull();
        assertThat(err.toString()).contains("3 of 5 lines could not be answered");
    }

    @Test
    void homeworkIsGraded() throws IOException {
        Path requests = Files.writeString(folder.resolve("homework.jsonl"), """
            {"id": "Ada", "formula": "f = (x + y) * max(y, z)", "at": "x=1, y=2, z=0", "expect": {"y": 5, "x": "2.0"}}
            {"id": "Bob", "formula": "f = (x + y) * max(y, z)", "at": "x=1, y=2, z=0", "expect": "y=3"}
            {"id": "Cid", "formula": "f = (x + y) * max(y, z)", "at": "x=1, y=2, z=0", "expect": {"w": 3}}
            """);
        List<Map<?, ?>> answers = json("explain", "--batch", requests.toString()).lines().<Map<?, ?>>map(l -> (Map<?, ?>) Json.parse(l)).toList();
        assertThat(verdict(answers.get(0), "y")).isEqualTo("right");
        assertThat(verdict(answers.get(0), "x")).isEqualTo("right");
        assertThat(verdict(answers.get(1), "y")).isEqualTo("path-forgotten");
        assertThat(answers.get(2).get("error")).asString().contains("nothing here is called w");
    }

    @Test
    void checkAnswersMachines() {
        out.getBuffer().setLength(0);
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute("check", LECTURE, "--at", AT, "--expect", "y=3", "--json");
        assertThat(code).isEqualTo(ExitCode.FAILED);
        Map<?, ?> answer = (Map<?, ?>) Json.parse(out.toString());
        assertThat(verdict(answer, "y")).isEqualTo("path-forgotten");
        assertThat(((Map<?, ?>) answer.get("numeric")).get("ok")).isEqualTo(true);
    }

    private static Object verdict(Map<?, ?> answer, String name) { return ((Map<?, ?>) ((Map<?, ?>) answer.get("expect")).get(name)).get("verdict"); }

    @Test
    void checkComparesRulesWithEstimates() {
        assertThat(run(0, "check", LECTURE, "--at", AT)).contains("∂f/∂y", "5.0001", "ok");
        assertThat(run(0, "check", "f = relu(x)", "--at", "x=0")).contains("ok, at a kink");
        assertThat(run(0, "check", "f = 2/x", "--at", "x=0")).contains("no number near here");
        // what stops a gradient is a constant for the estimate, too
        assertThat(run(0, "check", "f = x * detach(x)", "--at", "x=3")).contains("∂f/∂x              3          3");
    }

    @Test
    void aNetworkOfOrdinarySizeIsExplainedByItsStrongestPaths() {
        String text = run(0, "explain", "W = normal(30,784,seed=1)/28; V = normal(10,30,seed=2); x = uniform(784,seed=3); y = eye(10)[3];"
            + " ah = sigmoid(W @ x); ao = sigmoid(V @ ah); L = sum((y - ao)^2)", "--wrt", "W[1,2]", "--paths", "3");
        assertThat(text).contains("path 3 of 10", "3 strongest, above,", "ok");
    }
}
