package dev.tutti.page;

/** The refusal of a request. The message is for the person who looks at the page. */
final class RefusedRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final int status;

    private RefusedRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Of a request that the page never makes. */
    static RefusedRequest bad(String message) {
        return new RefusedRequest(BAD_REQUEST, message);
    }

    /** Of an action that the sender of the request may not take. */
    static RefusedRequest forbidden(String message) {
        return new RefusedRequest(FORBIDDEN, message);
    }

    /** Of an action that is not possible as things are. */
    static RefusedRequest impossible(String message) {
        return new RefusedRequest(CONFLICT, message);
    }

    /** The status of HTTP. */
    int status() {
        return status;
    }
}
