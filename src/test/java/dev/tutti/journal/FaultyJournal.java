package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The twin of {@link RocksJournal}: the same thread, over a {@link FaultyDisk}. */
public final class FaultyJournal extends StoredJournal {

    /** Below so many bytes the disk is low. */
    public static final long RESERVE_BYTES = 1 << 20;

    /** Short, so that tests need not wait. */
    private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    public FaultyJournal(FaultyDisk disk, Sync sync) {
        super(disk.store(), sync, RESERVE_BYTES, SYNC_NANOS, new EventLog(), disk::nanoTime);
    }

    @Override
    public void backup(Path copy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        end();
    }
}
