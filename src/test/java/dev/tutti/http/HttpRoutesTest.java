package dev.tutti.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.metrics.HttpProbe;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpRoutesTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(new HttpRoutes()
                    .add("/show", request -> HttpReply.text(request, 200, "shown"))
                    .addPost("/change", (request, body) -> HttpReply.text(request, 200, "changed by " + body)));
    private HttpProbe probe;

    @BeforeEach
    void listen() throws Exception {
        server.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
        probe = new HttpProbe(server.actualPort());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, HttpRoutes.MOST_BODY_BYTES})
    void aPostIsHandedItsWholeBody(int length) {
        String body = "x".repeat(length);
        HttpResponse<String> answer = probe.post("/change", body, "Accept", "*/*");
        assertThat(answer.body()).isEqualTo("changed by " + body + "\n");
    }

    @Test
    void aLongerBodyIsNotRead() {
        HttpResponse<String> answer =
                probe.post("/change", "x".repeat(HttpRoutes.MOST_BODY_BYTES + 1), "Accept", "*/*");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 4096 bytes");
    }

    @Test
    void eachPathHasItsMethods() {
        HttpResponse<String> change = probe.get("/change");
        assertThat(change.statusCode()).isEqualTo(405);
        assertThat(change.headers().firstValue("Allow")).hasValue("POST");
        HttpResponse<String> show = probe.post("/show", "", "Accept", "*/*");
        assertThat(show.statusCode()).isEqualTo(405);
        assertThat(show.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(probe.get("/show").body()).isEqualTo("shown\n");
    }

    /** A chunked body has no end that is known, and a body that is not announced may have none. */
    @ParameterizedTest
    @CsvSource({
        "Transfer-Encoding: chunked, 411 Length Required",
        "Accept: */*, 411 Length Required",
        "Content-Length: 1000000, 413 Request Entity Too Large"
    })
    void aPostWithoutAShortBodyIsAnsweredAndItsConnectionClosed(String header, String status) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            String request = "POST /change HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }
}
