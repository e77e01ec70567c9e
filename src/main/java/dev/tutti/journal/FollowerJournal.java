package dev.tutti.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The journal of a node that does not lead: it can be read and copied, and takes no commits. It has what the leader has
 * acknowledged up to some moment. Safe from any thread.
 */
public final class FollowerJournal implements Journal {

    private static final Health WELL = new Health(Health.State.OK, null);

    private final ReplicatedDatabase database;

    /** @param database that the engine keeps, and closes */
    public FollowerJournal(ReplicatedDatabase database) {
        this.database = database;
    }

    private static JournalException refusal() {
        return new JournalException("this node follows, and only the leader writes");
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void commit(JournalBatch changes, Completion done) {
        done.failed(refusal());
    }

    @Override
    public void write(JournalBatch changes) {
        throw refusal();
    }

    @Override
    public long read(byte[] prefix, Visitor visitor) {
        return database.read(prefix, visitor);
    }

    @Override
    public byte[] get(byte[] key) {
        return database.get(key);
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        return database.getAll(keys);
    }

    @Override
    public void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        done.read(List.of(), refusal());
    }

    @Override
    public void unreadable(String what, String cause) {
        throw refusal();
    }

    @Override
    public void backup(Path copy) {
        database.backup(copy);
    }

    @Override
    public boolean isLow() {
        return false;
    }

    @Override
    public OptionalLong freeBytes() {
        return OptionalLong.of(database.usableBytes());
    }

    @Override
    public Health health() {
        return WELL;
    }

    @Override
    public void close() {}
}
