import dev.tutti.RespClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a cluster under clients and faults, and checks what the clients were told. Afterwards all queues are emptied, and
 * the databases of the nodes are compared.
 */
final class Proof {

    private static final int PUTTERS = 4;
    private static final int GETTERS = 5;
    private static final int LOCKERS = 3;
    private static final int DETACHED_LOCKERS = 3;

    private int minutes = 60;
    /** How often each kind of fault is made; 0 for as long as the minutes last. */
    private int rounds;

    private long seed;
    private List<Fault> kinds;
    private final Cluster cluster;
    private final Histories histories;
    private final Random random;
    private final Faults faults;
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        System.exit(new Proof(args).run() ? 0 : 1);
    }

    private Proof(String[] args) throws Exception {
        boolean hasNamespaces = Boolean.getBoolean("namespaces");
        kinds = Fault.all(hasNamespaces);
        seed = System.nanoTime() % 1_000_000;
        read(args);
        Path work = Path.of(System.getProperty("work"));
        random = new Random(seed);
        histories = new Histories(work);
        cluster = new Cluster(work, hasNamespaces);
        faults = new Faults(cluster, histories, random.nextLong());
        Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
        System.out.println("seed " + seed + (hasNamespaces ? "" : "; no links are cut and no disks filled, which needs namespaces"));
    }

    private void read(String[] args) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--faults" -> {
                    List<String> names = List.of(args[++i].split(","));
                    kinds = kinds.stream().filter(kind -> names.contains(kind.name())).toList();
                }
                default -> numbers.add(args[i]);
            }
        }
        if (!numbers.isEmpty()) {
            minutes = Integer.parseInt(numbers.get(0));
        }
        if (numbers.size() > 1) {
            seed = Long.parseLong(numbers.get(1));
        }
    }

    private boolean run() throws Exception {
        cluster.start();
        begin();
        startClients();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        try {
            if (rounds > 0) {
                makeRounds();
            } else {
                makeFaults(end);
            }
        } finally {
            stopClients();
        }
        if (isRight()) {
            drain();
            compare();
        }
        return report();
    }

    private boolean isRight() {
        return histories.violations.all().isEmpty();
    }

    /** Makes the queues. */
    private void begin() throws InterruptedException {
        for (boolean isMade = false; !isMade; Thread.sleep(100)) {
            try (RespClient client = cluster.connect(Client.PATIENCE_MILLIS)) {
                isMade = client != null && Queue.ALL.stream().allMatch(queue -> create(client, queue));
            }
        }
    }

    private static boolean create(RespClient client, String queue) {
        return client.ask("QUEUE CREATE " + queue + " ATTEMPTS 1000000").equals("OK");
    }

    private void startClients() {
        for (int i = 0; i < PUTTERS; i++) {
            clients.add(new Putter("putter" + i, random.nextLong(), cluster, histories));
        }
        for (int i = 0; i < GETTERS; i++) {
            clients.add(new Getter("getter" + i, random.nextLong(), cluster, histories));
        }
        for (int i = 0; i < LOCKERS; i++) {
            clients.add(new Locker("locker" + i, random.nextLong(), cluster, histories, false));
        }
        for (int i = 0; i < DETACHED_LOCKERS; i++) {
            clients.add(new Locker("detached" + i, random.nextLong(), cluster, histories, true));
        }
        clients.add(new Switcher("switcher", random.nextLong(), cluster, histories));
        for (Node node : cluster.nodes) {
            clients.add(new Reader(node, random.nextLong(), cluster, histories));
        }
        for (Client client : clients) {
            Thread thread = new Thread(client, client.name);
            threads.add(thread);
            thread.start();
        }
    }

    private void stopClients() throws InterruptedException {
        clients.forEach(Client::end);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    // ---- faults

    private void makeRounds() throws Exception {
        List<Fault> all = new ArrayList<>();
        for (Fault kind : kinds) {
            all.addAll(Collections.nCopies(kind == Fault.LONG_PAUSE ? 1 : rounds, kind));
        }
        Collections.shuffle(all, random);
        for (Fault fault : all) {
            if (isRight()) {
                faults.run(fault);
            }
        }
    }

    /** The longest fault is made once, in the middle. */
    private void makeFaults(long end) throws Exception {
        long middle = System.nanoTime() + (end - System.nanoTime()) / 2;
        boolean wasLong = !kinds.contains(Fault.LONG_PAUSE);
        List<Fault> others = kinds.stream().filter(kind -> kind != Fault.LONG_PAUSE).toList();
        while (System.nanoTime() < end && isRight()) {
            if (!wasLong && System.nanoTime() > middle) {
                wasLong = true;
                faults.run(Fault.LONG_PAUSE);
            } else {
                faults.run(others.get(random.nextInt(others.size())));
            }
        }
    }

    // ---- the end

    private void drain() throws InterruptedException {
        new Getter("drain", random.nextLong(), cluster, histories).drain();
        histories.items.drained();
    }

    private void compare() throws Exception {
        // The last leases end, and the followers apply what the leader has committed last.
        Thread.sleep(3000);
        // All at once, or else another one takes over and writes.
        for (Node node : cluster.nodes) {
            node.pause();
        }
        for (Node node : cluster.nodes) {
            node.kill();
        }
        int records = Databases.compare(cluster.nodes, histories.violations);
        System.out.println("each node has " + records + " records at the end");
    }

    private boolean report() throws Exception {
        histories.flush();
        faults.report();
        System.out.println(histories.summary() + "; seed " + seed);
        List<String> found = histories.violations.all();
        found.stream().limit(50).forEach(violation -> System.out.println("VIOLATION: " + violation));
        System.out.println(found.isEmpty() ? "nothing is lost, and nobody was told anything wrong" : "FAILED");
        return found.isEmpty();
    }

    private void killAll() {
        for (Node node : cluster.nodes) {
            node.end();
        }
    }
}
