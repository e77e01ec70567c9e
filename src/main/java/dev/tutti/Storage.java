package dev.tutti;

import dev.tutti.config.ProducerConfig;
import dev.tutti.journal.Journal;
import dev.tutti.journal.RocksJournal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.Recovery;
import dev.tutti.persistence.ScheduleRecovery;
import dev.tutti.queue.Queues;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The journal, the recovery from it, and the numbers that continue from one start to the next. All methods read or
 * write files, so call none of them on an event loop.
 */
final class Storage implements AutoCloseable {

    private final Journal journal;
    private final Numbers itemIds;
    private final Numbers tokens;
    private volatile Supplier<String> progress = () -> "the journal is read";

    private Storage(Journal journal) {
        this.journal = journal;
        this.itemIds = Numbers.itemIds(journal);
        this.tokens = Numbers.fencingTokens(journal, Clock.systemUTC());
    }

    /**
     * Opens the journal of a server without others.
     *
     * @throws dev.tutti.journal.JournalException if the journal cannot be used, with a remedy in the message
     */
    static Journal openJournal(ProducerConfig config, EventLog events) {
        return config.journal() == null
                ? new VolatileJournal()
                : RocksJournal.open(
                        Path.of(config.journal()), config.sync(), config.reserveBytes(), config.salvage(), events);
    }

    /**
     * The storage of a journal, which is closed if this fails.
     *
     * @throws dev.tutti.journal.JournalException if the journal cannot write
     */
    static Storage of(Journal journal) {
        try {
            return new Storage(journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    Journal journal() {
        return journal;
    }

    Numbers itemIds() {
        return itemIds;
    }

    Numbers tokens() {
        return tokens;
    }

    /** Puts the journal's items into the queues. Call this before the queues are deployed. */
    void recover(List<Queues> owners) {
        Recovery recovery = new Recovery(journal, Clock.systemUTC(), owners);
        progress = recovery::progress;
        recovery.run();
    }

    /** How far {@link #recover} has come. Safe to call from any thread, also from an event loop. */
    String progress() {
        return progress.get();
    }

    /** Returns the schedules of the journal and the configuration. */
    List<Schedule> schedules(Collection<ScheduleSpec> configured) {
        return ScheduleRecovery.run(journal, configured, itemIds, Clock.systemUTC());
    }

    /** Returns the names of the events that are set. */
    List<String> events() {
        return JournaledEventStore.read(journal);
    }

    /** Returns the locks and permits that are detached. */
    List<HeldPermit> permits() {
        return JournaledPermitStore.read(journal, Clock.systemUTC());
    }

    /** Writes everything that was committed, and closes the journal. Call this when nobody commits any more. */
    @Override
    public void close() {
        itemIds.close();
        tokens.close();
        journal.close();
    }
}
