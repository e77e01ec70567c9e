package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's thread: writes everything that was committed while it was writing before as one, with one sync, and then
 * tells all who wait. It takes the next group only when all of the last have been told, so that whoever commits again
 * because of that is in it.
 *
 * <p>The first failure is for good: that commit and every later one fails.
 */
final class Committer {

    /** Half of the second that {@link Sync#INTERVAL} may lose: the sync itself takes time, too. */
    static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    /** A group takes commits until it has this many bytes: it is copied twice on its way to the disk. */
    private static final long GROUP_BYTES = 8 << 20;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Nothing may be committed while the disk is full, so nothing but time shows that it no longer is. */
    private static final long LOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** @param done null if nobody waits for it */
    private record Commit(JournalBatch changes, Completion done) {}

    private final Store store;
    private final Sync sync;
    private final long syncNanos;
    private final DiskSpace space;
    private final Thread thread = new Thread(this::run, "tutti-journal");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private List<Commit> queued = new ArrayList<>();
    private boolean closing;
    private volatile JournalException failure;
    /** The journal's thread's: whether anything is written that is not synced, and since when. */
    private boolean unsynced;

    private long unsyncedSince;

    /** @param syncNanos how often {@link Sync#INTERVAL} syncs */
    Committer(Store store, Sync sync, long reserveBytes, long syncNanos) {
        this.store = store;
        this.sync = sync;
        this.syncNanos = syncNanos;
        this.space = new DiskSpace(reserveBytes, store::usableBytes, System.nanoTime());
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

    Health health() {
        return Health.of(failure, space.isLow());
    }

    /** Returns when everything committed before is written and told; not for the journal's thread. */
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
            upkeep();
            commits = next();
        }
        sync();
    }

    /** Waits until there is something to do, which may be nothing to write; null when it is time to end. */
    private List<Commit> next() {
        lock.lock();
        try {
            if (queued.isEmpty() && !closing) {
                await(patience());
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

    private long patience() {
        long idle = space.isLow() ? LOW_NANOS : IDLE_NANOS;
        return syncsAtTimes() ? Math.min(idle, syncNanos - (System.nanoTime() - unsyncedSince)) : idle;
    }

    private boolean syncsAtTimes() {
        return sync == Sync.INTERVAL && unsynced && failure == null;
    }

    private void upkeep() {
        long now = System.nanoTime();
        if (syncsAtTimes() && now - unsyncedSince >= syncNanos) {
            sync();
        }
        space.writing(0, now);
    }

    private static int groupEnd(List<Commit> commits, int from) {
        int to = from;
        long bytes = 0;
        while (to < commits.size() && bytes < GROUP_BYTES) {
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
            write(changes, bytes, awaited && sync == Sync.ALWAYS);
        }
        tell(group);
    }

    private void write(List<JournalBatch> changes, long bytes, boolean synced) {
        space.writing(bytes, System.nanoTime());
        attempt("writing to it failed", () -> store.write(changes, synced));
        if (!synced && !unsynced) {
            unsynced = true;
            unsyncedSince = System.nanoTime();
        }
    }

    private void sync() {
        unsynced = false;
        if (failure == null) {
            attempt("syncing it failed", store::sync);
        }
    }

    /** What fails here fails the journal. */
    private void attempt(String problem, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = JournalException.of("the journal takes nothing until the next start, " + problem, e);
                log.error(failure.getMessage(), e);
            }
        }
    }

    private void tell(List<Commit> group) {
        for (Commit commit : group) {
            if (commit.done() != null) {
                tell(commit.done());
            }
        }
    }

    private void tell(Completion done) {
        try {
            if (failure == null) {
                done.committed();
            } else {
                done.failed(failure);
            }
        } catch (RuntimeException e) {
            log.error("a completion threw", e);
        }
    }
}
