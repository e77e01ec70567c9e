package dev.tutti.queue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tutti.journal.MapJournal;
import dev.tutti.ledger.Notes;
import dev.tutti.ledger.QueueLedger;
import dev.tutti.ledger.Recovery;
import dev.tutti.waiting.ManualClock;
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

    private final AtomicLong ids = new AtomicLong();
    private MapJournal journal;
    private Notes notes;
    private Scene scene;

    /** Starts with what the journal has. */
    Scene start(MapJournal found, long now) {
        ids.addAndGet(GAP);
        journal = found;
        notes = new Notes();
        ManualClock clock = new ManualClock(() -> scene.timers.now());
        scene = new Scene(
                RandomCast.CONFIGURED,
                ids::incrementAndGet,
                new QueueLedger(notes, ids::incrementAndGet, clock, journal),
                now);
        new Recovery(journal, clock, List.of(scene.queues)).run();
        return scene;
    }

    /** The turn is over: what happened in it is one commit. */
    void turnOver() {
        Notes.Page page = notes.take();
        if (page != null) {
            journal.write(page.changes());
            page.written();
        }
    }

    MapJournal journal() {
        return journal;
    }
}
