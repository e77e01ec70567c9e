import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A server that does no work, which shows what the client and the machine's sockets reach at most: it has been told
 * how long a request is and what answers it, counts bytes, and sends so many copies of the answer.
 *
 * <p>A message that begins with {@link #RULES} tells it: the number of steps that are taken in turn, and of each the
 * number of requests, the length of one, the length of the reply, and the reply. It is answered with OK.
 */
final class Nothing {

    static final byte RULES = (byte) 0xff;

    private static final int BLOCK = 1 << 16;

    private record Step(int requestBytes, int replyBytes, ByteBuffer replies, long bytesIn, long bytesOut) {

        static Step read(ByteBuffer in) {
            int requests = in.getInt();
            int requestBytes = in.getInt();
            byte[] reply = new byte[in.getInt()];
            in.get(reply);
            ByteBuffer block = ByteBuffer.allocateDirect(Math.max(1, BLOCK / reply.length) * reply.length);
            while (block.hasRemaining()) {
                block.put(reply);
            }
            return new Step(
                    requestBytes, reply.length, block, (long) requests * requestBytes, (long) requests * reply.length);
        }
    }

    /** One connection: at which step it is, and how far in that. */
    private static final class Peer {
        private final SocketChannel channel;
        private final SelectionKey key;
        /** What has come of the rules while they are being read. */
        private ByteBuffer rules;

        private Step[] steps;
        private int step;
        private long received;
        private long sent;

        Peer(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void read(ByteBuffer in) throws IOException {
            in.clear();
            int read = channel.read(in);
            if (read < 0) {
                channel.close();
                return;
            }
            in.flip();
            if (rules != null || received == 0 && read > 0 && in.get(0) == RULES) {
                learn(in);
            } else {
                received += read;
                write();
            }
        }

        /** The first int after the mark is the length of the rest. */
        private void learn(ByteBuffer in) throws IOException {
            rules = rules == null ? ByteBuffer.allocate(5 + in.getInt(1)) : rules;
            rules.put(in);
            if (rules.hasRemaining()) {
                return;
            }
            rules.flip().position(5);
            steps = new Step[rules.getInt()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = Step.read(rules);
            }
            rules = null;
            step = 0;
            received = 0;
            sent = 0;
            channel.write(ByteBuffer.wrap("+OK\r\n".getBytes()));
        }

        void write() throws IOException {
            Step now = steps[step];
            long due = received / now.requestBytes * now.replyBytes;
            while (sent < due) {
                int from = (int) (sent % now.replies.capacity());
                int to = (int) Math.min(now.replies.capacity(), from + due - sent);
                int wrote = channel.write(now.replies.limit(to).position(from));
                sent += wrote;
                if (wrote < to - from) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
            }
            if (key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (received == now.bytesIn) {
                step = step + 1 == steps.length ? 0 : step + 1;
                received = 0;
                sent = 0;
            }
        }
    }

    private Nothing() {}

    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 20_000);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
        while (true) {
            selector.select(key -> serve(key, selector, server, in));
        }
    }

    private static void serve(SelectionKey key, Selector selector, ServerSocketChannel server, ByteBuffer in) {
        try {
            if (key.attachment() instanceof Peer peer) {
                if (key.isReadable()) {
                    peer.read(in);
                }
                if (key.isValid() && key.isWritable()) {
                    peer.write();
                }
            } else {
                new Peer(server.accept(), selector);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
