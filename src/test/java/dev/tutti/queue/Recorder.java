package dev.tutti.queue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tutti.journal.MapJournal;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.Recovery;
import dev.tutti.persistence.TurnLog;
import dev.tutti.waiting.ManualClock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** A server's queues with all that is taken down of them in a journal, a page a turn: one server after another. */
final class Recorder {

    static {
        // A line for each of thousands of starts would bury all others.
        ((Logger) LoggerFactory.getLogger(Recovery.class)).setLevel(Level.WARN);
    }

    /** So many ids are left out by a server that was killed. */
    private static final int GAP = 1000;

    private static final long AMPLE = 1L << 40;

    private final long maxMemory;
    private final AtomicLong ids = new AtomicLong();
    /** Those that are on their way to the journal. */
    private final ArrayDeque<TurnLog.Page> pages = new ArrayDeque<>();
    /** What was read from the journal, and nobody has heard of. */
    private final ArrayDeque<Runnable> reads = new ArrayDeque<>();

    private MapJournal journal;
    private TurnLog turnLog;
    private QueueScene scene;

    /** @param maxMemory of more than half of it used, items are left to the journal where they can be */
    Recorder(long maxMemory) {
        this.maxMemory = maxMemory;
    }

    Recorder() {
        this(AMPLE);
    }

    /** Starts with what the journal has. */
    QueueScene start(MapJournal found, long now) {
        ids.addAndGet(GAP);
        journal = found;
        turnLog = new TurnLog();
        ManualClock clock = new ManualClock(() -> scene.timers.now());
        JournaledQueueStore store = new JournaledQueueStore(turnLog, ids::incrementAndGet, clock, journal);
        reads.clear();
        store.turns(reads::add);
        scene = new QueueScene(RandomClients.CONFIGURED, maxMemory, ids::incrementAndGet, store, now);
        scene.endRead = () -> reads.remove().run();
        scene.queues.clock(clock);
        new Recovery(journal, clock, List.of(scene.queues)).run();
        return scene;
    }

    /** The turn is over: what happened in it is one commit, and that is written. */
    void turnOver() {
        turnOverUnwritten();
        write();
    }

    /** The same, but the commit takes its time. */
    void turnOverUnwritten() {
        scene.awaitGetters();
        TurnLog.Page page = turnLog.take();
        if (page != null) {
            pages.add(page);
        }
    }

    /** Writes what is on its way. */
    void write() {
        while (!pages.isEmpty()) {
            writeNext();
        }
    }

    /** Writes the first of what is on its way. */
    void writeNext() {
        TurnLog.Page page = pages.remove();
        journal.write(page.changes());
        page.written();
    }

    MapJournal journal() {
        return journal;
    }
}
