package dev.tutti.metrics;

import dev.tutti.http.HttpReply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests for the metrics. */
final class ScrapeHandler implements Handler<HttpServerRequest> {

    private static final Logger log = LoggerFactory.getLogger(ScrapeHandler.class);
    private static final int OK = 200;
    private static final int INTERNAL_ERROR = 500;

    private final Scrapes scrapes;

    ScrapeHandler(Scrapes scrapes) {
        this.scrapes = scrapes;
    }

    @Override
    public void handle(HttpServerRequest request) {
        scrapes.take().onComplete(text -> answer(request, text));
    }

    private static void answer(HttpServerRequest request, AsyncResult<Buffer> text) {
        if (request.response().closed()) {
            return;
        }
        if (text.failed()) {
            log.error("the metrics could not be written", text.cause());
            HttpReply.text(request, INTERNAL_ERROR, "The metrics could not be written, see the log of the server");
            return;
        }
        HttpServerResponse response = HttpReply.begin(request, OK, Exposition.CONTENT_TYPE);
        response.end(text.result());
    }
}
