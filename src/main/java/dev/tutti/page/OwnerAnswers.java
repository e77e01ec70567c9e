package dev.tutti.page;

import dev.tutti.http.HttpReply;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests with JSON that owners have to be asked for. */
final class OwnerAnswers {

    private static final Logger log = LoggerFactory.getLogger(OwnerAnswers.class);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final WatchedServer watched;

    OwnerAnswers(WatchedServer watched) {
        this.watched = watched;
    }

    /** A handler that answers only while there are owners. */
    Handler<HttpServerRequest> of(Function<HttpServerRequest, Future<JsonObject>> make) {
        return request -> {
            if (watched.hasOwners()) {
                handle(request, make);
            } else {
                error(request, UNAVAILABLE, "the server is starting or stopping");
            }
        };
    }

    /** A handler that answers in every phase of the server. */
    Handler<HttpServerRequest> ofAny(Function<HttpServerRequest, Future<JsonObject>> make) {
        return request -> handle(request, make);
    }

    private static void handle(HttpServerRequest request, Function<HttpServerRequest, Future<JsonObject>> make) {
        try {
            make.apply(request).map(JsonObject::encode).onComplete(json -> answer(request, json));
        } catch (RefusedRequest refused) {
            error(request, refused.status(), refused.getMessage());
        }
    }

    private static void answer(HttpServerRequest request, AsyncResult<String> json) {
        if (request.response().closed()) {
            return;
        }
        if (json.succeeded()) {
            HttpReply.json(request, OK, json.result());
        } else if (json.cause() instanceof RefusedRequest refused) {
            error(request, refused.status(), refused.getMessage());
        } else {
            log.warn("{} could not be answered", request.path(), json.cause());
            error(request, UNAVAILABLE, String.valueOf(json.cause().getMessage()));
        }
    }

    private static void error(HttpServerRequest request, int status, String message) {
        HttpReply.json(request, status, new JsonObject().put("error", message));
    }
}
