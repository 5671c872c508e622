package dev.jacobi.examples;

import module dev.jacobi;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A web service around a model: `POST /predict` with a row as a JSON object gives its label and probability,
/// `GET /health` says that it runs. Every request has a virtual thread of its own, and all share the model, which
/// never changes.
///
/// It listens to this machine only. Answers to mistakes say what was wrong with the request, and nothing else.
public final class Serve implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_CHARACTERS = 200;                             // of a value, in an answer

    // The JDK's server takes its limits from the JVM's properties, once, when it is first used.
    static {
        limit("jdk.httpserver.maxConnections", 256);
        limit("sun.net.httpserver.maxReqTime", 10);                             // seconds for headers and body to arrive
        limit("sun.net.httpserver.maxRspTime", 30);                             // seconds for the answer
        limit("sun.net.httpserver.idleInterval", 30);                           // seconds without a request
        limit("sun.net.httpserver.maxReqHeaders", 100);
        limit("sun.net.httpserver.maxReqHeaderSize", 16 << 10);                     // bytes
    }

    /// Whoever starts the JVM with a limit of his own keeps it.
    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) System.setProperty(property, Integer.toString(value));
    }

    /// What the model says about a row.
    record Answer(String label, double probability) {}

    /// A request that can't be served.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private final Function<? super Map<String, String>, Answer> model;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Begins to serve.
    ///
    /// @param model from a row, by the names of its columns, to an answer; many threads call it at once. For a row
    ///     that it can't take it throws an `IllegalArgumentException` with a message for the one who asks
    /// @param port where to listen; 0 takes a free one
    Serve(Function<? super Map<String, String>, Answer> model, int port) throws IOException {
        this.model = model;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// `java … dev.jacobi.examples.Serve MODEL [PORT]`
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Model model = Model.load(Path.of(arguments[0]));
        Serve service = new Serve(row -> {
            Prediction p = model.predict(row);
            return new Answer(p.label(), p.probability());
        }, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080);
        IO.println("POST a row to http://localhost:" + service.port() + "/predict; Ctrl-C ends it");
        Thread.currentThread().join();
    }

    int port() { return server.getAddress().getPort(); }

    /// Stops listening; requests under way have a second to end.
    @Override public void close() {
        server.stop(1);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            Map<String, Object> answer;
            try {
                answer = answer(exchange);
            } catch (Refused e) {
                status = e.status;
                answer = Map.of("error", e.getMessage());
            } catch (RuntimeException e) {
                System.getLogger(Serve.class.getName()).log(System.Logger.Level.ERROR, "a request failed", e);
                status = 500;
                answer = Map.of("error", "the service failed; its log says why");
            }
            byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD");      // HTTP allows no body then
            exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
            if (!bodiless) exchange.getResponseBody().write(bytes);
        }
    }

    private Map<String, Object> answer(HttpExchange exchange) throws IOException, Refused {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        // A page of another site can reach this machine under a name of its own.
        if (hosts.size() != 1 || !Set.of("localhost:" + port(), "127.0.0.1:" + port(), "[::1]:" + port()).contains(hosts.getFirst())) {
            throw new Refused(421, "this service answers to localhost:" + port() + " only");
        }
        return switch (String.valueOf(exchange.getRequestURI().getPath())) {
            case "/health" -> {
                require(exchange, "GET");
                yield Map.of("status", "ok");
            }
            case "/predict" -> {
                require(exchange, "POST");
                yield predict(row(body(exchange)));
            }
            default -> throw new Refused(404, "there is only POST /predict and GET /health");
        };
    }

    private static void require(HttpExchange exchange, String method) throws Refused {
        if (exchange.getRequestMethod().equals(method)) return;
        exchange.getResponseHeaders().set("Allow", method);
        throw new Refused(405, "this is asked with " + method);
    }

    private Map<String, Object> predict(Map<String, String> row) throws Refused {
        try {
            Answer answer = model.apply(row);
            Map<String, Object> r = new LinkedHashMap<>();
            r.put("label", answer.label());
            r.put("probability", answer.probability());
            return r;
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
    }

    /// The request's text. No more is read than may come.
    private static String body(HttpExchange exchange) throws IOException, Refused {
        // What a form of a web page can send without being asked is not JSON by its type.
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refused(415, "a row comes as application/json");
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) throw new Refused(413, "a row has at most " + MOST_BYTES + " bytes");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new Refused(400, "the row isn't UTF-8");
        }
    }

    /// A row as a table has it: numbers and words, as texts.
    private static Map<String, String> row(String text) throws Refused {
        Object json;
        try {
            json = Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
        if (!(json instanceof Map<?, ?> object)) throw new Refused(400, "a row is a JSON object, like {\"length\": 5.1}");
        Map<String, String> row = new LinkedHashMap<>();
        for (var entry : object.entrySet()) {
            String column = String.valueOf(entry.getKey());
            row.put(column, switch (entry.getValue()) {
                case null -> "";                                                // a value that is missing
                case String s -> s;
                case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 -> Long.toString(d.longValue());
                case Double d -> d.toString();
                case Boolean b -> b.toString();
                default -> throw new Refused(400, "the value of \"" + shortened(column) + "\" is neither number nor text");
            });
        }
        return row;
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }
}
