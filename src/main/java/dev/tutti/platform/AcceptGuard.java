package dev.tutti.platform;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts the sockets of one TCP server from the moment they are accepted, before any TLS handshake, and has the server
 * accept no more than a number of them. Peers beyond that wait in the kernel until a socket closes. Vert.x accepts on a
 * thread of its own, faster than event loops close, so only a guard on that thread can keep a limit.
 */
public final class AcceptGuard extends ChannelDuplexHandler {

    /** Decides about each socket. */
    public interface Gatekeeper {

        /** A socket is accepted: whether it may become a connection. Called on the accepting thread. */
        boolean admit();

        /** A socket that was admitted is closed. Called on its event loop. */
        void left();

        /** A client that was to speak TLS does not. Called on the event loop of its socket. */
        void withoutTls(String client);

        /** TLS could not be agreed on with a client. Called on the event loop of its socket. */
        void handshakeFailed(String client, Throwable cause);

        /** No socket could be accepted, and the next try is a second later. Called on the accepting thread. */
        void failed(Throwable cause);
    }

    /** Which server to guard, and how. */
    public static final class Orders {
        private final int port;
        private final Gatekeeper gatekeeper;
        private volatile int most;
        private final byte[] toPlainText;
        private volatile Channel guarded;
        /** Has the guard look at the limit, on the accepting thread. Null until the server is bound. */
        private volatile Runnable look;

        /** @param toPlainText the answer to a client that speaks no TLS; null if the server speaks none itself */
        Orders(int port, Gatekeeper gatekeeper, int most, byte[] toPlainText) {
            this.port = port;
            this.gatekeeper = gatekeeper;
            this.most = most;
            this.toPlainText = toPlainText;
        }

        /** Allows another number of sockets at a time. Those beyond it stay. */
        public void most(int sockets) {
            most = sockets;
            Channel server = guarded;
            if (server != null && server.isOpen()) {
                server.eventLoop().execute(look);
            }
        }

        /** Closes the port of the server that is guarded, if there is one. The sockets that it has accepted stay. */
        public void stopAccepting() {
            if (guarded != null) {
                guarded.close();
            }
        }
    }

    // ---- the guard of one server

    private static final AttributeKey<Boolean> ADMITTED = AttributeKey.valueOf(AcceptGuard.class, "admitted");
    private static final long PAUSE_SECONDS = 1;
    private static final long NEXT_TURN_MILLIS = 1;

    private final AtomicReference<Orders> next;
    private final AtomicInteger open = new AtomicInteger();
    /** Made in advance, for no class can be loaded while files cannot be opened. */
    private final Runnable adjust = this::adjust;

    private final Runnable recover = this::recover;
    private final Runnable left = this::left;
    private Gatekeeper gatekeeper;
    private Orders orders;
    private byte[] toPlainText;
    private ChannelHandlerContext server;
    private volatile boolean full;
    private boolean recovering;

    /** @param next the orders for the next server of a port, which the guard of that server takes */
    AcceptGuard(AtomicReference<Orders> next) {
        this.next = next;
    }

    /** Whether the gatekeeper has admitted a socket; null if it was not asked. */
    static Boolean admitted(Channel socket) {
        return socket.attr(ADMITTED).get();
    }

    /** Takes the orders for this server, or leaves the server alone if there are none. */
    @Override
    public void bind(ChannelHandlerContext bound, SocketAddress address, ChannelPromise promise) {
        Orders given = next.get();
        boolean isMeant = given != null
                && address instanceof InetSocketAddress asked
                && asked.getPort() == given.port
                && next.compareAndSet(given, null);
        if (isMeant) {
            server = bound;
            orders = given;
            gatekeeper = given.gatekeeper;
            toPlainText = given.toPlainText;
            given.look = adjust;
            given.guarded = bound.channel();
            if (bound.channel().config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator each) {
                each.maxMessagesPerRead(1); // or several would be accepted before the first is counted
            }
        }
        bound.bind(address, promise);
        if (!isMeant) {
            bound.pipeline().remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel socket = (Channel) accepted;
        boolean admitted = gatekeeper.admit();
        socket.attr(ADMITTED).set(admitted);
        open.incrementAndGet();
        socket.closeFuture().addListener(closed -> {
            if (admitted) {
                gatekeeper.left();
            }
            // The descriptor is free when the event loop has looked at its sockets once more.
            socket.eventLoop().schedule(left, NEXT_TURN_MILLIS, TimeUnit.MILLISECONDS);
        });
        adjust();
        if (toPlainText != null) {
            socket.pipeline().addFirst(new TlsGuard(toPlainText, gatekeeper));
        }
        context.fireChannelRead(accepted);
    }

    private void left() {
        open.decrementAndGet();
        if (full && server.channel().isOpen()) {
            server.executor().execute(adjust);
        }
    }

    /** Runs on the accepting thread. A socket that closes meanwhile is seen here, or sees that it is full. */
    private void adjust() {
        full = open.get() >= orders.most;
        if (full) {
            full = open.get() >= orders.most;
        }
        server.channel().config().setAutoRead(!full && !recovering);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        gatekeeper.failed(cause);
        recovering = true;
        adjust();
        context.executor().schedule(recover, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void recover() {
        recovering = false;
        adjust();
    }
}
