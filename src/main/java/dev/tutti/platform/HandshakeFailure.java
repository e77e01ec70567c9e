package dev.tutti.platform;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;

/** The failure of a TLS handshake, as the log may show it. */
public final class HandshakeFailure {

    private HandshakeFailure() {}

    /** The cause in words. The text of Netty would show the client's bytes, which may have a password. */
    public static String text(Throwable failure) {
        return isPlainText(failure)
                ? "its client does not speak TLS"
                : String.valueOf(cause(failure).getMessage());
    }

    /** Whether the client does not speak TLS. */
    public static boolean isPlainText(Throwable failure) {
        return cause(failure) instanceof NotSslRecordException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
