package dev.tutti.page;

/** A request that the page never makes. The message says what is wrong with it. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message, null, false, false);
    }
}
