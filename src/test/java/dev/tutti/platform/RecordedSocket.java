package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A socket without a network: a test plays the peer, and sees what is done to the socket. */
public final class RecordedSocket {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext handlerContext = channel.pipeline().firstContext();
    private final Map<String, Handler<Object>> handlers = new HashMap<>();
    private final StringBuilder written = new StringBuilder();
    private boolean writeQueueFull;
    private boolean paused;
    private int ends;

    private final NetSocketInternal socket = (NetSocketInternal) Proxy.newProxyInstance(
            RecordedSocket.class.getClassLoader(),
            new Class<?>[] {NetSocketInternal.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "handler", "eventHandler", "exceptionHandler", "drainHandler", "closeHandler" ->
                    register(method.getName(), arguments[0], proxy);
                case "pause" -> pause(true, proxy);
                case "resume" -> pause(false, proxy);
                case "writeQueueFull" -> writeQueueFull;
                case "isSsl" -> false;
                case "writeMessage" -> write((ByteBuf) arguments[0]);
                case "end" -> end();
                case "channelHandlerContext" -> handlerContext;
                case "remoteAddress" -> SocketAddress.inetSocketAddress(1234, "127.0.0.1");
                case "localAddress" -> SocketAddress.inetSocketAddress(8888, "127.0.0.1");
                default -> throw new UnsupportedOperationException(method.toString());
            });

    @SuppressWarnings("unchecked")
    private Object register(String name, Object handler, Object proxy) {
        handlers.put(name, (Handler<Object>) handler);
        return proxy;
    }

    private Object pause(boolean on, Object proxy) {
        paused = on;
        return proxy;
    }

    private Future<Void> write(ByteBuf bytes) {
        written.append(bytes.toString(StandardCharsets.UTF_8));
        return Future.succeededFuture();
    }

    private Future<Void> end() {
        ends++;
        return Future.succeededFuture();
    }

    public TcpSocket socket() {
        return new TcpSocket(socket);
    }

    // ---- the peer

    public void sends(String text) {
        handlers.get("handler").handle(((BufferInternal) Buffer.buffer(text)));
    }

    /** So many bytes come while the socket is paused. */
    public void arrivesUnasked(int bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    public void endsItsOutput() {
        handlers.get("eventHandler").handle(ChannelInputShutdownEvent.INSTANCE);
    }

    /** The tasks run that its event loop was given for a later turn. */
    public void runsItsTasks() {
        channel.runPendingTasks();
    }

    public void closes() {
        handlers.get("closeHandler").handle(null);
    }

    /** Leaves so many more bytes unread. */
    public void leavesUnread(int bytes) {
        channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    public void fillsTheWriteQueue() {
        writeQueueFull = true;
    }

    public void drainsTheWriteQueue() {
        writeQueueFull = false;
        handlers.get("drainHandler").handle(null);
    }

    // ---- what was done to the socket

    /** The text written since the last time. */
    public String written() {
        String text = written.toString();
        written.setLength(0);
        return text;
    }

    public boolean isPaused() {
        return paused;
    }

    /** How often it was told to close after writing. */
    public int ends() {
        return ends;
    }

    /** Whether it was closed at once. */
    public boolean isCutOff() {
        return !channel.isOpen();
    }
}
