package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's thread. It writes all commits that arrived during its last write as one group with one sync, and then
 * calls their completions. It takes the next group only after the last completion, so that commits which completions
 * make are in that group.
 *
 * <p>The first failure is final: that commit and every later one fail.
 */
final class Committer {

    /** Half of the second that {@link Sync#INTERVAL} may lose, since the sync itself takes time, too. */
    static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final long IDLE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** There may be no commits while the disk is full, so its room has to be checked from time to time. */
    private static final long LOW_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** @param done null if nobody waits for the commit */
    private record Commit(JournalBatch changes, Completion done) {}

    private final Store store;
    private final Sync sync;
    private final long syncNanos;
    private final ReadErrors readErrors;
    private final DiskSpace space;
    private final SlowCommits slowCommits;
    private final LongSupplier nanos;
    private final Thread thread = new Thread(this::run, "tutti-journal");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private List<Commit> queued = new ArrayList<>();
    private boolean closing;
    private volatile CommitListener listener = CommitListener.NONE;
    private volatile JournalException failure;
    /**
     * Whether anything is written that is not synced, and since when. Only the journal's thread uses the two fields.
     */
    private boolean unsynced;

    private long unsyncedSince;

    /**
     * @param syncNanos the interval of {@link Sync#INTERVAL}
     * @param nanos a monotonic clock in nanoseconds
     * @param readErrors the part of {@link #health} that other threads find
     */
    Committer(
            Store store,
            Sync sync,
            long reserveBytes,
            long syncNanos,
            ReadErrors readErrors,
            EventLog events,
            LongSupplier nanos) {
        this.nanos = nanos;
        this.slowCommits = new SlowCommits(events);
        this.readErrors = readErrors;
        this.store = store;
        this.sync = sync;
        this.syncNanos = syncNanos;
        this.space = new DiskSpace(reserveBytes, store::usableBytes, nanos.getAsLong(), events);
        thread.setDaemon(true);
        thread.start();
    }

    void commit(JournalBatch changes, Completion done) {
        lock.lock();
        try {
            if (!closing) {
                queued.add(new Commit(changes, done));
                wanted.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        done.failed(new JournalException("the journal is closed"));
    }

    void write(JournalBatch changes) {
        lock.lock();
        try {
            if (!closing && failure == null) {
                queued.add(new Commit(changes, null));
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isLow() {
        return space.isLow();
    }

    long freeBytes() {
        return space.freeBytes();
    }

    /** @param next is told of each group of commits that is written from now on */
    void listen(CommitListener next) {
        listener = next;
    }

    Health health() {
        return Health.of(failure, space.isLow(), readErrors);
    }

    /** Returns when all earlier commits are written and their completions called. A completion must not call it. */
    void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a completion closes the journal that calls it");
        }
        lock.lock();
        try {
            closing = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the journal's thread

    private void run() {
        List<Commit> commits = next();
        while (commits != null) {
            for (int from = 0; from < commits.size(); ) {
                int to = groupEnd(commits, from);
                write(commits.subList(from, to));
                from = to;
            }
            attempt("looking after it failed", this::upkeep);
            commits = next();
        }
        sync();
    }

    /** Waits for commits. Returns an empty list when it is time for a check of sync and room, and null at the end. */
    private List<Commit> next() {
        lock.lock();
        try {
            if (queued.isEmpty() && !closing) {
                await(maxWaitNanos());
            }
            if (queued.isEmpty()) {
                return closing ? null : List.of();
            }
            List<Commit> commits = queued;
            queued = new ArrayList<>();
            return commits;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        try {
            wanted.awaitNanos(nanos);
        } catch (InterruptedException e) {
            log.warn("the journal's thread was interrupted, and goes on");
        }
    }

    private long maxWaitNanos() {
        long idle = space.isLow() ? LOW_WAIT_NANOS : IDLE_WAIT_NANOS;
        return syncsAtTimes() ? Math.min(idle, syncNanos - (nanos.getAsLong() - unsyncedSince)) : idle;
    }

    private boolean syncsAtTimes() {
        return sync == Sync.INTERVAL && unsynced && failure == null;
    }

    private void upkeep() {
        long now = nanos.getAsLong();
        if (syncsAtTimes() && now - unsyncedSince >= syncNanos) {
            sync();
        }
        space.writing(0, now);
    }

    private int groupEnd(List<Commit> commits, int from) {
        int to = from;
        long bytes = 0;
        while (to < commits.size() && bytes < store.groupBytes()) {
            bytes += commits.get(to).changes().bytes();
            to++;
        }
        return to;
    }

    private void write(List<Commit> group) {
        List<JournalBatch> changes = new ArrayList<>(group.size());
        long bytes = 0;
        boolean awaited = false;
        for (Commit commit : group) {
            if (!commit.changes().isEmpty()) {
                awaited |= commit.done() != null;
                changes.add(commit.changes());
                bytes += commit.changes().bytes();
            }
        }
        if (!changes.isEmpty() && failure == null) {
            boolean synced = awaited && sync == Sync.ALWAYS;
            long size = bytes;
            attempt("writing to it failed", () -> write(changes, size, synced));
        }
        complete(group);
    }

    private void write(List<JournalBatch> changes, long bytes, boolean synced) {
        long began = nanos.getAsLong();
        space.writing(bytes, began);
        store.write(changes, synced);
        long ended = nanos.getAsLong();
        slowCommits.wrote(bytes, ended - began);
        listener.written(changes.size(), bytes, ended - began);
        if (!synced && !unsynced) {
            unsynced = true;
            unsyncedSince = ended;
        }
    }

    private void sync() {
        unsynced = false;
        if (failure == null) {
            long began = nanos.getAsLong();
            attempt("syncing it failed", store::sync);
            slowCommits.synced(nanos.getAsLong() - began);
        }
    }

    /** Runs the action. If it fails, the journal has failed. */
    private void attempt(String problem, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = JournalException.of("the journal takes nothing until the next start, " + problem, e);
                if (store.isOver()) {
                    log.info("commits fail from now on: {}", e.getMessage());
                } else {
                    log.error(failure.getMessage(), e);
                }
            }
        }
    }

    private void complete(List<Commit> group) {
        for (Commit commit : group) {
            if (commit.done() != null) {
                complete(commit.done());
            }
        }
    }

    private void complete(Completion done) {
        try {
            if (failure == null) {
                done.committed();
            } else {
                done.failed(failure);
            }
        } catch (RuntimeException | Error e) {
            log.error("a completion threw", e);
        }
    }
}
