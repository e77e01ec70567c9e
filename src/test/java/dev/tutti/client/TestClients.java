package dev.tutti.client;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Connects clients in a Vert.x of their own, and closes them after each test. */
final class TestClients implements AfterEachCallback {

    private static final long PATIENCE_SECONDS = 20;

    private Vertx vertx;

    Vertx vertx() {
        if (vertx == null) {
            vertx = Vertx.vertx();
        }
        return vertx;
    }

    /** Options for a server on this machine, with short waits before the client connects again. */
    static TuttiOptions options(int port) {
        return new TuttiOptions()
                .addAddress("127.0.0.1", port)
                .setMinReconnectDelay(Duration.ofMillis(5))
                .setMaxReconnectDelay(Duration.ofMillis(50));
    }

    Tutti connect(int port) {
        return connect(options(port));
    }

    Tutti connect(TuttiOptions options) {
        return get(Tutti.connect(vertx(), options));
    }

    /** The result of a future. A failure is thrown. */
    static <T> T get(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not complete within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** The reason why a future fails. */
    static Throwable failure(Future<?> future) {
        return catchThrowable(() -> get(future));
    }

    static Buffer bytes(String text) {
        return Buffer.buffer(text);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (vertx != null) {
            get(vertx.close());
            vertx = null;
        }
    }
}
