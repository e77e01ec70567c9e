package dev.tutti.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Answers requests of HTTP. Nothing that is answered here may be kept by a cache. */
public final class HttpReply {

    private HttpReply() {}

    public static void text(HttpServerRequest request, int status, String line) {
        begin(request, status, "text/plain; charset=utf-8").end(line + "\n");
    }

    public static void json(HttpServerRequest request, int status, JsonObject json) {
        json(request, status, json.encode());
    }

    /** @param json as it is sent */
    public static void json(HttpServerRequest request, int status, String json) {
        begin(request, status, "application/json").end(json + "\n");
    }

    /** Sets the status and the headers. The body is still to be written. */
    public static HttpServerResponse begin(HttpServerRequest request, int status, String contentType) {
        return request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
    }
}
