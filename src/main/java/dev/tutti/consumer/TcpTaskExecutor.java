package dev.tutti.consumer;

import dev.tutti.platform.TcpSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

/**
 * Sends each item to an upstream server over a TCP connection of its own: writes the item and shuts down the sending
 * side, as {@code nc -N} does. The result is every byte that comes back until the server closes the connection. All
 * code runs on the consumer's event loop.
 */
final class TcpTaskExecutor implements TaskExecutor {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final NetClient client;
    private final String host;
    private final int port;
    private final int maxItemSize;

    TcpTaskExecutor(Vertx vertx, String host, int port, int maxItemSize) {
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
        this.host = host;
        this.port = port;
        this.maxItemSize = maxItemSize;
    }

    @Override
    public TaskExecution run(DeliveredItem item) {
        TcpExecution execution = new TcpExecution(item.body());
        client.connect(port, host).onSuccess(execution::connected).onFailure(execution::fail);
        return execution;
    }

    @Override
    public Future<?> stop() {
        return client.close();
    }

    /** One item with its connection. */
    private final class TcpExecution extends UpstreamExecution {

        private NetSocket socket;
        private boolean sent;

        TcpExecution(Buffer item) {
            super(item, "tcp " + host + ":" + port, maxItemSize);
        }

        void connected(NetSocket connection) {
            socket = connection;
            if (isEnded()) {
                disconnect();
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
        void disconnect() {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
