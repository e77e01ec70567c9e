package dev.tutti.journal;

import java.util.Collections;
import java.util.List;

/** A journal that stores nothing. Commits are reported at once, on the caller's thread. */
public final class VolatileJournal implements Journal {

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void commit(JournalBatch changes, Completion done) {
        done.committed();
    }

    @Override
    public void write(JournalBatch changes) {}

    @Override
    public long read(byte[] prefix, Visitor visitor) {
        return 0;
    }

    @Override
    public byte[] get(byte[] key) {
        return null;
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        return Collections.nCopies(keys.size(), null);
    }

    @Override
    public boolean isLow() {
        return false;
    }

    @Override
    public Health health() {
        return Health.of(null, false);
    }

    @Override
    public void close() {}
}
