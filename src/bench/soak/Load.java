import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The clients, each a thread that connects again whenever its connection breaks. */
final class Load {

    private interface Work {
        /** Does some work on one connection. */
        void on(Client client, Random random) throws IOException;
    }

    private static final List<String> QUEUES = List.of("jobs", "mails", "reports");
    private static final String SOON = "1000";
    private static final int PEEKS = 200;

    private final TuttiProcess server;
    private final Ledger ledger;
    private final long seed;
    private final int putRate;
    private final AtomicLong bodies = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    Load(TuttiProcess server, Ledger ledger, long seed, int putRate) {
        this.server = server;
        this.ledger = ledger;
        this.seed = seed;
        this.putRate = putRate;
    }

    void start() {
        start(4, this::put);
        start(6, this::work);
        start(3, this::lock);
        start(2, this::call);
        start(1, this::readSlowly);
        start(1, this::visit);
        start(2, this::await);
    }

    private void start(int count, Work work) {
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed * 1000 + threads.size());
            Thread thread = new Thread(() -> run(work, random));
            threads.add(thread);
            thread.start();
        }
    }

    void stop() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(Work work, Random random) {
        while (!over) {
            try (Client client = new Client(server.port())) {
                while (!over) {
                    work.on(client, random);
                }
            } catch (IOException broken) {
                pause(50);
            }
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static String any(Random random) {
        return QUEUES.get(random.nextInt(QUEUES.size()));
    }

    private void put(Client client, Random random) throws IOException {
        pause(4000 / putRate);
        String body = bodies.incrementAndGet() + "x".repeat(random.nextInt(200));
        Object reply = random.nextInt(4) > 0
                ? client.ask("QUEUE", "PUT", any(random), body, "TIMEOUT", SOON)
                : client.ask("QUEUE", "PUT", any(random), body, "TIMEOUT", SOON, "DELAY", "50", "KEY", body);
        if (reply instanceof Long) {
            ledger.put(body);
        }
    }

    private void work(Client client, Random random) throws IOException {
        String queue = any(random);
        long asked = System.nanoTime();
        Object reply = client.ask("QUEUE", "GET", queue, "TIMEOUT", SOON, "LEASE", "5000");
        if (!(reply instanceof List<?> item)) {
            return;
        }
        String id = String.valueOf(item.get(0));
        String body = (String) item.get(1);
        ledger.got(body, asked);
        int dice = random.nextInt(100);
        if (dice < 90) {
            ledger.finishing(body);
            if ("OK".equals(client.ask("QUEUE", "DONE", queue, id))) {
                ledger.finished(body);
            }
        } else if (dice < 94) {
            client.ask("QUEUE", "FAIL", queue, id, "soak");
        } else if (dice < 97) {
            client.ask("QUEUE", "RELEASE", queue, id);
        } else if (dice < 99) {
            client.reset();
        } else {
            client.close();
        }
    }

    private void lock(Client client, Random random) throws IOException {
        String lock = "lock" + random.nextInt(2);
        long last = ledger.lastToken(lock);
        Object reply = client.ask("LOCK", "ACQUIRE", lock, "TIMEOUT", SOON, "LEASE", "5000");
        if (reply instanceof Long token) {
            ledger.acquired(lock, token, last);
            pause(random.nextInt(20));
            if (random.nextInt(20) == 0) {
                client.reset();
            } else {
                client.ask("LOCK", "RELEASE", lock, String.valueOf(token));
            }
        }
    }

    private void call(Client client, Random random) throws IOException {
        client.ask("RUN", "echo", "hello");
        client.ask("GATHER", "RETURN_EXCEPTIONS", "echo", "a", "sleep", String.valueOf(random.nextInt(30)), "fail", "f");
        pause(20);
    }

    /** Asks for more than it reads, and goes. */
    private void readSlowly(Client client, Random random) throws IOException {
        for (int i = 0; i < PEEKS; i++) {
            client.send("QUEUE", "PEEK", any(random), "COUNT", "500");
        }
        pause(2000);
        client.reset();
    }

    /** Uses names that nobody uses again. */
    private void visit(Client client, Random random) throws IOException {
        String name = "once-" + bodies.incrementAndGet();
        client.ask("EVENT", "SET", name);
        client.ask("EVENT", "CLEAR", name);
        client.ask("SEMAPHORE", "ACQUIRE", name, "LIMIT", "2");
        client.ask("SEMAPHORE", "RELEASE", name);
        Object id = client.ask("SUBMIT", name, "x", "TTL", "500");
        client.ask("QUEUE", "GET", name, "TIMEOUT", "0");
        client.ask("QUEUE", "DONE", name, String.valueOf(id), "done");
        pause(20);
        if (random.nextInt(20) == 0) {
            client.close();
        }
    }

    private void await(Client client, Random random) throws IOException {
        client.ask("EVENT", "WAIT", "never", "TIMEOUT", String.valueOf(random.nextInt(3000)));
        client.ask("QUEUE", "GETANY", "2", "nothing", "nowhere", "TIMEOUT", "500");
    }

    /** Takes all items that are left, and finishes them. */
    void drain() throws IOException, InterruptedException {
        try (Client client = new Client(server.port())) {
            for (String queue : QUEUES) {
                drain(client, queue);
                drain(client, queue + ".dead");
            }
        }
    }

    /** A queue may have delayed items, and items of connections that have just closed. */
    private void drain(Client client, String queue) throws IOException {
        while (true) {
            long asked = System.nanoTime();
            Object reply = client.ask("QUEUE", "GET", queue, "TIMEOUT", "6000");
            if (!(reply instanceof List<?> item)) {
                return;
            }
            ledger.drained((String) item.get(1), asked);
            client.ask("QUEUE", "DONE", queue, String.valueOf(item.get(0)));
        }
    }
}
