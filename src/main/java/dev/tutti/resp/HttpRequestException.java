package dev.tutti.resp;

/**
 * Thrown for a request that an HTTP client has sent, such as a web page that was made to post to this port. The caller
 * closes the connection without a reply and runs nothing of what follows.
 */
public final class HttpRequestException extends ProtocolException {

    private static final long serialVersionUID = 1;

    HttpRequestException() {
        super("HTTP is not served here");
    }
}
