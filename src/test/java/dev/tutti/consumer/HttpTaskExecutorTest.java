package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.TaskKind;
import io.vertx.core.Handler;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class HttpTaskExecutorTest {

    private static TestConsumer consumer(Vertx vertx, long timeoutMillis, Handler<HttpServerRequest> upstream)
            throws Exception {
        return consumer(vertx, timeoutMillis, listen(vertx, upstream));
    }

    private static int listen(Vertx vertx, Handler<HttpServerRequest> upstream) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(upstream)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private static TestConsumer consumer(Vertx vertx, long timeoutMillis, int port) throws Exception {
        return consumer(vertx, timeoutMillis, "http://127.0.0.1:" + port + "/hook?a=b");
    }

    private static TestConsumer consumer(Vertx vertx, long timeoutMillis, String url) throws Exception {
        TaskKind kind = new TaskKind.Http(URI.create(url));
        return TestConsumer.of(vertx, kind, ThreadingModel.EVENT_LOOP, timeoutMillis, 4);
    }

    @Test
    void itemIsPostedAndTheBodyIsTheResult(Vertx vertx) throws Exception {
        TestConsumer echo = consumer(vertx, 0, request -> {
            assertThat(request.uri()).isEqualTo("/hook?a=b");
            assertThat(request.method().name()).isEqualTo("POST");
            request.body()
                    .onSuccess(body -> request.response().setStatusCode(201).end(body));
        });
        Buffer item = Buffer.buffer(new byte[TestConsumer.MAX_ITEM_SIZE]);
        assertThat(echo.run(item)).isEqualTo(item);
        assertThat(echo.run("")).isEmpty();
    }

    @Test
    void headersNameTheItem(Vertx vertx) throws Exception {
        TestConsumer headers = consumer(
                vertx,
                0,
                request -> request.response()
                        .end(request.getHeader("Tutti-Queue") + " " + request.getHeader("Tutti-Id") + " "
                                + request.getHeader("Tutti-Attempt")));
        assertThat(headers.run("")).isEqualTo("q " + TestConsumer.ITEM + " " + TestConsumer.ATTEMPT);
        DeliveredItem item = new DeliveredItem("a/b:c~100%-Größe", 8, 1, Buffer.buffer(), null, told -> {});
        assertThat(headers.result(headers.begin(item)).toString()).isEqualTo("a/b:c~100%25-Gr%C3%B6%C3%9Fe 8 1");
    }

    @Test
    void otherStatusFailsWithItAndTheBody(Vertx vertx) throws Exception {
        TestConsumer broken = consumer(
                vertx,
                0,
                request -> request.body().onSuccess(body -> {
                    request.response().setStatusCode(Integer.parseInt(body.toString()));
                    if (body.toString().startsWith("3")) {
                        request.response().putHeader("Location", "/elsewhere").end();
                    } else {
                        request.response().end("try later\n");
                    }
                }));
        assertThat(broken.failure("503")).isEqualTo("HTTP 503 Service Unavailable: try later");
        assertThat(broken.failure("302")).isEqualTo("HTTP 302 Found");
    }

    @Test
    void longBodyOfAFailureIsCut(Vertx vertx) throws Exception {
        TestConsumer broken = consumer(
                vertx,
                0,
                request -> request.response().setStatusCode(500).end("x".repeat(2 * TestConsumer.MAX_ITEM_SIZE)));
        assertThat(broken.failure(""))
                .startsWith("HTTP 500 Internal Server Error: xxx")
                .hasSize(4096);
    }

    @Test
    void upstreamThatFloodsIsHungUpOn(Vertx vertx) throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        TestConsumer flood = consumer(vertx, 0, request -> {
            request.connection().closeHandler(v -> closed.complete(null));
            request.response().setChunked(true);
            pour(request);
        });
        assertThat(flood.failure("")).startsWith("the answer of http://").endsWith("over maxItemSize (1048576 bytes)");
        TestConsumer.await(closed);
        assertThat(flood.capacity()).isEqualTo(4);
    }

    @Test
    void errorWithoutAnEndIsHungUpOn(Vertx vertx) throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        TestConsumer flood = consumer(vertx, 0, request -> {
            request.connection().closeHandler(v -> closed.complete(null));
            request.response().setStatusCode(500).setChunked(true);
            pour(request);
        });
        assertThat(flood.failure(""))
                .startsWith("HTTP 500 Internal Server Error: xxx")
                .hasSize(4096);
        TestConsumer.await(closed);
        assertThat(flood.capacity()).isEqualTo(4);
    }

    /** A URL may give the user alone, and escapes what would end it. */
    @ParameterizedTest
    @CsvSource({"user:s3cret, user:s3cret", "user, user:", "us%20er:s3%3Acr%40t, us er:s3:cr@t", ":s3cret, :s3cret"})
    void userAndPasswordOfTheUrlAreSentAndNotShown(String inUrl, String sent, Vertx vertx) throws Exception {
        int port = listen(vertx, request -> {
            String header = request.getHeader("Authorization");
            String credentials = new String(Base64.getDecoder().decode(header.substring("Basic ".length())));
            assertThat(request.uri()).isEqualTo("/hook?token=s3cret");
            request.response().end(header.substring(0, "Basic ".length()) + credentials);
        });
        TestConsumer echo = consumer(vertx, 0, "http://" + inUrl + "@127.0.0.1:" + port + "/hook?token=s3cret");
        assertThat(echo.run("")).isEqualTo("Basic " + sent);
        TestConsumer refused = consumer(vertx, 0, "http://" + inUrl + "@127.0.0.1:1/hook?token=s3cret");
        assertThat(refused.failure(""))
                .startsWith("http://***@127.0.0.1:1/hook?token=***: ")
                .doesNotContain("s3cret", "us%20er");
    }

    private static void pour(HttpServerRequest request) {
        request.response().write("x".repeat(64 * 1024)).onSuccess(v -> pour(request));
    }

    @Test
    void timeoutResetsTheRequest(Vertx vertx) throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        TestConsumer hang =
                consumer(vertx, 200, request -> request.connection().closeHandler(v -> closed.complete(null)));
        assertThat(hang.failure("")).isEqualTo("timed out after 200 ms");
        TestConsumer.await(closed);
        assertThat(hang.capacity()).isEqualTo(4);
    }

    @Test
    void connectionThatBreaksFailsTheItem(Vertx vertx) throws Exception {
        TestConsumer broken = consumer(vertx, 0, request -> request.connection().close());
        assertThat(broken.failure("")).startsWith("http://127.0.0.1:").contains("losed");
        TestConsumer halfway = consumer(
                vertx,
                0,
                request -> request.response()
                        .putHeader("Content-Length", "100")
                        .write("half")
                        .onSuccess(v -> request.connection().close()));
        assertThat(halfway.failure("")).startsWith("http://127.0.0.1:").contains("losed");
        TestConsumer refused = consumer(vertx, 0, 1);
        assertThat(refused.failure("")).contains("http://127.0.0.1:1/hook?a=***", "refused");
    }

    @Test
    void connectionsAreOneAnItemAtATimeAndKept(Vertx vertx) throws Exception {
        Set<Object> connections = new HashSet<>();
        TestConsumer echo = consumer(vertx, 0, request -> {
            connections.add(request.connection());
            request.body().onSuccess(body -> request.response().end(body));
        });
        Buffer[] items = new Buffer[4];
        Arrays.fill(items, Buffer.buffer("x"));
        for (int round = 0; round < 5; round++) {
            List<TaskExecution> runs = echo.begin(items);
            for (TaskExecution execution : runs) {
                assertThat(echo.result(execution)).hasToString("x");
            }
        }
        assertThat(connections).hasSize(4);
    }
}
