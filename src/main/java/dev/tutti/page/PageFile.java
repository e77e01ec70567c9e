package dev.tutti.page;

import dev.tutti.http.HttpReply;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file of the page, which is in the jar. */
final class PageFile implements Handler<HttpServerRequest> {

    /** Nothing runs and nothing is loaded but the files of the page itself, and no other page may frame it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int OK = 200;

    private final Buffer content;
    private final String contentType;

    private PageFile(Buffer content, String contentType) {
        this.content = content;
        this.contentType = contentType;
    }

    static PageFile of(String name, String contentType) {
        try (InputStream file = PageFile.class.getResourceAsStream(name)) {
            return new PageFile(Buffer.buffer(file.readAllBytes()), contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpReply.begin(request, OK, contentType)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .end(content);
    }
}
