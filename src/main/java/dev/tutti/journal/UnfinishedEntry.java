package dev.tutti.journal;

import java.nio.ByteBuffer;

/**
 * The parts of a group of commits whose last part has not come yet. They are kept in the database of each node, under
 * keys before those of all records. An entry of another term, or the first part of another group, shows that the last
 * part will never come: then they are deleted.
 */
final class UnfinishedEntry {

    private static final byte[] PREFIX = {0, 'Q'};
    private static final byte[] END = {0, 'R'};

    private final RocksStore store;
    private long term;
    private int parts;

    /** Finds the parts that the database has. */
    UnfinishedEntry(RocksStore store) {
        this.store = store;
        store.read(PREFIX, (key, value) -> {
            term = ByteBuffer.wrap(key, PREFIX.length, Long.BYTES).getLong();
            parts++;
        });
    }

    /** Returns the number of parts. */
    int parts() {
        return parts;
    }

    /** Adds to a write what an entry changes. Its proposer led when it came. */
    void apply(LogEntry entry, JournalBatch changes) {
        if (parts > 0 && (entry.part() == 0 || entry.term() != term)) {
            forget(changes);
        }
        if (entry.part() != parts) {
            throw new JournalException(
                    "the log has part " + entry.part() + " of an entry after " + parts + " parts of it");
        }
        if (entry.kind() == LogEntry.Kind.PART) {
            term = entry.term();
            changes.put(key(term, parts++), bytes(entry.content()));
        } else if (entry.kind() == LogEntry.Kind.LAST_PART) {
            addAll(entry, changes);
        } else {
            changes.append(entry.count(), entry.content().duplicate());
        }
    }

    private void addAll(LogEntry last, JournalBatch changes) {
        ByteBuffer[] found = new ByteBuffer[parts];
        int[] next = {0};
        store.read(PREFIX, (key, value) -> found[next[0]++] = ByteBuffer.wrap(value));
        forget(changes);
        for (ByteBuffer part : found) {
            changes.append(0, part);
        }
        changes.append(last.count(), last.content().duplicate());
    }

    private void forget(JournalBatch changes) {
        changes.deleteRange(PREFIX, END);
        parts = 0;
    }

    private static byte[] key(long term, int part) {
        return ByteBuffer.allocate(PREFIX.length + Long.BYTES + Integer.BYTES)
                .put(PREFIX)
                .putLong(term)
                .putInt(part)
                .array();
    }

    private static byte[] bytes(ByteBuffer content) {
        ByteBuffer in = content.duplicate();
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
