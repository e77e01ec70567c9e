package dev.tutti.journal;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The changes of several commits as entries of a replicated log: one, or as many parts as they need. */
final class LogEntries implements Iterator<byte[]> {

    private final long term;
    private final List<JournalBatch> group;
    private final int maxContentBytes;
    private final int count;
    private long left;
    private int part;
    /** The batch that comes next, and the bytes of it that are in earlier parts. */
    private int batch;

    private int offset;
    private boolean ended;

    /** @param maxContentBytes the most bytes of changes in an entry */
    LogEntries(long term, List<JournalBatch> group, int maxContentBytes) {
        this.term = term;
        this.group = group;
        this.maxContentBytes = maxContentBytes;
        count = group.stream().mapToInt(JournalBatch::size).sum();
        left = group.stream().mapToLong(JournalBatch::bytes).sum();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public byte[] next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        int bytes = (int) Math.min(left, maxContentBytes);
        left -= bytes;
        ended = left == 0;
        LogEntry.Kind kind = !ended ? LogEntry.Kind.PART : part > 0 ? LogEntry.Kind.LAST_PART : LogEntry.Kind.WHOLE;
        ByteBuffer entry = LogEntry.begin(kind, term, part++, count, bytes);
        while (entry.hasRemaining()) {
            JournalBatch changes = group.get(batch);
            int taken = Math.min(entry.remaining(), changes.bytes() - offset);
            changes.writeTo(entry, offset, taken);
            offset += taken;
            if (offset == changes.bytes()) {
                batch++;
                offset = 0;
            }
        }
        return entry.array();
    }
}
