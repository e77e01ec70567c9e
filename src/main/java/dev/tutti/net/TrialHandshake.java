package dev.tutti.net;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS handshake in memory between a server with given keys and a client that trusts any certificate. It fails if no
 * client could connect to such a server, for example because TLS has no use for the kind of its key.
 */
final class TrialHandshake {

    /** A handshake takes fewer than ten; more mean that the two do not get on. */
    private static final int MOST_ROUNDS = 100;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;
    private final ByteBuffer data;

    private TrialHandshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        this.toServer = ByteBuffer.allocate(2 * client.getSession().getPacketBufferSize());
        this.toClient = ByteBuffer.allocate(2 * client.getSession().getPacketBufferSize());
        this.data = ByteBuffer.allocate(client.getSession().getApplicationBufferSize());
    }

    /** @throws SSLException if the handshake fails */
    static void perform(KeyManagerFactory keys) throws GeneralSecurityException, SSLException {
        SSLContext serverContext = SSLContext.getInstance("TLS");
        serverContext.init(keys.getKeyManagers(), null, null);
        SSLEngine server = serverContext.createSSLEngine();
        server.setUseClientMode(false);
        SSLContext clientContext = SSLContext.getInstance("TLS");
        clientContext.init(null, new TrustManager[] {new TrustAny()}, null);
        SSLEngine client = clientContext.createSSLEngine();
        client.setUseClientMode(true);
        new TrialHandshake(client, server).perform();
    }

    private void perform() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
            if (isDone(client) && isDone(server)) {
                return;
            }
        }
        throw new SSLException("a client and the server do not agree");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && engine.getSession().isValid();
    }

    /** Lets one side do what it can with what it has received. */
    private void step(SSLEngine engine, ByteBuffer received, ByteBuffer sent) throws SSLException {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), sent);
        } else if (received.position() > 0) {
            received.flip();
            engine.unwrap(received, data);
            received.compact();
        }
    }

    /** The trial is about the server's key, not about who vouches for it. */
    private static final class TrustAny extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("there is no client certificate");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("there is no client certificate");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("there is no client certificate");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // Any certificate will do.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // Any certificate will do.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Any certificate will do.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
