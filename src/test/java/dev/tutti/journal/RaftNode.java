package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tutti.log.EventLog;
import dev.tutti.replica.LogPosition;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.StateMachine;
import dev.tutti.replica.ratis.RatisReplica;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A node of a {@link RaftGroup} from its start to its stop: an engine, and the database to which it applies the log. */
final class RaftNode implements RoleListener, AutoCloseable {

    static final long RESERVE_BYTES = 1 << 20;

    private final String name;
    private final RaftGroup group;
    private final ReplicatedDatabase database;
    private final Watched watched = new Watched();
    private final Replica replica;
    /** The term in which it leads; 0 if it does not. Guarded by the group. */
    private long term;

    private volatile boolean isFull;
    private final AtomicInteger replaced = new AtomicInteger();
    private final List<Throwable> failures = new ArrayList<>();

    /** Starts it. */
    RaftNode(RaftGroup group, ReplicaConfig config, Path directory) {
        this.group = group;
        name = config.self().name();
        database = ReplicatedDatabase.open(directory, config.group().getLeastSignificantBits(), RESERVE_BYTES);
        replica = RatisReplica.start(config, watched, this);
    }

    /** The database, which tells the group when it has changed. */
    private final class Watched implements StateMachine {

        @Override
        public LogPosition position() {
            return database.position();
        }

        @Override
        public boolean apply(LogPosition position, ByteBuffer entry) {
            boolean inTime = database.apply(position, entry);
            changed();
            return inTime;
        }

        @Override
        public void checkpoint(LogPosition position, Path directory) throws IOException {
            database.checkpoint(position, directory);
            changed();
        }

        @Override
        public void checkRoom() {
            if (isFull) {
                throw new JournalException("a disk of a test is nearly full");
            }
            database.checkRoom();
        }

        @Override
        public void replace(Path checkpoint) throws IOException {
            synchronized (this) {
                database.replace(checkpoint);
            }
            replaced.incrementAndGet();
            changed();
        }

        /** Nobody can read while the database is replaced. */
        private synchronized Map<String, String> records() {
            Map<String, String> records = new TreeMap<>();
            database.read(new byte[0], (key, value) -> records.put(new String(key, UTF_8), new String(value, UTF_8)));
            return records;
        }

        private void changed() {
            synchronized (group) {
                group.notifyAll();
            }
        }
    }

    /** Returns how often it got a checkpoint of another node, or found its database behind its own. */
    int replaced() {
        return replaced.get();
    }

    Map<String, String> records() {
        return watched.records();
    }

    /** From now on its disk is nearly full. */
    void fillDisk() {
        isFull = true;
    }

    String name() {
        return name;
    }

    Replica replica() {
        return replica;
    }

    ReplicatedDatabase database() {
        return database;
    }

    /** The journal of the leader. */
    RaftJournal lead() {
        return RaftJournal.lead(replica, term(), database, RESERVE_BYTES, new EventLog(), () -> {});
    }

    long term() {
        synchronized (group) {
            return term;
        }
    }

    @Override
    public void leads(long now) {
        change(now);
    }

    @Override
    public void follows(String leader) {
        change(0);
    }

    private void change(long now) {
        synchronized (group) {
            term = now;
            group.notifyAll();
        }
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (group) {
            term = 0;
            failures.add(cause);
            group.notifyAll();
        }
    }

    List<Throwable> failures() {
        synchronized (group) {
            return List.copyOf(failures);
        }
    }

    @Override
    public void close() {
        change(0);
        replica.close();
        database.close();
    }
}
