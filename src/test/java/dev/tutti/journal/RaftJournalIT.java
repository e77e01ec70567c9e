package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A journal that three nodes keep. All tests use one group, since a group takes seconds to start and to stop. */
class RaftJournalIT extends DurableJournalContract {

    private static final long CHECKPOINT_ENTRIES = 1000;

    @TempDir
    static Path nodes;

    private static RaftGroup group;
    private boolean isUsed;

    @BeforeAll
    static void start() {
        group = new RaftGroup(nodes, CHECKPOINT_ENTRIES).startAll();
    }

    @AfterAll
    static void stop() {
        group.close();
    }

    /** Deletes the records of other tests at first, and later starts all nodes again. */
    @Override
    RaftJournal open() {
        if (isUsed) {
            group.stopAll();
            group.startAll();
        }
        RaftJournal journal = group.awaitLeader().lead();
        if (!isUsed) {
            JournalBatch everything = new JournalBatch();
            journal.read((key, value) -> everything.delete(key));
            commit(journal, everything);
        }
        isUsed = true;
        return journal;
    }
}
