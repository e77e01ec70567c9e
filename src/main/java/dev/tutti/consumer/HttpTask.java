package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * Gives each item to an upstream as the body of a {@code POST}. The body of a 2xx response is the result; any other
 * status, a redirect too, fails the item with {@code HTTP status reason: body}. Connections are kept for the next item,
 * one an item at a time. Everything happens on the consumer's event loop.
 */
final class HttpTask implements TaskExecutor {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    /** Less than the 5 s after which common servers close an idle connection, so that none is used while it closes. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final HttpClient client;
    private final URI uri;
    private final int maxItemSize;

    HttpTask(Vertx vertx, URI uri, int concurrency, int maxItemSize) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(concurrency));
        this.uri = uri;
        this.maxItemSize = maxItemSize;
    }

    @Override
    public TaskExecution run(Buffer item) {
        HttpExchange exchange = new HttpExchange(item);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(uri.toString());
        client.request(options).onSuccess(exchange::connected).onFailure(exchange::fail);
        return exchange;
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item, its request and its response. */
    private final class HttpExchange extends Exchange {

        private HttpClientRequest request;

        HttpExchange(Buffer item) {
            super(item, uri.toString(), maxItemSize);
        }

        void connected(HttpClientRequest opened) {
            request = opened;
            if (isOver()) {
                hangUp();
                return;
            }
            opened.exceptionHandler(this::fail);
            opened.putHeader("Content-Type", "application/octet-stream");
            opened.send(item).onSuccess(this::answered).onFailure(this::fail);
        }

        private void answered(HttpClientResponse response) {
            boolean good = response.statusCode() / 100 == 2;
            response.exceptionHandler(this::fail);
            response.handler(piece -> {
                // What a refusal says is cut, not refused in its turn.
                if (good || hasRoomFor(piece)) {
                    received(piece);
                }
            });
            response.endHandler(v -> {
                if (good) {
                    succeed();
                } else {
                    end(refusal(response));
                }
            });
        }

        private TaskFailure refusal(HttpClientResponse response) {
            Buffer text = Buffer.buffer("HTTP " + response.statusCode() + " " + response.statusMessage());
            if (answer.length() > 0) {
                text.appendString(": ").appendBuffer(TaskFailure.stripTrailing(answer.getBytes()));
            }
            return new TaskFailure(text);
        }

        @Override
        void hangUp() {
            if (request != null) {
                request.reset();
            }
        }
    }
}
