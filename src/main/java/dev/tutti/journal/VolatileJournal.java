package dev.tutti.journal;

import java.nio.file.Path;
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
    public void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        done.read(getAll(keys), null);
    }

    @Override
    public void unreadable(String what, String cause) {}

    @Override
    public void backup(Path copy) {
        throw new JournalException("there is no journal to copy, since producer.journal is null");
    }

    @Override
    public boolean isLow() {
        return false;
    }

    @Override
    public Health health() {
        return new Health(Health.State.OK, null);
    }

    @Override
    public void close() {}
}
