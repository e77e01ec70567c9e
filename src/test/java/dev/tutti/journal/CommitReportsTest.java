package dev.tutti.journal;

import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told about the writes of a journal: the size and the time of each, and a line in the log of a slow one. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CommitReportsTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final FaultyDisk disk = new FaultyDisk();
    private final RecordedCompletions told = new RecordedCompletions();
    private FaultyJournal journal;

    private FaultyJournal open(Sync sync) {
        journal = new FaultyJournal(disk, sync);
        return journal;
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void commit(String key) {
        journal.commit(put(key, "value of " + key), told.as(key));
    }

    @Test
    void theListenerIsToldOfEachGroupWithItsCommitsAndBytes() {
        List<String> groups = Collections.synchronizedList(new ArrayList<>());
        open(Sync.ALWAYS).listen((commits, bytes, nanos) -> {
            assertThat(nanos).isPositive();
            groups.add(commits + " of " + bytes);
        });
        disk.holdUp();
        commit("first");
        while (!disk.isAwaited()) {
            Thread.onSpinWait();
        }
        commit("second");
        commit("third");
        journal.commit(new JournalBatch(), told.as("nothing"));
        disk.goOn();
        told.await(4);
        long one = put("first", "value of first").bytes();
        long two = put("second", "value of second").bytes()
                + put("third", "value of third").bytes();
        assertThat(groups).containsExactly("1 of " + one, "2 of " + two);
    }

    @Test
    void aListenerThatThrowsFailsTheJournalAndLeavesNobodyWaiting() {
        open(Sync.ALWAYS).listen((commits, bytes, nanos) -> {
            throw new IllegalStateException("a bug");
        });
        commit("first");
        commit("second");
        assertThat(told.await(2)).allMatch(line -> line.contains("a bug"));
    }

    @Test
    void aSlowWriteIsLogged() {
        open(Sync.ALWAYS);
        commit("quick");
        told.await(1);
        assertThat(logged.of(EventKind.SLOW_COMMIT)).isEmpty();
        disk.takes(TimeUnit.MILLISECONDS.toNanos(750)); // and as much for its sync
        commit("slow");
        told.await(2);
        assertThat(logged.of(EventKind.SLOW_COMMIT))
                .singleElement()
                .asString()
                .matches("the journal's disk is slow: writing \\d+ bytes took 1[56]\\d\\d ms");
    }

    @Test
    void aSlowSyncIsLogged() {
        open(Sync.INTERVAL);
        disk.takes(TimeUnit.SECONDS.toNanos(1));
        commit("slow");
        while (disk.syncs() == 0) {
            Thread.onSpinWait();
        }
        journal.close();
        assertThat(logged.of(EventKind.SLOW_COMMIT)).anyMatch(line -> line.contains("a sync took 1"));
    }
}
