package dev.tutti.journal;

import dev.tutti.log.EventLog;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The twin of {@link RocksJournal} for tests of one thread: a sorted map, and all that was ever written to it. A
 * commit is written and told at once, or when the test says so.
 */
public final class MapJournal implements Journal {

    private record Commit(JournalBatch changes, Completion done) {}

    private static final Completion NOBODY = new Completion() {
        @Override
        public void committed() {}

        @Override
        public void failed(JournalException cause) {}
    };

    private final TreeMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
    private final List<JournalBatch> written = new ArrayList<>();
    private final ArrayDeque<Commit> pending = new ArrayDeque<>();
    private boolean holdsBack;
    private boolean low;
    private JournalException failure;
    private final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    private final ReadErrors readErrors = new ReadErrors(new EventLog());
    private boolean holdsReads;
    private int ended;
    private String readFailure;
    private int readable;

    /** An empty one. */
    public MapJournal() {}

    private MapJournal(TreeMap<byte[], byte[]> found) {
        this.found.putAll(found);
        records.putAll(found);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void commit(JournalBatch changes, Completion done) {
        pending.add(new Commit(changes, done));
        if (!holdsBack) {
            writeAll();
        }
    }

    @Override
    public void write(JournalBatch changes) {
        commit(changes, NOBODY);
    }

    /** From now on a commit waits until the test has it written. */
    public void holdBack() {
        holdsBack = true;
    }

    /** How many commits wait. */
    public int pending() {
        return pending.size();
    }

    /** Writes the first commit that waits, or lets it fail, and tells so. */
    public void writeNext() {
        Commit next = pending.remove();
        if (failure != null) {
            next.done.failed(failure);
            return;
        }
        apply(next.changes);
        next.done.committed();
    }

    public void writeAll() {
        while (!pending.isEmpty()) {
            writeNext();
        }
    }

    private void apply(JournalBatch changes) {
        written.add(changes);
        changes.forEach(new Writing(records));
    }

    /** Whatever is not written yet will not be. */
    public void fail(String cause) {
        failure = new JournalException(cause);
    }

    public void low(boolean isNow) {
        low = isNow;
    }

    /** How many commits were written since its start. */
    public int commits() {
        return written.size();
    }

    /** What a server finds that starts after so many commits: another journal, which goes on from there. */
    public MapJournal after(int commits) {
        MapJournal journal = new MapJournal(found);
        written.subList(0, commits).forEach(journal::apply);
        return journal;
    }

    /** What a server finds that starts now. */
    public MapJournal afterKill() {
        return new MapJournal(records);
    }

    @Override
    public long read(byte[] prefix, Visitor visitor) {
        long count = 0;
        for (Map.Entry<byte[], byte[]> entry : new TreeMap<>(records.tailMap(prefix)).entrySet()) {
            if (!startsWith(entry.getKey(), prefix)) {
                break;
            }
            visitor.visit(entry.getKey().clone(), entry.getValue().clone());
            count++;
        }
        return count;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public byte[] get(byte[] key) {
        byte[] value = records.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        return keys.stream().map(this::get).collect(Collectors.toList());
    }

    /** From now on a read waits until the test says so. */
    public void holdReads() {
        holdsReads = true;
    }

    /** The number of reads that wait. */
    public int pendingReads() {
        return reads.size();
    }

    /** The number of reads that have ended. */
    public int reads() {
        return ended;
    }

    /** Ends the first read that waits, and tells so. */
    public void readNext() {
        ended++;
        reads.remove().run();
    }

    /** Reads fail from now on, or no longer if that is null. */
    public void failReads(String cause) {
        failReadsAfter(0, cause);
    }

    /** So many values can still be read. */
    public void failReadsAfter(int values, String cause) {
        readable = values;
        readFailure = cause;
    }

    @Override
    public void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        reads.add(() -> complete(what, keys, maxBytes, done));
        if (!holdsReads) {
            readNext();
        }
    }

    private void complete(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        List<byte[]> values = new ArrayList<>();
        long bytes = 0;
        int end = readFailure == null ? keys.size() : Math.min(keys.size(), Math.max(0, readable));
        for (int i = 0; i < end && (bytes < maxBytes || i % 2 == 1); i++) {
            values.add(get(keys.get(i)));
            bytes += values.get(i) == null ? 0 : values.get(i).length;
        }
        readable -= values.size();
        boolean failed = end < keys.size() && values.size() == end;
        if (failed) {
            readErrors.add(what, readFailure);
        }
        done.read(values, failed ? new JournalException(readFailure) : null);
    }

    @Override
    public void unreadable(String what, String cause) {
        readErrors.add(what, cause);
    }

    @Override
    public void backup(Path copy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isLow() {
        return low;
    }

    @Override
    public Health health() {
        return Health.of(failure, low, readErrors);
    }

    @Override
    public void close() {
        writeAll();
    }
}
