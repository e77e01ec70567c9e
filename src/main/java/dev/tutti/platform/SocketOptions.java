package dev.tutti.platform;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/** The options of an accepted socket that Vert.x cannot set. */
final class SocketOptions {

    private static final int PROBES = 3;

    private SocketOptions() {}

    /**
     * Makes the end of the peer's stream an event of its own instead of a close. Has TCP ask a silent peer whether it
     * is still there, in the way Redis does: the first question after that time, then two more, a third of the time
     * apart.
     *
     * @param keepAliveMillis 0 for no questions
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
