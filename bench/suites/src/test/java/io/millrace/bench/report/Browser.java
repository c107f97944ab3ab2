package io.millrace.bench.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A tab of a headless Chromium, over its DevTools protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    /** Returns the browser's program: the property {@code millrace.browser}, or what the path has. */
    static Optional<Path> find() {
        String given = System.getProperty("millrace.browser", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser(Path program, Path profile) throws Exception {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(tab(port(profile.resolve("DevToolsActivePort"))), this)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (String domain : List.of("Page", "Runtime", "Log")) {
                call(domain + ".enable", new JsonObject());
            }
        } catch (Exception e) {
            end();
            throw e;
        }
    }

    private int port(Path file) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() > 1) {
                    return Integer.parseInt(lines.get(0));
                }
            }
            Thread.onSpinWait();
        }
        throw new IOException("the browser did not start");
    }

    private static URI tab(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonElement target : JsonParser.parseString(body).getAsJsonArray()) {
            if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
                return URI.create(
                        target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
            }
        }
        throw new IOException("the browser has no tab: " + body);
    }

    /** Opens a file as a reader with this width and this theme sees it. */
    void open(Path page, int width, boolean dark) throws Exception {
        errors.clear();
        JsonObject metrics = new JsonObject();
        metrics.addProperty("width", width);
        metrics.addProperty("height", 900);
        metrics.addProperty("deviceScaleFactor", 1);
        metrics.addProperty("mobile", width < 600);
        call("Emulation.setDeviceMetricsOverride", metrics);
        JsonObject media = JsonParser.parseString("{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                        + (dark ? "dark" : "light") + "\"}]}")
                .getAsJsonObject();
        call("Emulation.setEmulatedMedia", media);
        loaded = new CompletableFuture<>();
        JsonObject address = new JsonObject();
        address.addProperty("url", page.toUri().toString());
        call("Page.navigate", address);
        loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the value of an expression in the page. */
    JsonElement evaluate(String expression) throws Exception {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("returnByValue", true);
        JsonObject result = call("Runtime.evaluate", parameters).getAsJsonObject("result");
        if (result.has("exceptionDetails") || !result.getAsJsonObject("result").has("value")) {
            throw new IllegalStateException(expression + ": " + result);
        }
        return result.getAsJsonObject("result").get("value");
    }

    /** Writes the whole page as a picture. */
    void picture(Path file) throws Exception {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("captureBeyondViewport", true);
        JsonObject size = call("Page.getLayoutMetrics", new JsonObject())
                .getAsJsonObject("result")
                .getAsJsonObject("cssContentSize");
        size.addProperty("scale", 1);
        parameters.add("clip", size);
        String data = call("Page.captureScreenshot", parameters)
                .getAsJsonObject("result")
                .get("data")
                .getAsString();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** Returns what the page logged as errors or threw since it was opened. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    private JsonObject call(String method, JsonObject parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", parameters);
        socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonObject result = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
            text.setLength(0);
            if (message.has("id")) {
                answers.remove(message.get("id").getAsInt()).complete(message);
            } else {
                event(message.get("method").getAsString(), message.getAsJsonObject("params"));
            }
        }
        from.request(1);
        return null;
    }

    private void event(String method, JsonObject parameters) {
        switch (method) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (!parameters.get("type").getAsString().equals("log")) {
                    errors.add(parameters.toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonObject entry = parameters.getAsJsonObject("entry");
                String level = entry.get("level").getAsString();
                if (level.equals("error") || level.equals("warning")) {
                    errors.add(entry.get("text").getAsString());
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        socket.abort();
        end();
    }

    private void end() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }
}
