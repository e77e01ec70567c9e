import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * What one caller and one {@link Worker} reach at most over a server in between: it knows what each will say, and passes
 * it on, in Tutti's words, without reading it.
 */
final class Relay {

    /** Where the length of the first word stands: QUEUE, by the worker, or RUN. */
    private static final int WORD_LENGTH = 5;

    private static final byte OF_THE_WORKER = '5';
    private static final int GET_LENGTH = Works.tuttiGet(Works.QUEUE).length;

    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 12);
    private final ByteBuffer delivery;
    private final ByteBuffer result;
    private final ByteBuffer ok = ByteBuffer.wrap(Requests.line("+OK"));
    private SocketChannel caller;
    private SocketChannel idleWorker;

    private Relay(byte[] item) {
        delivery = ByteBuffer.wrap(Works.tuttiDelivery(item));
        result = ByteBuffer.wrap(Requests.bulk(item));
    }

    public static void main(String[] args) throws IOException {
        Relay relay = new Relay(Tasks.ITEM);
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(key -> relay.serve(key, selector, server));
        }
    }

    private void serve(SelectionKey key, Selector selector, ServerSocketChannel server) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = server.accept();
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ);
            } else {
                read((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
            close(key.channel());
        }
    }

    private static void close(Channel gone) {
        try {
            gone.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SocketChannel from) throws IOException {
        in.clear();
        int read = from.read(in);
        if (read < 0) {
            from.close();
        } else if (in.get(WORD_LENGTH) == OF_THE_WORKER) {
            if (read > GET_LENGTH) {
                caller.write(result.duplicate());
                caller = null;
                from.write(ok.duplicate());
            }
            idleWorker = from;
        } else {
            caller = from;
        }
        if (caller != null && idleWorker != null) {
            idleWorker.write(delivery.duplicate());
            idleWorker = null;
        }
    }
}
