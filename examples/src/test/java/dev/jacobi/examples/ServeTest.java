package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.examples.Serve.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServeTest {
    private Serve serve;

    @BeforeEach
    void start() throws IOException { serve = new Serve(ServeTest::sum, 0); }

    @AfterEach
    void stop() { serve.close(); }

    /// Stands for a model: the sum of a row's numbers, and as the probability one of them.
    private static Answer sum(Map<String, String> row) {
        if (row.containsKey("bug")) throw new IllegalStateException("a secret of the program");
        if (!row.containsKey("a")) throw new IllegalArgumentException("the column a is missing");
        double a = Double.parseDouble(row.get("a"));
        return new Answer("sum " + (a + Double.parseDouble(row.getOrDefault("b", "0"))), a / 1000);
    }

    @Test
    void answersRows() throws IOException {
        assertThat(post("{\"a\": 1.5, \"b\": \"2\"}"))
                .startsWith("HTTP/1.1 200 ").contains("application/json").endsWith("{\"label\":\"sum 3.5\",\"probability\":0.0015}");
        assertThat(ask("GET /health", "", "")).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"ok\"}");
    }

    @Test
    void sixtyFourAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String row = "{\"a\": " + i + ", \"b\": 0.25}";
                answers.add(threads.submit(() -> {
                    String last = "";
                    for (int k = 0; k < 10; k++) last = post(row);
                    return last;
                }));
            }
            for (int i = 0; i < 64; i++) assertThat(answers.get(i).get()).startsWith("HTTP/1.1 200 ").contains("\"sum " + i + ".25\"");
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws IOException {
        refused(400, "the column a is missing", post("{\"b\": 1}"));
        refused(400, "a row is a JSON object", post("[1, 2]"));
        refused(400, "line 1", post("{\"a\": "));
        refused(400, "neither number nor text", post("{\"a\": [1]}"));
        refused(404, "there is only", ask("GET /secrets", "", ""));
        refused(404, "there is only", ask("GET /health/../../etc/passwd", "", ""));
        refused(405, "asked with POST", ask("GET /predict", "", ""));
        refused(405, "asked with GET", ask("POST /health", "", ""));
        refused(415, "application/json", ask("POST /predict", "Content-Type: text/plain\r\n", "{\"a\": 1}"));
        assertThat(ask("GET /predict", "", "")).containsIgnoringCase("Allow: POST");
    }

    @Test
    void aBodyHasABound() throws IOException {
        String most = "{\"a\": 1" + " ".repeat((1 << 20) - 8) + "}";
        assertThat(post(most)).startsWith("HTTP/1.1 200 ");
        refused(413, "at most 1048576 bytes", post(most + " "));
    }

    /// What a page of another site would send after its name was given this machine's address.
    @Test
    void answersToItsOwnNameOnly() throws IOException {
        for (String host : List.of("example.org", "localhost.example.org:" + serve.port(), "localhost:1", "localhost.:" + serve.port())) {
            refused(421, "localhost", request("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
        }
        refused(421, "localhost", request("GET /health HTTP/1.0\r\n\r\n"));
        assertThat(request("GET /health HTTP/1.1\r\nHost: localhost:" + serve.port() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatFailedIsNotTold() throws IOException {
        String answer = post("{\"bug\": 1}");
        refused(500, "the service failed", answer);
        assertThat(answer).doesNotContain("secret", "Exception");
    }

    @Test
    void manyHeadersAreRefused() throws IOException {
        assertThat(ask("GET /health", headers(90), "")).startsWith("HTTP/1.1 200 ");
        assertThat(tolerant(() -> ask("GET /health", headers(200), ""))).doesNotContain("200 OK");
        assertThat(tolerant(() -> ask("GET /health", "X: " + "y".repeat(20_000) + "\r\n", ""))).doesNotContain("200 OK");
    }

    private static String headers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-" + i + ": y\r\n").collect(Collectors.joining());
    }

    private interface Asking {
        String ask() throws IOException;
    }

    /// The server may hang up before it has read everything.
    private static String tolerant(Asking asking) throws IOException {
        try {
            return asking.ask();
        } catch (SocketException _) {
            return "";
        }
    }

    private static void refused(int status, String message, String answer) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("{\"error\":").contains(message).doesNotContain("\tat ");
    }

    private String post(String row) throws IOException { return ask("POST /predict", "Content-Type: application/json\r\n", row); }

    private String ask(String what, String headers, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return request(what + " HTTP/1.1\r\nHost: localhost:" + serve.port() + "\r\nConnection: close\r\n" + headers
                + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    private String request(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serve.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
