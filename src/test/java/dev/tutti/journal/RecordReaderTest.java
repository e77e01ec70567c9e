package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LoggedEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads beside the threads that ask for them. */
class RecordReaderTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final int RECORDS = 200;

    private record Outcome(List<byte[]> values, JournalException failure) {}

    private final FaultyDisk disk = new FaultyDisk();

    private static byte[] key(int number) {
        return ("key " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> keys(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(RecordReaderTest::key).toList();
    }

    private FaultyJournal open() {
        FaultyJournal journal = new FaultyJournal(disk, Sync.NONE);
        JournalBatch batch = new JournalBatch();
        for (int i = 1; i <= RECORDS; i++) {
            batch.put(key(i), new byte[] {(byte) i});
        }
        RecordedCompletions completions = new RecordedCompletions();
        journal.commit(batch, completions.as("all"));
        completions.await(1);
        return journal;
    }

    private static CompletableFuture<Outcome> read(Journal journal, List<byte[]> keys, long maxBytes) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        journal.read(
                "items of queue q",
                keys,
                maxBytes,
                (values, failure) -> outcome.complete(new Outcome(List.copyOf(withoutNulls(values)), failure)));
        return outcome;
    }

    private static List<byte[]> withoutNulls(List<byte[]> values) {
        return values.stream().map(value -> value == null ? new byte[0] : value).toList();
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theValuesComeInTheOrderOfTheKeysAndMissingOnesToo() throws Exception {
        try (FaultyJournal journal = open()) {
            Outcome outcome = await(read(journal, keys(101, RECORDS + 1), Long.MAX_VALUE));
            assertThat(outcome.failure()).isNull();
            assertThat(outcome.values()).hasSize(101);
            assertThat(outcome.values().get(0)).containsExactly((byte) 101);
            assertThat(outcome.values().get(100)).isEmpty();
        }
    }

    @Test
    void noMoreIsReadThanIsWanted() throws Exception {
        try (FaultyJournal journal = open()) {
            assertThat(await(read(journal, keys(1, RECORDS), 10)).values()).hasSizeBetween(10, RECORDS / 2);
        }
    }

    @Test
    void whoAsksAndWhoWritesDoNotWaitForARead() throws Exception {
        try (FaultyJournal journal = open()) {
            disk.holdUpReads();
            CompletableFuture<Outcome> outcome = read(journal, keys(1, 3), Long.MAX_VALUE);
            RecordedCompletions completions = new RecordedCompletions();
            JournalBatch batch = new JournalBatch();
            batch.put(key(1), new byte[] {7});
            journal.commit(batch, completions.as("write"));
            completions.await(1);
            assertThat(outcome).isNotDone();
            disk.goOnReading();
            assertThat(await(outcome).values()).hasSize(3);
        }
    }

    @Test
    void whatCanBeReadBeforeAFailureComesWithIt() throws Exception {
        try (FaultyJournal journal = open()) {
            disk.failReadsOf(key(50));
            Outcome outcome = await(read(journal, keys(1, RECORDS), Long.MAX_VALUE));
            assertThat(outcome.values()).hasSize(49);
            assertThat(outcome.failure()).hasMessage("a read that fails");
            assertThat(journal.health().readErrors()).isEqualTo(1);
            assertThat(journal.health().readTrouble())
                    .isEqualTo("items of queue q could not be read: a read that fails");
            assertThat(journal.health().state()).isEqualTo(Health.State.OK);
            disk.repair();
            assertThat(await(read(journal, keys(50, 60), Long.MAX_VALUE)).values())
                    .hasSize(11);
        }
    }

    @Test
    void aClosedJournalRefusesReadsAndCountsNoError() throws Exception {
        FaultyJournal journal = open();
        journal.close();
        assertThat(await(read(journal, keys(1, 3), Long.MAX_VALUE)).failure()).hasMessage("the journal is closed");
        assertThat(journal.health().readErrors()).isZero();
    }

    @Test
    void closingDoesNotWaitForADiskThatDoesNotAnswer() {
        FaultyJournal journal = open();
        disk.holdUpReads();
        CompletableFuture<Outcome> outcome = read(journal, keys(1, 3), Long.MAX_VALUE);
        disk.awaitHeldRead();
        journal.close();
        assertThat(outcome).isNotDone();
        disk.goOnReading();
    }

    @Test
    void theLogGetsTheFirstErrorAndThenOneAMinute() {
        AtomicLong now = new AtomicLong();
        ReadErrors errors = new ReadErrors(new EventLog(now::get));
        for (int second = 0; second < 125; second++) {
            errors.add("items of queue q", "EIO " + second);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(logged.of(EventKind.READ_ERROR))
                .containsExactly(
                        "items of queue q could not be read: EIO 0",
                        "59 more within a minute: 59 of items of queue q",
                        "items of queue q could not be read: EIO 60",
                        "59 more within a minute: 59 of items of queue q",
                        "items of queue q could not be read: EIO 120");
        assertThat(errors.count()).isEqualTo(125);
    }
}
