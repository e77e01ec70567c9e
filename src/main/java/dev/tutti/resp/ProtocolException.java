package dev.tutti.resp;

import java.nio.charset.StandardCharsets;

/**
 * The bytes are no RESP: the caller answers {@code ERR} and the message, and closes the connection. It has no stack
 * trace, since it tells of the client and not of the code.
 */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1;

    ProtocolException(String what) {
        super("Protocol error: " + what, null, false, false);
    }

    /** The message as Redis sends it: a byte that is no ASCII is quoted as it came, not as UTF-8. */
    public byte[] bytes() {
        return getMessage().getBytes(StandardCharsets.ISO_8859_1);
    }
}
