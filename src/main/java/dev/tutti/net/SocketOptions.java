package dev.tutti.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/** What a client's socket is to do that Vert.x has no option for. */
final class SocketOptions {

    private static final int PROBES = 3;

    private SocketOptions() {}

    /**
     * Has the end of the client's stream told as an event of its own, and TCP look after a client that is silent, as
     * Redis does: a question each third of that time.
     *
     * @param keepAliveMillis 0 for none
     */
    static void set(ChannelConfig channel, long keepAliveMillis) {
        channel.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (keepAliveMillis > 0) {
            int seconds = (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(keepAliveMillis));
            channel.setOption(ChannelOption.SO_KEEPALIVE, true);
            channel.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds);
            channel.setOption(
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), Math.max(1, seconds / PROBES));
            channel.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
        }
    }
}
