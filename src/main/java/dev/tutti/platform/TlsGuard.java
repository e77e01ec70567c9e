package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/**
 * The first handler of a socket that speaks TLS. A client that begins with anything else is answered in plain text,
 * because it could not read an alert of TLS. The handler of TLS behind this one then closes the socket.
 */
final class PlainTextGuard extends ChannelInboundHandlerAdapter {

    /** The type of a TLS record with a part of the handshake. */
    private static final byte HANDSHAKE = 22;

    private final byte[] answer;
    private final Consumer<String> onPlainText;

    /** @param onPlainText is given the address of a client that speaks no TLS */
    PlainTextGuard(byte[] answer, Consumer<String> onPlainText) {
        this.answer = answer;
        this.onPlainText = onPlainText;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean isPlainText = message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) != HANDSHAKE;
        if (isPlainText) {
            context.writeAndFlush(context.alloc().buffer(answer.length).writeBytes(answer));
            onPlainText.accept(NetworkAddress.text(context.channel().remoteAddress()));
        }
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
