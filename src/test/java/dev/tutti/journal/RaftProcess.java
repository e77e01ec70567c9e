package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;

import dev.tutti.BoundedProcess;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.ratis.RatisReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A node that is a process of its own. While it leads, it commits numbered records, several at a time, and prints the
 * number of each when it is committed. When it begins to lead, it prints the last number that it finds, and how many
 * records there are.
 */
final class RaftProcess {

    static final String LEADS = "leads ";
    static final String TOLD = "told ";

    private static final long CHECKPOINT_ENTRIES = 100;
    private static final int AT_A_TIME = 20;
    private static final byte[] LAST = bytes("last");

    private final Process process;
    private final Thread reader;

    private RaftProcess(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    /** @param line gets each line that it prints, on a thread of its own */
    static RaftProcess start(String name, Map<String, String> addresses, Path directory, Consumer<String> line)
            throws IOException {
        ProcessBuilder builder = BoundedProcess.ofTestClass(RaftProcess.class, name, directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        addresses.forEach((node, address) -> builder.command().add(node + "=" + address));
        Process process = BoundedProcess.start(builder);
        Thread reader = new Thread(() -> process.inputReader()
                .lines()
                .filter(text -> text.startsWith(LEADS) || text.startsWith(TOLD))
                .forEach(line));
        reader.setDaemon(true);
        reader.start();
        return new RaftProcess(process, reader);
    }

    /** Kills it. All lines that it has printed are told when this returns. */
    void kill() throws InterruptedException {
        // By the handle: the process itself closes its streams with that.
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    // ---- in the process

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> addresses = new TreeMap<>();
        for (String address : args) {
            int equals = address.indexOf('=');
            if (equals > 0) {
                addresses.put(address.substring(0, equals), address.substring(equals + 1));
            }
        }
        ReplicaConfig config = RaftGroup.config(args[0], addresses, Path.of(args[1]), CHECKPOINT_ENTRIES);
        ReplicatedDatabase database = ReplicatedDatabase.open(
                Path.of(args[1]), config.group().getLeastSignificantBits(), RaftNode.RESERVE_BYTES);
        BlockingQueue<Long> terms = new LinkedBlockingQueue<>();
        Replica replica = RatisReplica.start(config, database, new RoleListener() {
            @Override
            public void leads(long term) {
                terms.add(term);
            }

            @Override
            public void follows(String leader) {}

            @Override
            public void failed(Throwable cause) {
                Runtime.getRuntime().halt(1);
            }
        });
        while (true) {
            long term = terms.take();
            try (RaftJournal journal =
                    RaftJournal.lead(replica, term, database, RaftNode.RESERVE_BYTES, new EventLog(), () -> {})) {
                commitUntilItFails(journal);
            }
        }
    }

    private static void commitUntilItFails(Journal journal) {
        byte[] found = journal.get(LAST);
        int last = found == null ? 0 : Integer.parseInt(new String(found));
        System.out.println(LEADS + last + " " + journal.read(bytes("n"), (key, value) -> {}));
        Semaphore free = new Semaphore(AT_A_TIME);
        for (int n = last + 1; journal.health().state() != Health.State.FAILED; n++) {
            int number = n;
            free.acquireUninterruptibly();
            journal.commit(
                    new JournalBatch().put(bytes("n" + n), bytes("" + n)).put(LAST, bytes("" + n)), new Completion() {
                        @Override
                        public void committed() {
                            System.out.println(TOLD + number);
                            free.release();
                        }

                        @Override
                        public void failed(JournalException cause) {
                            free.release();
                        }
                    });
        }
    }
}
