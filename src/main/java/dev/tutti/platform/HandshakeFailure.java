package dev.tutti.platform;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;

/** The failure of a TLS handshake, as the log may show it. */
public final class HandshakeFailure {

    private HandshakeFailure() {}

    /** The cause in words. The text of Netty would show the client's bytes, which may have a password. */
    public static String text(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof NotSslRecordException) {
            return "its client does not speak TLS";
        }
        return cause instanceof ClosedChannelException
                ? "its client has closed the connection"
                : String.valueOf(cause.getMessage());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
