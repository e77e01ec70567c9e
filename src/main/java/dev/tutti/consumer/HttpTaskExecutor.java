package dev.tutti.consumer;

import dev.tutti.config.Secrets;
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Sends each item to an upstream server as the body of a {@code POST}. The body of a 2xx response is the result. Any
 * other status, including a redirect, fails the item with {@code HTTP status reason: body}. A connection carries one
 * item at a time and is kept for later items. Headers name the item: {@code Tutti-Queue}, {@code Tutti-Id} and {@code
 * Tutti-Attempt}. The URL's user and password are sent as HTTP's Basic authorization, and
 * no failure shows them or the values of the URL's query. All code runs on the consumer's event loop.
 */
final class HttpTaskExecutor implements TaskExecutor {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    /** Common servers close idle connections after 5 s. Less than that, so that no request meets a closing one. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final HttpClient client;
    private final URI uri;
    private final Optional<String> authorization;
    private final int maxItemSize;

    HttpTaskExecutor(Vertx vertx, URI uri, int concurrency, int maxItemSize) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(concurrency));
        this.uri = uri;
        this.authorization = authorization(uri);
        this.maxItemSize = maxItemSize;
    }

    @Override
    public TaskExecution run(DeliveredItem item) {
        HttpExecution execution = new HttpExecution(item);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(uri.toString());
        client.request(options).onSuccess(execution::connected).onFailure(execution::fail);
        return execution;
    }

    /** The value of the header for the user and password in the URL, if there are any. */
    private static Optional<String> authorization(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return Optional.empty();
        }
        String user = uri.getUserInfo() + (uri.getRawUserInfo().indexOf(':') < 0 ? ":" : "");
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** A name for a header, in which only visible ASCII arrives unchanged everywhere. */
    private static String percentEncoded(String name) {
        StringBuilder encoded = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item with its request and response. */
    private final class HttpExecution extends UpstreamExecution {

        private final DeliveredItem delivered;
        private HttpClientRequest request;

        HttpExecution(DeliveredItem delivered) {
            super(delivered.body(), Secrets.mask(uri), maxItemSize);
            this.delivered = delivered;
        }

        void connected(HttpClientRequest opened) {
            request = opened;
            if (isEnded()) {
                disconnect();
                return;
            }
            opened.exceptionHandler(this::fail);
            opened.putHeader("Content-Type", "application/octet-stream");
            opened.putHeader("Tutti-Queue", percentEncoded(delivered.queue()));
            opened.putHeader("Tutti-Id", String.valueOf(delivered.id()));
            opened.putHeader("Tutti-Attempt", String.valueOf(delivered.attempt()));
            authorization.ifPresent(value -> opened.putHeader("Authorization", value));
            opened.send(item).onSuccess(this::answered).onFailure(this::fail);
        }

        private void answered(HttpClientResponse response) {
            boolean success = response.statusCode() / 100 == 2;
            response.exceptionHandler(this::fail);
            response.handler(piece -> {
                if (success) {
                    received(piece);
                } else {
                    refused(response, piece);
                }
            });
            response.endHandler(v -> {
                if (success) {
                    succeed();
                } else {
                    end(refusal(response));
                }
            });
        }

        /** Reads the body of an error as far as it is shown. The rest may have no end. */
        private void refused(HttpClientResponse response, Buffer piece) {
            answer.appendBuffer(piece);
            if (answer.length() >= TaskFailure.MAX_TEXT) {
                end(refusal(response));
            }
        }

        private TaskFailure refusal(HttpClientResponse response) {
            Buffer text = Buffer.buffer("HTTP " + response.statusCode() + " " + response.statusMessage());
            if (answer.length() > 0) {
                text.appendString(": ").appendBuffer(TaskFailure.stripTrailing(answer.getBytes()));
            }
            return new TaskFailure(text);
        }

        @Override
        void disconnect() {
            if (request != null) {
                request.reset();
            }
        }
    }
}
