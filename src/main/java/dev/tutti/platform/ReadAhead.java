package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads a socket while it is paused: so many bytes, and a little more. Netty reads a paused channel only when it is
 * asked, and then a small part. Stands in the channel's pipeline before the handler of Vert.x, which keeps the bytes
 * until the socket is resumed. All methods belong to the channel's event loop.
 */
final class ReadAhead extends ChannelInboundHandlerAdapter {

    private ChannelHandlerContext context;
    /** The bytes that are still to be read. */
    private long left;
    /** The bytes that were read and are kept. */
    private long kept;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Reads so many more bytes, as they come. */
    void read(long bytes) {
        left = bytes;
        context.read();
    }

    /** Reads no more. */
    void stop() {
        left = 0;
    }

    /** So many bytes have been passed on to the listener. */
    void passed(int bytes) {
        kept = Math.max(0, kept - bytes);
    }

    long kept() {
        return kept;
    }

    @Override
    public void channelRead(ChannelHandlerContext reader, Object message) {
        if (left > 0 && message instanceof ByteBuf bytes) {
            left -= bytes.readableBytes();
            kept += bytes.readableBytes();
        }
        reader.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reader) {
        reader.fireChannelReadComplete();
        if (left > 0) {
            reader.read();
        }
    }
}
