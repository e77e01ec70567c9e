package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;

import dev.tutti.BoundedProcess;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * A process of its own that commits batch after batch, several at a time, and prints the number of each when it is
 * committed: batch n puts {@link #WIDTH} records under n, and deletes those of the batch {@link #SPAN} before it.
 */
final class CommittingProcess {

    static final int WIDTH = 5;
    static final int SPAN = 200;
    private static final int AT_A_TIME = 20;

    private final Process process;
    private final BufferedReader output;

    private CommittingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** @param first the number of its first batch */
    static CommittingProcess start(Path directory, Sync sync, int first) throws IOException {
        ProcessBuilder process = BoundedProcess.ofTestClass(
                        CommittingProcess.class, directory.toString(), sync.name(), String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        return new CommittingProcess(BoundedProcess.start(process));
    }

    /** Waits for so many batches to be committed; gives the last of them. */
    int await(int batches) throws IOException {
        String last = null;
        for (int i = 0; i < batches; i++) {
            last = output.readLine();
        }
        return Integer.parseInt(last);
    }

    /** Kills it in the middle of whatever it does; gives the last batch it has printed, or the one given. */
    int kill(int last) throws InterruptedException {
        // By the handle: the process itself closes its streams with that.
        process.toHandle().destroyForcibly();
        process.waitFor();
        List<String> rest = output();
        return rest.isEmpty() ? last : Integer.parseInt(rest.get(rest.size() - 1));
    }

    /** Waits for its end. */
    List<String> output() {
        return output.lines().collect(Collectors.toList());
    }

    static String key(int batch, int record) {
        return String.format("%09d-%d", batch, record);
    }

    static JournalBatch batch(int n) {
        JournalBatch changes = new JournalBatch();
        for (int i = 0; i < WIDTH; i++) {
            changes.put(bytes(key(n, i)), bytes("value of " + n));
            changes.delete(bytes(key(n - SPAN, i)));
        }
        return changes;
    }

    public static void main(String[] args) {
        try {
            Journal journal = RocksJournal.open(
                    Path.of(args[0]), Sync.valueOf(args[1]), RocksJournalTest.RESERVE_BYTES, false, new EventLog());
            Semaphore free = new Semaphore(AT_A_TIME);
            for (int n = Integer.parseInt(args[2]); ; n++) {
                free.acquireUninterruptibly();
                journal.commit(batch(n), printing(n, free));
            }
        } catch (JournalException e) {
            System.out.println(e.getMessage());
        }
    }

    private static Completion printing(int n, Semaphore free) {
        return new Completion() {
            @Override
            public void committed() {
                System.out.println(n);
                free.release();
            }

            @Override
            public void failed(JournalException cause) {
                throw cause;
            }
        };
    }
}
