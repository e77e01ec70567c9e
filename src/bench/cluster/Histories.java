import dev.tutti.proof.HoldHistory;
import dev.tutti.proof.ItemHistory;
import dev.tutti.proof.SwitchHistory;
import dev.tutti.proof.Violations;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** What all clients were told, and a file with every operation. */
final class Histories implements AutoCloseable {

    final Violations violations = new Violations();
    final ItemHistory items = new ItemHistory(violations);
    final HoldHistory holds = new HoldHistory(violations);
    /** The event that is set and cleared at the moment. */
    volatile SwitchHistory event;

    private final long start = System.nanoTime();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong ok = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile long since = Long.MAX_VALUE;
    private volatile long firstRead;

    private final BufferedWriter file;

    Histories(Path directory) throws IOException {
        file = Files.newBufferedWriter(directory.resolve("operations.log"));
    }

    long newNumber() {
        return numbers.incrementAndGet();
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    // ---- operations

    void ok(String client, String command, long sent, long read, Object reply) {
        ok.incrementAndGet();
        write(client, command, sent, read, "ok " + reply);
    }

    void refused(String client, String command, long sent, long read, Object reply) {
        refused.incrementAndGet();
        write(client, command, sent, read, "refused " + reply);
    }

    void unknown(String client, String command, long sent, long end, String why) {
        unknown.incrementAndGet();
        write(client, command, sent, end, "unknown " + why);
    }

    void fault(String text) {
        write("fault", text, System.nanoTime(), System.nanoTime(), "");
    }

    private synchronized void write(String client, String command, long sent, long read, String outcome) {
        String shortened = outcome.length() > 100 ? outcome.substring(0, 100) + "…" : outcome;
        String asked = command.length() > 70 ? command.substring(0, 70) + "…" : command;
        try {
            file.write("%.6f %.6f %s: %s -> %s%n"
                    .formatted((sent - start) / 1e9, (read - start) / 1e9, client, asked, shortened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void flush() throws IOException {
        file.flush();
    }

    /** The sum of the operations so far. */
    long operations() {
        return ok.get();
    }

    String summary() {
        return ok + " operations ok, " + refused + " refused, " + unknown + " unknown; " + items.summary() + "; "
                + holds.summary();
    }

    // ---- the time without puts

    void putAcknowledged(long sent, long read) {
        if (sent > since && firstRead == 0) {
            firstRead = read;
        }
    }

    /** From now on the first put that is sent and acknowledged is noted. Returns the time. */
    long expectPut() {
        since = System.nanoTime();
        firstRead = 0;
        return since;
    }

    /** The time at which a put was acknowledged that was sent after the last {@link #expectPut}; 0 if none was. */
    long firstPut() {
        return firstRead;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
