package dev.tutti.platform;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.atomic.AtomicReference;

/** The usual transport of Vert.x, in which an {@link AcceptGuard} can be put into a TCP server. */
public final class GuardedTransport implements Transport {

    private static final class Nio extends NioTransport {

        private final AtomicReference<AcceptGuard.Orders> next = new AtomicReference<>();

        @Override
        public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(config, domainSocket, bootstrap);
            bootstrap.handler(new AcceptGuard(next));
        }
    }

    private final Nio nio = new Nio();

    /**
     * Guards the next TCP server that is bound to that port. Does nothing if this Vert.x has another transport.
     *
     * @param port the port that is asked for: 0 for any
     * @param most the most sockets at a time
     * @param toPlainText the answer to a client that speaks no TLS; null if the server speaks none itself
     * @return the orders, which may change
     */
    public static AcceptGuard.Orders guardNext(
            Vertx vertx, int port, AcceptGuard.Gatekeeper gatekeeper, int most, byte[] toPlainText) {
        AcceptGuard.Orders orders = new AcceptGuard.Orders(port, gatekeeper, most, toPlainText);
        if (((VertxInternal) vertx).transport() instanceof Nio nio) {
            nio.next.set(orders);
        }
        return orders;
    }

    /** Whether servers of this Vert.x are guarded. */
    public static boolean isOf(Vertx vertx) {
        return ((VertxInternal) vertx).transport() instanceof Nio;
    }

    @Override
    public String name() {
        return NIO.name();
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return nio;
    }
}
