package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import dev.tutti.config.TaskKind;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The upstream server is a plain blocking socket, so that each direction can be closed by itself. */
@ExtendWith(VertxExtension.class)
class TcpTaskExecutorTest {

    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private interface Conversation {
        void with(Socket socket) throws Exception;
    }

    /** Serves one connection. The future fails if that fails. */
    private CompletableFuture<Void> serve(Conversation conversation) {
        return CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                conversation.with(socket);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private TestConsumer consumer(Vertx vertx, long timeoutMillis) throws Exception {
        TaskKind kind = new TaskKind.Tcp("127.0.0.1", server.getLocalPort());
        return TestConsumer.of(vertx, kind, ThreadingModel.EVENT_LOOP, timeoutMillis, 4);
    }

    @Test
    void upstreamReadsTheItemToItsEndAndItsAnswerIsTheResult(Vertx vertx) throws Exception {
        byte[] item = new byte[TestConsumer.MAX_ITEM_SIZE];
        Seeds.random(1).nextBytes(item);
        CompletableFuture<Void> served = serve(
                socket -> socket.getOutputStream().write(socket.getInputStream().readAllBytes()));
        TestConsumer consumer = consumer(vertx, 0);
        assertThat(consumer.run(Buffer.buffer(item))).isEqualTo(Buffer.buffer(item));
        TestConsumer.await(served);
        assertThat(consumer.capacity()).isEqualTo(4);
    }

    @Test
    void emptyItemAndEmptyAnswerAreFine(Vertx vertx) throws Exception {
        serve(socket -> socket.getInputStream().readAllBytes());
        assertThat(consumer(vertx, 0).run("")).isEmpty();
    }

    @Test
    void answerMayComeBeforeTheItemIsRead(Vertx vertx) throws Exception {
        serve(socket -> {
            socket.getOutputStream().write("early".getBytes());
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        });
        assertThat(consumer(vertx, 0).run("x")).isEqualTo("early");
    }

    @Test
    void refusedConnectionFailsTheItem(Vertx vertx) throws Exception {
        int port = server.getLocalPort();
        TestConsumer consumer = consumer(vertx, 0);
        server.close();
        assertThat(consumer.failure("x")).endsWith("tcp 127.0.0.1:" + port + ": Connection refused: 127.0.0.1:" + port);
    }

    @Test
    void resetFailsTheItem(Vertx vertx) throws Exception {
        serve(socket -> {
            socket.getInputStream().readAllBytes();
            socket.getOutputStream().write("half an ans".getBytes());
            socket.setSoLinger(true, 0);
        });
        assertThat(consumer(vertx, 0).failure("x")).startsWith("tcp 127.0.0.1:").contains("reset");
    }

    @Test
    void upstreamThatFloodsIsHungUpOn(Vertx vertx) throws Exception {
        CompletableFuture<Void> served =
                serve(socket -> assertThatThrownBy(() -> writeForEver(socket)).isInstanceOf(IOException.class));
        assertThat(consumer(vertx, 0).failure("x")).endsWith("is over maxItemSize (1048576 bytes)");
        TestConsumer.await(served);
    }

    @Test
    void timeoutClosesTheConnection(Vertx vertx) throws Exception {
        CompletableFuture<Void> timedOut = new CompletableFuture<>();
        CompletableFuture<Void> served = serve(socket -> {
            socket.getInputStream().readAllBytes();
            TestConsumer.await(timedOut);
            // That the other side is gone shows only when one writes to it.
            assertThatThrownBy(() -> writeForEver(socket)).isInstanceOf(IOException.class);
        });
        TestConsumer consumer = consumer(vertx, 200);
        assertThat(consumer.failure("x")).isEqualTo("timed out after 200 ms");
        assertThat(consumer.capacity()).isEqualTo(4);
        timedOut.complete(null);
        TestConsumer.await(served);
    }

    private static void writeForEver(Socket socket) throws IOException {
        while (true) {
            socket.getOutputStream().write(new byte[1024]);
        }
    }
}
