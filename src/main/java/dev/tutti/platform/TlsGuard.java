package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;

/**
 * The first handler of a socket that speaks TLS, until its first bytes. It tells of clients that begin with anything
 * else, and of those with which the handshake fails. The former are answered in plain text, because they could not read
 * an alert of TLS. The handler of TLS behind this one then closes the socket.
 */
final class TlsGuard extends ChannelInboundHandlerAdapter {

    /** The type of a TLS record with a part of the handshake. */
    private static final byte HANDSHAKE = 22;

    private final byte[] toPlainText;
    private final AcceptGuard.Gatekeeper gatekeeper;

    TlsGuard(byte[] toPlainText, AcceptGuard.Gatekeeper gatekeeper) {
        this.toPlainText = toPlainText;
        this.gatekeeper = gatekeeper;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        SocketAddress client = context.channel().remoteAddress();
        boolean isPlainText = message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) != HANDSHAKE;
        if (isPlainText) {
            context.writeAndFlush(context.alloc().buffer(toPlainText.length).writeBytes(toPlainText));
            gatekeeper.withoutTls(NetworkAddress.text(client));
        } else {
            context.pipeline().get(SslHandler.class).handshakeFuture().addListener(handshake -> {
                if (!handshake.isSuccess()) {
                    gatekeeper.handshakeFailed(NetworkAddress.text(client), handshake.cause());
                }
            });
        }
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
