package dev.tutti.page;

import dev.tutti.BoundedProcess;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, steered by its DevTools protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final String LISTENING = "DevTools listening on ";
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private int lastId;

    /** Where Chromium is, or empty. */
    static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(place -> Stream.of(Path.of(place, "chromium"), Path.of(place, "chromium-browser")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser(Path chromium, Path profile) throws Exception {
        process = BoundedProcess.start(new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
        socket = http.newWebSocketBuilder()
                .buildAsync(pageOf(listening()), this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ask("Page.enable", new JsonObject());
    }

    /** The address at which the browser listens. What it writes from then on is thrown away. */
    private URI listening() throws IOException {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = errors.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = errors.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium has ended");
        }
        Thread drain = new Thread(() -> errors.lines().forEach(ignored -> {}));
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(LISTENING.length()));
    }

    private URI pageOf(URI browser) throws Exception {
        URI list = URI.create("http://" + browser.getAuthority() + "/json/new?about:blank");
        HttpRequest request = HttpRequest.newBuilder(list)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return URI.create(new JsonObject(page).getString("webSocketDebuggerUrl"));
    }

    // ---- the protocol

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            JsonObject json = new JsonObject(message.toString());
            message.setLength(0);
            CompletableFuture<JsonObject> answer = json.containsKey("id") ? asked.remove(json.getInteger("id")) : null;
            if (answer != null) {
                answer.complete(json);
            }
        }
        from.request(1);
        return null;
    }

    private JsonObject ask(String method, JsonObject parameters) throws Exception {
        int id = ++lastId;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(
                new JsonObject()
                        .put("id", id)
                        .put("method", method)
                        .put("params", parameters)
                        .encode(),
                true);
        JsonObject json = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (json.containsKey("error")) {
            throw new AssertionError(method + ": " + json.getJsonObject("error").encode());
        }
        return json.getJsonObject("result");
    }

    // ---- what a person does

    /** Opens a page of the server, and waits until it has shown its figures. */
    void open(String url) throws Exception {
        ask("Page.navigate", new JsonObject().put("url", url));
        await("document.body?.dataset.shown");
    }

    /** Makes the page as wide as that of a phone, in pixels of CSS. */
    void width(int pixels) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", pixels)
                        .put("height", 2 * pixels)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", true));
    }

    /** The value of an expression, or of its promise. */
    Object evaluate(String expression) throws Exception {
        JsonObject result = ask(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.encode());
        }
        return result.getJsonObject("result").getValue("value");
    }

    /** Waits until the page has changed so that the condition holds. */
    void await(String condition) throws Exception {
        try {
            evaluate("new Promise((resolve) => { const look = () => { if (" + condition
                    + ") { observer.disconnect(); resolve(true); } };"
                    + " const observer = new MutationObserver(look);"
                    + " observer.observe(document, { subtree: true, childList: true, attributes: true,"
                    + " characterData: true }); look(); })");
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(
                    condition + " did not come to hold in " + evaluate("document.body.innerText"), late);
        }
    }

    /** Presses the button with that key when it is there. */
    void press(String key) throws Exception {
        String button = "document.querySelector('[data-key=\"" + key + "\"]')";
        await(button);
        evaluate(button + ".click()");
    }

    /** Presses and releases a key of the keyboard. */
    void type(String key, int code) throws Exception {
        JsonObject event = new JsonObject().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        for (String type : List.of("keyDown", "keyUp")) {
            ask("Input.dispatchKeyEvent", event.copy().put("type", type));
        }
    }

    /** Types a text into the field that has the focus. */
    void type(String text) throws Exception {
        ask("Input.insertText", new JsonObject().put("text", text));
    }

    String text(String id) throws Exception {
        return (String) evaluate("document.getElementById('" + id + "').textContent");
    }

    /** The key of the element that has the focus. */
    String focus() throws Exception {
        return (String) evaluate("document.activeElement.dataset.key ?? document.activeElement.id");
    }

    @Override
    public void close() {
        socket.abort();
        BoundedProcess.end(process);
    }
}
