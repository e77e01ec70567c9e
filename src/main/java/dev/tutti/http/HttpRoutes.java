package dev.tutti.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the HTTP server. Each has a handler, which answers GET and HEAD. */
public final class HttpRoutes implements Handler<HttpServerRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpRoutes.class);
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;

    private final Map<String, Handler<HttpServerRequest>> byPath = new TreeMap<>();

    public HttpRoutes add(String path, Handler<HttpServerRequest> handler) {
        byPath.put(path, handler);
        return this;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (hasBody(request)) {
            // Nobody here reads a body, and its end may never come.
            request.response()
                    .endHandler(written -> request.connection().close())
                    .putHeader(HttpHeaders.CONNECTION, "close");
        }
        Handler<HttpServerRequest> handler = byPath.get(request.path());
        if (handler == null) {
            HttpReply.text(request, NOT_FOUND, "There is nothing here. Ask for " + String.join(", ", byPath.keySet()));
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            HttpReply.text(request, METHOD_NOT_ALLOWED, "Ask with GET or HEAD");
        } else {
            handle(request, handler);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static void handle(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        try {
            handler.handle(request);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("the request for {} failed", request.path(), bug);
            if (!request.response().ended()) {
                HttpReply.text(request, INTERNAL_ERROR, "Internal error, see the log of the server");
            }
        }
    }
}
