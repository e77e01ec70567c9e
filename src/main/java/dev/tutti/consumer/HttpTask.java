package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.concurrent.CancellationException;

/**
 * Gives each item to an upstream as the body of a {@code POST}. The body of a 2xx response is the result; any other
 * status, a redirect too, fails the item with {@code HTTP status reason: body}. Connections are kept for the next item,
 * one an item at a time. Everything happens on the consumer's event loop.
 */
final class HttpTask implements Work {

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
    public Running run(Buffer item) {
        Exchange exchange = new Exchange(item);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(uri.toString());
        client.request(options).onSuccess(exchange::connected).onFailure(exchange::fail);
        return exchange;
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item, its request and its response. */
    private final class Exchange implements Running {

        private final Buffer item;
        private final Buffer body = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();
        private HttpClientRequest request;

        Exchange(Buffer item) {
            this.item = item;
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void cancel() {
            end(new CancellationException("cancelled"));
        }

        void connected(HttpClientRequest opened) {
            request = opened;
            if (result.future().isComplete()) {
                opened.reset();
                return;
            }
            opened.exceptionHandler(this::fail);
            opened.putHeader("Content-Type", "application/octet-stream");
            opened.send(item).onSuccess(this::answered).onFailure(this::fail);
        }

        private void answered(HttpClientResponse response) {
            boolean good = response.statusCode() / 100 == 2;
            response.exceptionHandler(this::fail);
            response.handler(piece -> received(piece, good));
            response.endHandler(v -> ended(response, good));
        }

        private void received(Buffer piece, boolean good) {
            if (body.length() + piece.length() <= maxItemSize) {
                body.appendBuffer(piece);
            } else if (good) {
                end(new TaskFailure("the response of " + uri + " is over maxItemSize (" + maxItemSize + " bytes)"));
            }
        }

        private void ended(HttpClientResponse response, boolean good) {
            if (good) {
                result.tryComplete(body);
                return;
            }
            Buffer text = Buffer.buffer("HTTP " + response.statusCode() + " " + response.statusMessage());
            if (body.length() > 0) {
                text.appendString(": ").appendBuffer(TaskFailure.stripTrailing(body.getBytes()));
            }
            result.tryFail(new TaskFailure(text));
        }

        void fail(Throwable cause) {
            end(new TaskFailure(uri + ": " + TaskFailure.textOf(cause)));
        }

        private void end(Throwable failure) {
            if (result.tryFail(failure) && request != null) {
                request.reset();
            }
        }
    }
}
