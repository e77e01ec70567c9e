package dev.tutti.net;

import dev.tutti.command.Reply;
import dev.tutti.config.ServerConfig;
import dev.tutti.resp.ReplyWriter;
import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/**
 * The replies of one connection that are encoded and not written to its socket yet. They gather during a turn of the
 * event loop, and can be held back longer when more replies are about to follow.
 */
final class ReplyBuffer {

    /**
     * How many times {@code maxOutput} the replies of one turn may take. A client can ask for that much at once, before
     * it had a chance to read any.
     */
    private static final long MAX_OUTPUTS_A_TURN = 8;

    /** Replies of so many bytes are not held back: an Ethernet packet has no room for more. */
    private static final int PACKET_BYTES = 1460;

    private static final long LARGE_BYTES = 1 << 20;

    private final ReplyWriter writer = new ReplyWriter();
    private final Supplier<ServerConfig> config;
    private boolean held;

    /** @param config the one in force, with {@code maxOutput} */
    ReplyBuffer(Supplier<ServerConfig> config) {
        this.config = config;
    }

    void resp3(boolean on) {
        writer.resp3(on);
    }

    void add(Reply reply) {
        reply.writeTo(writer);
    }

    /** In bytes. */
    long size() {
        return writer.size();
    }

    /** Whether one turn has added more than a connection may. */
    boolean isOverLimit() {
        return writer.size() > MAX_OUTPUTS_A_TURN * config.get().maxOutput();
    }

    /** Whether so much has gathered that it is written before the end of the turn. */
    boolean isLarge() {
        return writer.size() > LARGE_BYTES;
    }

    /** Holds back the replies that there are, until {@link #release}. Returns false if there are none. */
    boolean hold() {
        held = writer.size() > 0;
        return held;
    }

    void release() {
        held = false;
    }

    boolean isHeld() {
        return held && writer.size() < Math.min(PACKET_BYTES, config.get().maxOutput());
    }

    /** Gives all encoded bytes away; null if there are none. */
    ByteBuf take() {
        return writer.size() == 0 ? null : writer.take();
    }
}
