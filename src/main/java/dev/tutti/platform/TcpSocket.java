package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;

/**
 * A socket with the abilities that {@link NetSocket} hides: it passes bytes on without a copy, can be closed in one
 * direction only, and knows how much is still unsent. All methods belong to the socket's event loop, where the listener
 * is called too.
 */
public final class TcpSocket {

    /** The events of a socket. */
    public interface Listener {

        /** Bytes have arrived. The buffer belongs to the listener, and so does its array if it has one. */
        void received(ByteBuf bytes);

        /**
         * The peer has closed its sending side, of the TCP connection or only of TLS by {@code close_notify}. It may
         * still read. Called only after {@link #acceptHalfClose}, and perhaps twice.
         */
        void inputEnded();

        /** The peer has closed its sending side, and what it sent last is not read yet, since the socket is paused. */
        void inputWillEnd();

        /** The kernel has accepted bytes that had to wait, so {@link #isWriteQueueFull} may have become false. */
        void writable();

        /** Bytes could not be written. Nothing more will be: the listener should close the socket. */
        void unwritable(Throwable cause);

        /** The socket has failed; {@link #closed} follows. */
        void failed(Throwable cause);

        /** The socket is closed in both directions. */
        void closed();
    }

    private final NetSocketInternal socket;
    private final PieceWriter writer;
    private Listener listener;
    private boolean ends;
    private String tableKey;
    private boolean paused;
    /** Null until something is read ahead. */
    private ReadAhead ahead;
    /** Set while the end of the input waits for the bytes before it, which were read before the pause. */
    private Listener waitingForEnd;

    /** @param socket one that Vert.x has made, and to which little is written */
    public TcpSocket(NetSocket socket) {
        this(socket, WriteBudget.ofThisProcess());
    }

    /**
     * @param socket one that Vert.x has made
     * @param budget shared by all sockets of the process
     */
    public TcpSocket(NetSocket socket, WriteBudget budget) {
        this.socket = (NetSocketInternal) socket;
        this.writer = new PieceWriter(
                this.socket::writeMessage,
                task -> channel().eventLoop().execute(task),
                budget,
                new PieceWriter.Listener() {
                    @Override
                    public void accepted() {
                        wrote();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        unwritable(cause);
                    }
                });
    }

    private void wrote() {
        endIfDue();
        if (listener != null) {
            listener.writable();
        }
    }

    private void unwritable(Throwable cause) {
        if (listener == null) {
            closeNow();
        } else {
            listener.unwritable(cause);
        }
    }

    /**
     * Reports a peer that closes its sending side as {@link Listener#inputEnded} instead of closing the socket, and has
     * TCP probe a silent peer.
     *
     * @param keepAliveMillis the silence after which TCP begins to probe; 0 for never
     */
    public void acceptHalfClose(long keepAliveMillis) {
        SocketOptions.set(channel().config(), keepAliveMillis);
    }

    /** Tells this listener everything from now on. */
    public void listen(Listener listener) {
        this.listener = listener;
        socket.handler(bytes -> {
            ByteBuf received = ((BufferInternal) bytes).getByteBuf();
            if (ahead != null) {
                ahead.passed(received.readableBytes());
            }
            listener.received(received);
        });
        socket.eventHandler(event -> {
            if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
                endInput(listener);
            }
        });
        socket.exceptionHandler(listener::failed);
        socket.drainHandler(drained -> listener.writable());
        socket.closeHandler(end -> {
            writer.close();
            listener.closed();
        });
    }

    /** The end of the input does not overtake bytes that Vert.x keeps while the socket is paused. */
    private void endInput(Listener listener) {
        if (paused) {
            waitingForEnd = listener;
            listener.inputWillEnd();
        } else {
            listener.inputEnded();
        }
    }

    /** Stops reading. Bytes that the peer sends stay in the kernel, apart from the last that were read. */
    public void pause() {
        paused = true;
        socket.pause();
    }

    /** Whether TLS is spoken on this socket. */
    public boolean isTls() {
        return socket.isSsl();
    }

    /**
     * Reads so many bytes, and a little more, although the socket is paused. The listener is told of these bytes only
     * after {@link #resume}, but of the end of the input or of TLS at once, if that is behind them.
     */
    public void readAhead(long bytes) {
        if (paused) {
            if (ahead == null) {
                ahead = new ReadAhead();
                ChannelHandlerContext last = socket.channelHandlerContext();
                last.pipeline().addBefore(last.name(), "read-ahead", ahead);
            }
            ahead.read(bytes);
        }
    }

    /** The bytes that were read ahead and that the listener has not been told of. */
    public long aheadBytes() {
        return ahead == null ? 0 : ahead.kept();
    }

    /** Goes on reading. The listener may be told of bytes, and may pause the socket again, before this returns. */
    public void resume() {
        paused = false;
        if (ahead != null) {
            ahead.stop();
        }
        socket.resume();
        if (waitingForEnd != null) {
            channel().eventLoop().execute(this::endInputIfRead);
        }
    }

    private void endInputIfRead() {
        if (!paused && waitingForEnd != null) {
            Listener told = waitingForEnd;
            waitingForEnd = null;
            told.inputEnded();
        }
    }

    /**
     * Writes these bytes, of which there is at least one. They must not change afterwards, and stay in the heap until
     * sent.
     */
    public void write(ByteBuf bytes) {
        writer.write(bytes);
    }

    /** Whether so much is unsent that the writer should wait for {@link Listener#writable}. */
    public boolean isWriteQueueFull() {
        return writer.isFull() || socket.writeQueueFull();
    }

    /** The number of bytes that are written but not yet accepted by the kernel; 0 once the socket is closed. */
    public long unsentBytes() {
        ChannelOutboundBuffer pending = channel().unsafe().outboundBuffer();
        return pending == null ? 0 : writer.waitingBytes() + pending.totalPendingWriteBytes();
    }

    /** Sends everything that is written, then closes the socket. */
    public void end() {
        ends = true;
        endIfDue();
    }

    private void endIfDue() {
        if (ends && writer.isIdle()) {
            ends = false;
            socket.end();
        }
    }

    /** Closes the sending side once everything written is sent. The peer can still send. */
    public void endOutput() {
        ((DuplexChannel) channel()).shutdownOutput();
    }

    /** Closes the socket at once, without sending what is unsent. */
    public void closeNow() {
        writer.close();
        socket.channelHandlerContext().close();
    }

    /** Whether an {@link AcceptGuard} has counted this socket when it was accepted, and will count its end. */
    public boolean isCounted() {
        return AcceptGuard.admitted(channel()) != null;
    }

    /** Whether the guard that has counted this socket has admitted it. */
    public boolean isAdmitted() {
        return AcceptGuard.admitted(channel());
    }

    /** The peer's address and port, such as {@code 127.0.0.1:51528} or {@code [::1]:51528}. */
    public String remoteAddress() {
        return NetworkAddress.text(socket.remoteAddress());
    }

    /** The address and port of this side. */
    public String localAddress() {
        return NetworkAddress.text(socket.localAddress());
    }

    /** The key of this connection in the {@link TcpTable}. */
    public String tableKey() {
        if (tableKey == null) {
            tableKey = TcpTable.key((InetSocketAddress) channel().localAddress(), (InetSocketAddress)
                    channel().remoteAddress());
        }
        return tableKey;
    }

    private Channel channel() {
        return socket.channelHandlerContext().channel();
    }
}
