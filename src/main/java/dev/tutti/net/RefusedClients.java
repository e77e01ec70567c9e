package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.platform.HandshakeFailure;
import dev.tutti.platform.NetworkAddress;
import dev.tutti.platform.TcpSocket;
import dev.tutti.resp.ReplyWriter;
import io.netty.buffer.ByteBufUtil;

/** The clients that get an error, or nothing, instead of a connection. The log tells of them. */
final class RefusedClients {

    private final EventLog events;

    RefusedClients(EventLog events) {
        this.events = events;
    }

    /** The bytes for a client that does not speak TLS where it is needed. */
    static byte[] toPlainText() {
        ReplyWriter writer = new ReplyWriter();
        Refusal.error("ERR", "this port speaks TLS, connect with TLS").writeTo(writer);
        return ByteBufUtil.getBytes(writer.take());
    }

    /** Sends the reply and closes. */
    void refuse(TcpSocket socket, Reply reply, String why) {
        String client = socket.remoteAddress();
        events.add(
                EventKind.REFUSED_CLIENT,
                NetworkAddress.withoutPort(client),
                () -> new LogLine("a connection from " + client + " is refused: " + why).with("client", client));
        ReplyWriter writer = new ReplyWriter();
        reply.writeTo(writer);
        socket.write(writer.take());
        socket.end();
    }

    void handshakeFailed(Throwable failure) {
        events.add(
                EventKind.REFUSED_CLIENT,
                "",
                () -> new LogLine("a TLS handshake failed: " + HandshakeFailure.text(failure)));
    }
}
