package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every journal does, whether it stores anything or not. */
@Timeout(60)
abstract class JournalContract {

    private static final int COMMITS = 200;

    /** Opens the journal of this test, which is new at the first call. It is closed when it is opened again. */
    abstract Journal open() throws Exception;

    @Test
    void commitsAreReportedInTheirOrderAndThoseOfNothingToo() throws Exception {
        RecordedCompletions told = new RecordedCompletions();
        List<String> names =
                IntStream.range(0, COMMITS).mapToObj(i -> "commit " + i).toList();
        try (Journal journal = open()) {
            for (String name : names) {
                journal.commit(name.endsWith("7") ? new JournalBatch() : put(name, "1"), told.as(name));
                journal.write(put("unawaited", name));
            }
            assertThat(told.await(COMMITS)).isEqualTo(names);
        }
        assertThat(told.soFar()).hasSize(COMMITS);
    }

    @Test
    void aCommitIsReportedBeforeTheCloseReturns() throws Exception {
        RecordedCompletions told = new RecordedCompletions();
        Journal journal = open();
        journal.commit(put("a", "1"), told.as("a"));
        journal.close();
        assertThat(told.soFar()).containsExactly("a");
    }

    @Test
    void whatIsNotThereIsReadAsNull() throws Exception {
        try (Journal journal = open()) {
            assertThat(read(journal)).isEmpty();
            assertThat(journal.get(bytes("a"))).isNull();
            assertThat(journal.getAll(List.of())).isEmpty();
            assertThat(journal.getAll(List.of(bytes("a"), bytes("b")))).containsExactly(null, null);
            assertThat(readLater(journal, bytes("a"), bytes("b"))).containsExactly(null, null);
        }
    }

    /** Reads the values without waiting, and waits for them. */
    static List<byte[]> readLater(Journal journal, byte[]... keys) throws Exception {
        CompletableFuture<List<byte[]>> outcome = new CompletableFuture<>();
        journal.read("a test", List.of(keys), Long.MAX_VALUE, (values, failure) -> {
            if (failure == null) {
                outcome.complete(new ArrayList<>(values));
            } else {
                outcome.completeExceptionally(failure);
            }
        });
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aNewJournalIsWell() throws Exception {
        try (Journal journal = open()) {
            assertThat(journal.isLow()).isFalse();
            assertThat(journal.health()).isEqualTo(new Health(Health.State.OK, null));
        }
    }
}
