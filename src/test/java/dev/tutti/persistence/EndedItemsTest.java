package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.MapJournal;
import dev.tutti.waiting.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records that are gone from the journal after all items between two ids have ended. */
class EndedItemsTest {

    private final MapJournal journal = new MapJournal();
    private final TurnLog turnLog = new TurnLog();
    private final JournaledQueueStore store =
            new JournaledQueueStore(turnLog, new AtomicLong()::incrementAndGet, new ManualClock(() -> 0), journal);

    /** Records of these ids, two for each item: one as it was put, and one of its state since then. */
    private void write(long firstId, long lastId) {
        JournalBatch batch = new JournalBatch();
        for (long id = firstId; id <= lastId; id++) {
            batch.put(Keys.item(id), new byte[0]).put(Keys.state(id), new byte[0]);
        }
        journal.write(batch);
    }

    private List<Long> idsInTheJournal() {
        List<Long> ids = new ArrayList<>();
        journal.read(Keys.ITEMS, (key, value) -> ids.add(Keys.id(key)));
        return ids;
    }

    /** Many are deleted as a range, few one by one. Ids are compared by their bytes, of which some are negative. */
    @ParameterizedTest
    @CsvSource({
        "7, 1",
        "7, 2",
        "255, 999",
        "255, 1000",
        "255, 1001",
        "255, 1002",
        "1, 6000",
        "4294967290, 1001",
        "9223372036854770000, 5000"
    })
    void everyItemFromTheFirstToTheLastIsGoneAndNoOther(long firstId, int count) {
        long lastId = firstId + count - 1;
        write(firstId - 1, lastId + 1);
        store.ended(firstId, lastId);
        journal.write(turnLog.take().changes());
        assertThat(idsInTheJournal()).containsExactly(firstId - 1, firstId - 1, lastId + 1, lastId + 1);
    }
}
