import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What locks and events cost, beside PUT in the same run, against a server on this machine:
 * {@code java src/bench/SyncBenchmark.java [port]}, with {@code server.maxConnections} above 10,001. One thread and one selector; requests are made before the clock
 * runs, and replies only counted, so that the server is what is measured. Every figure is the median of the rounds,
 * which take turns.
 */
public final class SyncBenchmark {

    private static final int CONNECTIONS = 50;
    private static final int DEPTH = 16;
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 2_000_000_000L;

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final ByteBuffer read = ByteBuffer.allocateDirect(1 << 16);

    /** One client: what it sends each time, and how many replies, each of one line, it waits for. */
    private final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private ByteBuffer request;
        private int missing;
        private long done;

        Client() throws IOException {
            channel = SocketChannel.open(server);
            channel.socket().setTcpNoDelay(true);
            channel.socket().setSoLinger(true, 0); // ten thousand closed connections would occupy their ports
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(String commands, int replies) throws IOException {
            request = ByteBuffer.wrap(commands.getBytes(StandardCharsets.UTF_8));
            missing = replies;
            write();
        }

        private void write() throws IOException {
            request.rewind();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** Says whether all replies to what was sent last are there. */
        boolean receive() throws IOException {
            read.clear();
            if (channel.read(read) < 0) {
                throw new IOException("the server has closed the connection");
            }
            read.flip();
            while (read.hasRemaining()) {
                byte b = read.get();
                if (b == '-') {
                    throw new IOException("refused: " + StandardCharsets.UTF_8.decode(read));
                }
                if (b == '\n') {
                    missing--;
                    done++;
                }
            }
            return missing == 0;
        }

        void ask(String command) throws IOException {
            send(command, 1);
            await(List.of(this));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private SyncBenchmark(int port) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
    }

    public static void main(String[] args) throws IOException {
        SyncBenchmark benchmark = new SyncBenchmark(args.length > 0 ? Integer.parseInt(args[0]) : 8888);
        benchmark.compareWithPut();
        for (int waiters : new int[] {10, 100, 1_000, 10_000}) {
            long nanos = median(() -> benchmark.handOver(waiters));
            System.out.printf("lock handed through %,7d waiters: %5.1f us each%n", waiters, nanos / 1e3 / waiters);
        }
        for (int waiters : new int[] {10, 1_000, 10_000}) {
            long nanos = median(() -> benchmark.set(waiters));
            System.out.printf("EVENT SET with %,7d waiters: all answered in %6.1f ms%n", waiters, nanos / 1e6);
        }
    }

    private static long median(LongSupplier measure) {
        measure.getAsLong();
        long[] rounds = new long[ROUNDS];
        Arrays.setAll(rounds, round -> measure.getAsLong());
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    // ---- pairs of ACQUIRE and RELEASE beside PUT

    private void compareWithPut() throws IOException {
        double[] puts = new double[ROUNDS];
        double[] pairs = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            double put = rate(client -> "QUEUE PUT bench xxxxxxxx\r\n", 1);
            forgetItems();
            double pair = rate(client -> "LOCK ACQUIRE l" + client + "\r\nLOCK RELEASE l" + client + "\r\n", 2);
            if (round >= 0) {
                puts[round] = put;
                pairs[round] = pair;
            }
        }
        Arrays.sort(puts);
        Arrays.sort(pairs);
        double put = puts[ROUNDS / 2];
        double pair = pairs[ROUNDS / 2];
        System.out.printf("QUEUE PUT, %d connections, pipelined at %d: %,.0f/s%n", CONNECTIONS, DEPTH, put);
        System.out.printf("LOCK ACQUIRE + RELEASE, the same: %,.0f pairs/s, %.2f of PUT%n", pair, pair / put);
    }

    private void forgetItems() throws IOException {
        try (Client client = new Client()) {
            client.ask("QUEUE DELETE bench\r\n");
            client.ask("QUEUE CREATE bench MAXSIZE 0\r\n");
        }
    }

    private interface Work {
        String of(int client);
    }

    private double rate(Work work, int commands) throws IOException {
        forgetItems();
        List<Client> clients = clients(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.get(i).send(work.of(i).repeat(DEPTH), DEPTH * commands);
        }
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < ROUND_NANOS) {
            selector.select(key -> again((Client) key.attachment(), DEPTH * commands), 1000);
        }
        long nanos = System.nanoTime() - begin;
        long done = clients.stream().mapToLong(client -> client.done).sum();
        await(clients);
        closeAll(clients);
        return done * 1e9 / nanos / commands;
    }

    private static void again(Client client, int replies) {
        unchecked(() -> {
            if (client.receive()) {
                client.missing = replies;
                client.write();
            }
        });
    }

    // ---- many who wait

    /** From the first release until everybody has had the lock. */
    private long handOver(int waiters) {
        return unchecked(() -> {
            List<Client> clients = clients(waiters);
            Client holder = new Client();
            holder.ask("LOCK ACQUIRE handed\r\n");
            for (Client client : clients) {
                client.send("LOCK ACQUIRE handed\r\nLOCK RELEASE handed\r\n", 2);
            }
            awaitWaiters(holder, "handed", waiters);
            long begin = System.nanoTime();
            holder.ask("LOCK RELEASE handed\r\n");
            await(clients);
            long nanos = System.nanoTime() - begin;
            clients.add(holder);
            closeAll(clients);
            return nanos;
        });
    }

    /** From SET until everybody is answered. */
    private long set(int waiters) {
        return unchecked(() -> {
            List<Client> clients = clients(waiters);
            Client setter = new Client();
            for (Client client : clients) {
                client.send("EVENT WAIT bell\r\n", 1);
            }
            awaitWaiters(setter, "bell", waiters);
            long begin = System.nanoTime();
            setter.ask("EVENT SET bell\r\n");
            await(clients);
            long nanos = System.nanoTime() - begin;
            setter.ask("EVENT CLEAR bell\r\n");
            clients.add(setter);
            closeAll(clients);
            return nanos;
        });
    }

    /** Asks until so many wait: what was sent may not have been read yet. */
    private void awaitWaiters(Client asker, String name, int waiters) throws IOException {
        asker.channel.keyFor(selector).cancel();
        asker.channel.configureBlocking(true);
        StringBuilder told = new StringBuilder();
        do {
            told.setLength(0);
            asker.channel.write(StandardCharsets.UTF_8.encode("WAITERS " + name + "\r\nPING end\r\n"));
            while (told.indexOf("$3\r\nend\r\n") < 0) {
                read.clear();
                asker.channel.read(read);
                told.append(StandardCharsets.UTF_8.decode(read.flip()));
            }
        } while (told.indexOf("$7\r\nwaiters\r\n*" + waiters + "\r\n") < 0);
        asker.channel.configureBlocking(false);
        selector.selectNow();
        asker.channel.register(selector, SelectionKey.OP_READ, asker);
    }

    private List<Client> clients(int count) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client());
        }
        return clients;
    }

    private void await(List<Client> clients) throws IOException {
        int[] waiting = {(int) clients.stream().filter(client -> client.missing > 0).count()};
        while (waiting[0] > 0) {
            selector.select(key -> unchecked(() -> {
                if (((Client) key.attachment()).receive()) {
                    waiting[0]--;
                }
            }));
        }
    }

    private void closeAll(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
        selector.selectNow(); // which lets go of the files
    }

    // ---- exceptions in lambdas

    private interface Action {
        void run() throws IOException;
    }

    private interface Measure {
        long run() throws IOException;
    }

    private static void unchecked(Action action) {
        unchecked(() -> {
            action.run();
            return 0;
        });
    }

    private static long unchecked(Measure measure) {
        try {
            return measure.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
