package dev.tutti.resp;

/** Tells the beginning of a TLS handshake from a line. No command begins with its control characters. */
final class TlsHello {

    /** The type of a record with a part of the handshake. */
    private static final byte HANDSHAKE = 22;
    /** The first byte of the version in every record, from SSL 3 to TLS 1.3. */
    private static final byte MAJOR_VERSION = 3;

    private TlsHello() {}

    /** @throws ProtocolException if a client has sent the first bytes of a handshake */
    static void refuse(byte[] bytes, int from, int to) throws ProtocolException {
        if (bytes[from] == HANDSHAKE && to - from > 1 && bytes[from + 1] == MAJOR_VERSION) {
            throw new ProtocolException("this port does not speak TLS, connect without it or set server.tls");
        }
    }
}
