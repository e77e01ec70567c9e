package dev.tutti.consumer;

import dev.tutti.platform.TcpSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

/**
 * Gives each item to an upstream over a TCP connection of its own: the item is written, the sending side is ended (as
 * {@code nc -N} does), and the result is all that comes back until the upstream closes. Everything happens on the
 * consumer's event loop.
 */
final class TcpTask implements TaskExecutor {

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
    public TaskExecution run(Buffer item) {
        TcpExchange exchange = new TcpExchange(item);
        client.connect(port, host).onSuccess(exchange::connected).onFailure(exchange::fail);
        return exchange;
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item, its connection and its answer. */
    private final class TcpExchange extends Exchange {

        private NetSocket socket;
        private boolean sent;

        TcpExchange(Buffer item) {
            super(item, "tcp " + host + ":" + port, maxItemSize);
        }

        void connected(NetSocket connection) {
            socket = connection;
            if (isOver()) {
                hangUp();
                return;
            }
            connection.exceptionHandler(this::fail);
            connection.handler(this::received);
            connection.closeHandler(v -> closed());
            connection.write(item).onSuccess(v -> endSending()).onFailure(this::fail);
        }

        private void endSending() {
            sent = true;
            new TcpSocket(socket).endOutput();
        }

        private void closed() {
            if (sent) {
                succeed();
            } else {
                fail(new TaskFailure("closed the connection before it had taken the item"));
            }
        }

        @Override
        void hangUp() {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
