package dev.tutti.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's reading thread. Reads that are under way at the same time go on by turns, a part of each, so that a
 * short one does not wait for a long one.
 */
final class RecordReader {

    private static final Logger log = LoggerFactory.getLogger(RecordReader.class);
    /** The keys of one part. */
    private static final int PART = 32;
    /** Much longer than a read takes on a disk that works, and shorter than the time that a stop may take. */
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private static final class Read {
        private final String what;
        private final List<byte[]> keys;
        private final long maxBytes;
        private final ReadCompletion done;
        private final List<byte[]> values = new ArrayList<>();
        private long bytes;

        private Read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
            this.what = what;
            this.keys = keys;
            this.maxBytes = maxBytes;
            this.done = done;
        }

        private boolean isComplete() {
            return values.size() == keys.size() || bytes >= maxBytes;
        }

        private List<byte[]> nextKeys() {
            return keys.subList(values.size(), Math.min(keys.size(), values.size() + PART));
        }

        private void add(byte[] value) {
            values.add(value);
            bytes += value == null ? 0 : value.length;
        }
    }

    private final Store store;
    private final ReadErrors errors;
    private final Thread thread = new Thread(this::run, "tutti-journal-reader");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final ArrayDeque<Read> waiting = new ArrayDeque<>();
    private boolean closing;

    RecordReader(Store store, ReadErrors errors) {
        this.store = store;
        this.errors = errors;
        thread.setDaemon(true);
        thread.start();
    }

    /** As {@link Journal#read(String, List, long, ReadCompletion)}. */
    void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        Read read = new Read(what, keys, maxBytes, done);
        if (!add(read)) {
            refuse(read);
        }
    }

    private boolean add(Read read) {
        lock.lock();
        try {
            if (!closing) {
                waiting.add(read);
                wanted.signal();
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. Returns false if it still waits for the disk after 2 s. Then the store must stay open. */
    boolean close() {
        lock.lock();
        try {
            closing = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    // ---- the reading thread

    private void run() {
        for (Read next = next(); next != null; next = next()) {
            JournalException failure = readPart(next);
            if (failure != null) {
                errors.add(next.what, failure.getMessage());
            }
            if (failure != null || next.isComplete()) {
                complete(next, failure);
            } else if (!add(next)) {
                refuse(next);
            }
        }
        waiting.forEach(this::refuse);
    }

    /** Waits for a read. Returns null when the journal is closed. */
    private Read next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                wanted.awaitUninterruptibly();
            }
            return closing ? null : waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private JournalException readPart(Read read) {
        try {
            store.getAll(read.nextKeys()).forEach(read::add);
            return null;
        } catch (RuntimeException | Error e) {
            return readOneByOne(read);
        }
    }

    /** Reads the values that can be read. Returns the failure of the first that cannot. */
    private JournalException readOneByOne(Read read) {
        try {
            for (byte[] key : List.copyOf(read.nextKeys())) {
                read.add(store.get(key));
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e instanceof JournalException failure ? failure : JournalException.of("reading it failed", e);
        }
    }

    private void refuse(Read read) {
        complete(read, new JournalException("the journal is closed"));
    }

    private void complete(Read read, JournalException failure) {
        try {
            read.done.read(read.values, failure);
        } catch (RuntimeException e) {
            log.error("a completion threw", e);
        }
    }
}
