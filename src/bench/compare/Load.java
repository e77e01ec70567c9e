import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The client of every comparison: connections to one server, driven by one thread and one selector. Requests are made
 * before the clock runs, replies only counted, and nothing is allocated on the way, so that the server is what is
 * measured.
 */
final class Load implements AutoCloseable {

    private static final long STALLED_MILLIS = 60_000;
    private static final double LONGEST_NANOS = 1e17;
    /** More than it takes until a thread runs that sleeps. */
    private static final long WAKING_NANOS = 100_000;

    /** For all connections of this process: one thread drives them. */
    private static final ByteBuffer READ = ByteBuffer.allocateDirect(1 << 18);

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private IOException failure;
    private long awakeNanos;

    /** Of the run under way: when it ends, how many batches may still begin, and who is awaited. */
    private long deadline;

    private long batchesLeft;
    private int busy;
    private Meter meter;

    private final class Client {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Replies replies;
        private Talk talk;
        private ByteBuffer request;
        private int missing;
        private long begun;

        Client(InetSocketAddress server, Replies replies) throws IOException {
            this.replies = replies;
            channel = SocketChannel.open(server);
            channel.socket().setTcpNoDelay(true);
            channel.socket().setSoLinger(true, 0); // ten thousand closed connections would occupy their ports
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void begin(long now) throws IOException {
            boolean waits = missing > 0; // from an earlier run, for others
            if (batchesLeft > 0 && !waits) {
                batchesLeft--;
                begun = now;
                busy += talk.waitsForOthers() ? 0 : 1;
                send();
            }
        }

        private void send() throws IOException {
            request = talk.request();
            missing = talk.replies();
            replies.restart();
            write();
        }

        void write() throws IOException {
            channel.write(request);
            int interest = request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        void read() throws IOException {
            READ.clear();
            if (channel.read(READ) < 0) {
                throw new IOException("the server has closed the connection");
            }
            missing -= replies.scan(READ.flip());
            if (missing == 0) {
                answered();
            } else if (missing < 0) {
                throw new IOException("the server answered more than it was asked");
            }
        }

        private void answered() throws IOException {
            int operations = talk.answered(replies);
            if (operations == 0) {
                send();
                return;
            }
            long now = System.nanoTime();
            meter.record(operations, now - begun);
            begun = now;
            if (now < deadline && batchesLeft > 0) {
                batchesLeft--;
                send();
            } else {
                busy--;
            }
        }
    }

    Load(int port, Supplier<Replies> replies, int connections) throws IOException {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; i < connections; i++) {
            clients.add(new Client(server, replies.get()));
        }
    }

    /** From now on it looks for replies for a while before it sleeps. */
    Load awake() {
        awakeNanos = WAKING_NANOS;
        return this;
    }

    /** What each connection says from now on, by its number; none may be waiting for others. */
    Load say(IntFunction<Talk> talks) {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).talk = talks.apply(i);
        }
        return this;
    }

    /** Until the time is up or so many batches have been sent, and all of those are answered. */
    void run(double seconds, long batches, Meter into) throws IOException {
        meter = into;
        batchesLeft = batches;
        meter.begin();
        long now = System.nanoTime();
        deadline = now + (long) Math.min(seconds * 1e9, LONGEST_NANOS);
        for (Client client : clients) {
            client.begin(now);
        }
        while (busy > 0) {
            awaitReplies();
            if (failure != null) {
                throw failure;
            }
        }
        meter.end();
    }

    private void awaitReplies() throws IOException {
        long sleepAt = System.nanoTime() + awakeNanos;
        while (System.nanoTime() < sleepAt) {
            if (selector.selectNow(this::serve) > 0) {
                return;
            }
        }
        if (selector.select(this::serve, STALLED_MILLIS) == 0) {
            throw new IOException("the server has not answered for " + STALLED_MILLIS / 1000 + " s");
        }
    }

    /** Once, by the first connection, as when something is prepared. */
    void once(Talk talk) throws IOException {
        say(client -> talk).run(Double.MAX_VALUE, 1, new Meter(null));
    }

    /** The number that a request is answered with. */
    long ask(byte[] request) throws IOException {
        once(Talk.of(ByteBuffer.wrap(request), 1, 1));
        return clients.get(0).replies.id(0);
    }

    private void serve(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isWritable()) {
                client.write();
            }
            if (key.isReadable()) {
                client.read();
            }
        } catch (IOException e) {
            failure = e;
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
