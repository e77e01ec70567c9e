package dev.tutti.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * A disk in memory that fails when it is told to. It outlives the {@link FaultyJournal}s that are opened on it, as a
 * disk outlives servers; {@link #cutPower} takes from it what is not synced. Safe from any thread.
 */
public final class FaultyDisk {

    private static final long NEVER = Long.MAX_VALUE;

    private NavigableMap<byte[], byte[]> written = empty();
    private NavigableMap<byte[], byte[]> synced = empty();
    private final List<Integer> groups = new ArrayList<>();
    private int syncs;
    private long writesLeft = NEVER;
    private long syncsLeft = NEVER;
    private long usableBytes = NEVER;
    /** The nanoseconds of a write. */
    private long slowness;
    /** The nanoseconds that have passed while the disk wrote. */
    private long passed;
    /** The key whose value cannot be read, or null. */
    private byte[] unreadable;
    /** Taken by every read while it is under way. */
    private final Semaphore reading = new Semaphore(1);
    /** One permit for each value that somebody began to read. */
    private final Semaphore readsBegun = new Semaphore(0);
    /** Taken by every write and sync while it is under way; all of it by whoever holds them up. */
    private final Semaphore pass = new Semaphore(1);

    private static NavigableMap<byte[], byte[]> empty() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    // ---- what is to happen

    /** So many writes go well, and all later ones fail. */
    public synchronized FaultyDisk failWritesAfter(int count) {
        writesLeft = count;
        return this;
    }

    /** So many syncs go well, and all later ones fail: what they were to sync is written, and not synced. */
    public synchronized FaultyDisk failSyncsAfter(int count) {
        syncsLeft = count;
        return this;
    }

    /** Every read of this key fails. */
    public synchronized FaultyDisk failReadsOf(byte[] key) {
        unreadable = key;
        return this;
    }

    /** Reads that come now wait until {@link #goOnReading}. */
    public void holdUpReads() {
        reading.acquireUninterruptibly();
        readsBegun.drainPermits();
    }

    /** Returns when a read has begun since {@link #holdUpReads}. */
    public void awaitHeldRead() {
        readsBegun.acquireUninterruptibly();
    }

    public void goOnReading() {
        reading.release();
    }

    /** Each write and sync takes so long from now on, by {@link #nanoTime}. */
    public synchronized FaultyDisk takes(long nanos) {
        slowness = nanos;
        return this;
    }

    /** The time as the disk's users see it. */
    synchronized long nanoTime() {
        return System.nanoTime() + passed;
    }

    public synchronized FaultyDisk leave(long bytes) {
        usableBytes = bytes;
        return this;
    }

    /** It works again, and has room: after a repair. */
    public synchronized FaultyDisk repair() {
        writesLeft = NEVER;
        syncsLeft = NEVER;
        usableBytes = NEVER;
        unreadable = null;
        return this;
    }

    /** Returns when nothing is being written; what comes then waits until {@link #goOn}. */
    public FaultyDisk holdUp() {
        pass.acquireUninterruptibly();
        return this;
    }

    public void goOn() {
        pass.release();
    }

    public synchronized void cutPower() {
        written = empty();
        written.putAll(synced);
    }

    // ---- what has happened

    /** How many commits each write was for. */
    public synchronized List<Integer> groups() {
        return List.copyOf(groups);
    }

    public synchronized int syncs() {
        return syncs;
    }

    /** Whether somebody waits for {@link #goOn}. */
    public boolean isAwaited() {
        return pass.hasQueuedThreads();
    }

    // ---- as a store

    Store store() {
        return new OpenStore();
    }

    private final class OpenStore implements Store {

        @Override
        public void write(List<JournalBatch> group, boolean sync) {
            pass.acquireUninterruptibly();
            try {
                doWrite(group);
                if (sync) {
                    doSync();
                }
            } finally {
                pass.release();
            }
        }

        @Override
        public void sync() {
            pass.acquireUninterruptibly();
            try {
                doSync();
            } finally {
                pass.release();
            }
        }

        private void doWrite(List<JournalBatch> group) {
            synchronized (FaultyDisk.this) {
                if (writesLeft-- <= 0) {
                    throw new JournalException("a write that fails");
                }
                groups.add(group.size());
                passed += slowness;
                group.forEach(changes -> changes.forEach(new Writing(written)));
            }
        }

        private void doSync() {
            synchronized (FaultyDisk.this) {
                if (syncsLeft-- <= 0) {
                    throw new JournalException("a sync that fails");
                }
                syncs++;
                passed += slowness;
                synced = empty();
                synced.putAll(written);
            }
        }

        @Override
        public long usableBytes() {
            synchronized (FaultyDisk.this) {
                return usableBytes;
            }
        }

        @Override
        public long read(byte[] prefix, Journal.Visitor visitor) {
            NavigableMap<byte[], byte[]> seen = empty();
            synchronized (FaultyDisk.this) {
                written.tailMap(prefix).entrySet().stream()
                        .takeWhile(record -> startsWith(record.getKey(), prefix))
                        .forEach(record -> seen.put(record.getKey(), record.getValue()));
            }
            for (Map.Entry<byte[], byte[]> record : seen.entrySet()) {
                visitor.visit(record.getKey(), record.getValue());
            }
            return seen.size();
        }

        private boolean startsWith(byte[] key, byte[] prefix) {
            return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }

        @Override
        public byte[] get(byte[] key) {
            readsBegun.release();
            reading.acquireUninterruptibly();
            try {
                synchronized (FaultyDisk.this) {
                    if (Arrays.equals(key, unreadable)) {
                        throw new JournalException("a read that fails");
                    }
                    return written.get(key);
                }
            } finally {
                reading.release();
            }
        }

        @Override
        public List<byte[]> getAll(List<byte[]> keys) {
            return keys.stream().map(this::get).collect(Collectors.toList());
        }

        @Override
        public void close() {}
    }
}
