package dev.tutti.consumer;

import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CancellationException;

/**
 * Gives each item to an upstream over a TCP connection of its own: the item is written, the sending side is ended (as
 * {@code nc -N} does), and the result is all that comes back until the upstream closes. Everything happens on the
 * consumer's event loop.
 */
final class TcpTask implements Work {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final NetClient client;
    private final String host;
    private final int port;
    private final int maxItemSize;

    TcpTask(Vertx vertx, String host, int port, int maxItemSize) {
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
        this.host = host;
        this.port = port;
        this.maxItemSize = maxItemSize;
    }

    @Override
    public Running run(Buffer item) {
        Exchange exchange = new Exchange(item);
        client.connect(port, host).onSuccess(exchange::connected).onFailure(exchange::fail);
        return exchange;
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item, its connection and its answer. */
    private final class Exchange implements Running {

        private final Buffer item;
        private final Buffer answer = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();
        private NetSocket socket;
        private boolean sent;

        Exchange(Buffer item) {
            this.item = item;
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void cancel() {
            end(new CancellationException("cancelled"));
        }

        void connected(NetSocket connection) {
            socket = connection;
            if (result.future().isComplete()) {
                connection.close();
                return;
            }
            connection.exceptionHandler(this::fail);
            connection.handler(this::received);
            connection.closeHandler(v -> closed());
            connection.write(item).onSuccess(v -> endSending()).onFailure(this::fail);
        }

        private void endSending() {
            sent = true;
            ((DuplexChannel)
                            ((NetSocketInternal) socket).channelHandlerContext().channel())
                    .shutdownOutput();
        }

        private void closed() {
            if (sent) {
                result.tryComplete(answer);
            } else {
                fail(new TaskFailure("closed the connection before it had taken the item"));
            }
        }

        private void received(Buffer piece) {
            if (answer.length() + piece.length() > maxItemSize) {
                end(new TaskFailure(
                        "the answer of " + upstream() + " is over maxItemSize (" + maxItemSize + " bytes)"));
            } else {
                answer.appendBuffer(piece);
            }
        }

        void fail(Throwable cause) {
            end(new TaskFailure(upstream() + ": " + TaskFailure.textOf(cause)));
        }

        private void end(Throwable failure) {
            if (result.tryFail(failure) && socket != null) {
                socket.close();
            }
        }

        private String upstream() {
            return "tcp " + host + ":" + port;
        }
    }
}
