package dev.tutti.resp;

import java.nio.charset.StandardCharsets;

/**
 * Thrown for bytes that are not valid RESP. The caller replies {@code ERR} with the message and closes the connection.
 * The exception has no stack trace, since the fault is the client's and not the code's.
 */
public class ProtocolException extends Exception {

    private static final long serialVersionUID = 1;

    ProtocolException(String what) {
        super("Protocol error: " + what, null, false, false);
    }

    /** The message as Redis sends it: a quoted byte that is not ASCII is sent as it came, and not as UTF-8. */
    public byte[] bytes() {
        return getMessage().getBytes(StandardCharsets.ISO_8859_1);
    }
}
