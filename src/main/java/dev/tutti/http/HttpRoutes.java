package dev.tutti.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the HTTP server. Each has a handler, which answers either GET and HEAD, or POST. */
public final class HttpRoutes implements Handler<HttpServerRequest> {

    /** The most bytes of the body of a POST. */
    public static final int MOST_BODY_BYTES = 4096;

    private static final Logger log = LoggerFactory.getLogger(HttpRoutes.class);
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_ERROR = 500;

    /** @param isPost whether it answers POST, or GET and HEAD, with an empty body */
    private record Route(boolean isPost, BiConsumer<HttpServerRequest, Buffer> handler) {

        boolean allows(HttpMethod method) {
            return isPost ? method == HttpMethod.POST : method == HttpMethod.GET || method == HttpMethod.HEAD;
        }
    }

    private final Map<String, Route> byPath = new TreeMap<>();

    /** @param handler answers GET and HEAD */
    public HttpRoutes add(String path, Handler<HttpServerRequest> handler) {
        byPath.put(path, new Route(false, (request, empty) -> handler.handle(request)));
        return this;
    }

    /** @param handler answers POST. It is given the whole body. */
    public HttpRoutes addPost(String path, BiConsumer<HttpServerRequest, Buffer> handler) {
        byPath.put(path, new Route(true, handler));
        return this;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Route route = byPath.get(request.path());
        if (route != null && route.isPost() && route.allows(request.method())) {
            receive(request, route);
            return;
        }
        if (hasBody(request)) {
            closeUnread(request);
        }
        if (route == null) {
            HttpReply.text(request, NOT_FOUND, "There is nothing here. Ask for " + String.join(", ", byPath.keySet()));
        } else if (!route.allows(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, route.isPost() ? "POST" : "GET, HEAD");
            HttpReply.text(request, METHOD_NOT_ALLOWED, "Ask with " + (route.isPost() ? "POST" : "GET or HEAD"));
        } else {
            handle(request, Buffer.buffer(), route);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Nobody reads the body, and its end may never come. So the connection ends with the answer. */
    private static void closeUnread(HttpServerRequest request) {
        request.response()
                .endHandler(written -> request.connection().close())
                .putHeader(HttpHeaders.CONNECTION, "close");
    }

    /** Waits for the body if it is short. If it does not come, the client is gone, or will be idle for too long. */
    private static void receive(HttpServerRequest request, Route route) {
        long length = length(request);
        if (length < 0) {
            closeUnread(request);
            HttpReply.text(request, LENGTH_REQUIRED, "Send a body with a Content-Length");
        } else if (length > MOST_BODY_BYTES) {
            closeUnread(request);
            HttpReply.text(request, TOO_LARGE, "The body may have at most " + MOST_BODY_BYTES + " bytes");
        } else {
            request.body().onSuccess(whole -> handle(request, whole, route));
        }
    }

    /** The length that the request names for its body, or -1. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return -1;
        }
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    private static void handle(HttpServerRequest request, Buffer body, Route route) {
        try {
            route.handler().accept(request, body);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("the request for {} failed", request.path(), bug);
            if (!request.response().ended()) {
                HttpReply.text(request, INTERNAL_ERROR, "Internal error, see the log of the server");
            }
        }
    }
}
