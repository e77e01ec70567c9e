import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Makes faults, waits until the cluster serves again, and keeps the times that it took. */
final class Faults {

    /** A cluster that has acknowledged nothing for so long, on a busy machine, will not do so by itself. */
    private static final long RECOVERY_SECONDS = 180;

    private static final int LONG_PAUSE_MILLIS = 32_000;

    private final Cluster cluster;
    private final Histories histories;
    private final Random random;
    private final Map<Fault, Integer> rounds = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Long>> outages = new EnumMap<>(Fault.class);
    private Fault current;
    private int ends;

    Faults(Cluster cluster, Histories histories, long seed) {
        this.cluster = cluster;
        this.histories = histories;
        this.random = new Random(seed);
    }

    void run(Fault fault) throws Exception {
        current = fault;
        Node leader = awaitLeader();
        if (leader == null) {
            return;
        }
        say(fault.text + (fault.text.contains("leader") ? " (" + leader.name + ")" : ""));
        fault.action.run(this, leader);
        rounds.merge(fault, 1, Integer::sum);
        recover();
        Thread.sleep(random.nextInt(2000));
    }

    private void say(String text) {
        histories.fault(text);
        System.out.printf("%7.1f s  %s%n", histories.seconds(), text);
    }

    // ---- waiting

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
    }

    private Node awaitLeader() throws Exception {
        for (long end = deadline(); System.nanoTime() < end; Thread.sleep(50)) {
            restartEnded();
            Node leader = cluster.leader();
            if (leader != null) {
                return leader;
            }
        }
        histories.violations.add("no node has led for " + RECOVERY_SECONDS + " s, though no fault lasts");
        return null;
    }

    /** Waits until all nodes are there and a put is acknowledged. */
    void recover() throws Exception {
        cluster.network.heal(cluster.nodes);
        for (Node node : cluster.nodes) {
            node.goOn();
            if (!node.isAlive()) {
                restartEnded();
            }
        }
        histories.expectPut();
        for (long end = deadline(); System.nanoTime() < end; Thread.sleep(50)) {
            restartEnded();
            if (histories.firstPut() != 0 && cluster.isWhole()) {
                return;
            }
        }
        histories.violations.add("the cluster is not whole " + RECOVERY_SECONDS + " s after: " + current.text
                + (histories.firstPut() == 0 ? "; no put was acknowledged" : "; not all nodes follow"));
    }

    /** A supervisor starts a process again that has ended. */
    private void restartEnded() throws IOException {
        for (Node node : cluster.nodes) {
            if (node.hasEndedByItself()) {
                ends++;
                say("node " + node.name + " has ended with code " + node.exitCode() + ": " + node.lastLines(2));
                node.start();
            }
        }
    }

    /** Waits for the next put that is acknowledged, and keeps the time since the fault began. */
    private void awaitPut(long since) throws Exception {
        for (long end = deadline(); System.nanoTime() < end; Thread.sleep(5)) {
            restartEnded();
            if (histories.firstPut() != 0) {
                outages.computeIfAbsent(current, first -> new ArrayList<>()).add(histories.firstPut() - since);
                return;
            }
        }
        histories.violations.add("no put was acknowledged within " + RECOVERY_SECONDS + " s after: " + current.text);
    }

    private void dwell(int mostMillis) throws InterruptedException {
        Thread.sleep(random.nextInt(mostMillis));
    }

    Node follower(Node leader) {
        List<Node> others = cluster.others(leader);
        return others.get(random.nextInt(others.size()));
    }

    // ---- processes

    void killed(Node node, boolean leads) throws Exception {
        node.kill();
        long since = histories.expectPut();
        if (leads) {
            awaitPut(since);
        } else {
            dwell(3000);
        }
        node.start();
    }

    void killedTwice(Node leader) throws Exception {
        leader.kill();
        leader.start();
        Node next = null;
        for (long end = deadline(); next == null && System.nanoTime() < end; Thread.sleep(20)) {
            next = cluster.leader();
        }
        if (next == null) {
            histories.violations.add("no node has led for " + RECOVERY_SECONDS + " s after the leader was killed");
            return;
        }
        next.kill();
        long since = histories.expectPut();
        awaitPut(since);
        next.start();
    }

    void allKilled(Node leader) throws Exception {
        for (Node node : cluster.nodes) {
            node.kill();
        }
        long since = histories.expectPut();
        for (Node node : cluster.nodes) {
            node.start();
            dwell(500);
        }
        awaitPut(since);
    }

    void terminated(Node leader) throws Exception {
        long since = histories.expectPut();
        int code = leader.terminate();
        if (code != 143) {
            histories.violations.add("node " + leader.name + " ended with code " + code + " after SIGTERM");
        }
        awaitPut(since);
        leader.start();
    }

    void paused(Node node, boolean leads) throws Exception {
        node.pause();
        long since = histories.expectPut();
        // Some pauses are shorter than an election takes.
        dwell(3000);
        node.goOn();
        if (leads) {
            awaitPut(since);
        }
    }

    void pausedForLong(Node leader) throws Exception {
        leader.pause();
        long since = histories.expectPut();
        awaitPut(since);
        Thread.sleep(LONG_PAUSE_MILLIS);
        leader.goOn();
    }

    // ---- links

    void cut(Node node, boolean outwards, boolean inwards, boolean leads) throws Exception {
        for (Node other : cluster.others(node)) {
            if (outwards) {
                cluster.network.cut(node, other);
            }
            if (inwards) {
                cluster.network.cut(other, node);
            }
        }
        long since = histories.expectPut();
        if (leads) {
            awaitPut(since);
        }
        dwell(5000);
        cluster.network.heal(cluster.nodes);
    }

    void cutApart(Node leader) throws Exception {
        long since = histories.expectPut();
        Node follower = follower(leader);
        cluster.network.cut(leader, follower);
        cluster.network.cut(follower, leader);
        awaitPut(since);
        dwell(5000);
        cluster.network.heal(cluster.nodes);
    }

    void slowed() throws Exception {
        for (Node node : cluster.nodes) {
            for (Node other : cluster.others(node)) {
                cluster.network.slow(node, other, 0.02 + 0.2 * random.nextDouble());
            }
        }
        dwell(8000);
        cluster.network.heal(cluster.nodes);
    }

    // ---- disks

    void filled(Node node) throws Exception {
        long since = histories.expectPut();
        Path file = node.home().resolve("filling");
        fill(file);
        dwell(5000);
        Files.delete(file);
        awaitPut(since);
    }

    /** Writes until there is no room. */
    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!full.getMessage().contains("No space")) {
                throw full;
            }
        }
    }

    /** A node that has lost its vote with its disk does not vote, so nothing is acknowledged by one other alone. */
    void emptied(Node leader) throws Exception {
        Node emptied = follower(leader);
        Node other = cluster.others(leader).stream().filter(node -> node != emptied).findFirst().orElseThrow();
        Path away = emptied.home().resolve("away");
        emptied.kill();
        Files.move(emptied.journal(), away);
        emptied.start();
        dwell(3000);
        other.kill();
        // The last puts may be acknowledged at this moment.
        Thread.sleep(1000);
        histories.expectPut();
        Thread.sleep(5000);
        if (histories.firstPut() != 0) {
            histories.violations.add("node " + emptied.name + " votes, though it has lost its disk");
        }
        other.start();
        if (Cluster.IS_ADDED_TO) {
            delete(away);
            awaitLeader();
            cluster.replace(emptied);
        } else {
            emptied.kill();
            delete(emptied.journal());
            Files.move(away, emptied.journal());
            emptied.start();
        }
    }

    private static void delete(Path directory) throws IOException, InterruptedException {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    // ---- the report

    void report() {
        System.out.println();
        System.out.printf("%-40s %7s %18s %11s %11s%n", "fault", "rounds", "to the next put:", "median, ms", "worst, ms");
        rounds.forEach((fault, count) -> {
            List<Long> times = outages.getOrDefault(fault, List.of()).stream().sorted().toList();
            System.out.printf(
                    "%-40s %7d %18s %11s %11s%n",
                    fault.text,
                    count,
                    "",
                    times.isEmpty() ? "" : times.get(times.size() / 2) / 1_000_000,
                    times.isEmpty() ? "" : times.get(times.size() - 1) / 1_000_000);
        });
        System.out.println("nodes that ended by themselves and were started again: " + ends);
    }
}
