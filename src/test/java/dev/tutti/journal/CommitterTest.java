package dev.tutti.journal;

import static dev.tutti.journal.Records.delete;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How commits become writes, and who is told what when. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CommitterTest {

    private final FaultyDisk disk = new FaultyDisk();
    private final RecordedCompletions told = new RecordedCompletions();
    private FaultyJournal journal;

    private FaultyJournal open(Sync sync) {
        journal = new FaultyJournal(disk, sync);
        return journal;
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private void commit(String... keys) {
        for (String key : keys) {
            journal.commit(put(key, "value of " + key), told.as(key));
        }
    }

    /** Has the journal's thread wait in the middle of a write. */
    private void holdUpTheWriteOf(String key) {
        disk.holdUp();
        commit(key);
        while (!disk.isAwaited()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsCommittedDuringAWriteIsWrittenAsOneWithOneSync() {
        open(Sync.ALWAYS);
        holdUpTheWriteOf("first");
        List<String> others = IntStream.range(0, 100).mapToObj(i -> "k" + i).collect(Collectors.toList());
        commit(others.toArray(String[]::new));
        assertThat(told.soFar()).isEmpty();
        disk.goOn();
        assertThat(told.await(101)).startsWith("first").endsWith("k99");
        assertThat(disk.groups()).containsExactly(1, 100);
        assertThat(disk.syncs()).isEqualTo(2);
    }

    @Test
    void whoCommitsAgainWhenToldIsInTheNextGroupWithAllTheOthersWhoDo() {
        open(Sync.ALWAYS);
        holdUpTheWriteOf("first");
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            journal.commit(put(key, "1"), again(key, 3));
        }
        disk.goOn();
        told.await(51);
        assertThat(disk.groups()).containsExactly(1, 50, 50, 50, 50);
    }

    /** Commits so many times more, each time when the last is committed. */
    private Completion again(String key, int times) {
        return new Completion() {
            @Override
            public void committed() {
                Completion next = times == 1 ? told.as(key) : again(key, times - 1);
                journal.commit(put(key, "again"), next);
            }

            @Override
            public void failed(JournalException cause) {
                throw cause;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void completionsAreToldInTheOrderOfTheCommitsOnOneThread(Sync sync) {
        open(sync);
        List<String> keys = IntStream.range(0, 1000).mapToObj(i -> "k" + i).collect(Collectors.toList());
        commit(keys.toArray(String[]::new));
        assertThat(told.await(1000)).isEqualTo(keys);
        assertThat(told.teller()).isNotSameAs(Thread.currentThread());
        assertThat(told.teller().getName()).isEqualTo("tutti-journal");
    }

    @Test
    void theLaterChangeOfAKeyHolds() {
        open(Sync.ALWAYS);
        journal.commit(put("a", "1"), told.as("1"));
        journal.commit(put("b", "1").put(Records.bytes("a"), Records.bytes("2")), told.as("2"));
        journal.commit(delete("b").put(Records.bytes("c"), Records.bytes("3")), told.as("3"));
        told.await(3);
        assertThat(read(journal)).hasToString("{a=2, c=3}");
    }

    @Test
    void aCommitOfNothingIsToldInItsTurnAndNotWritten() {
        open(Sync.ALWAYS);
        holdUpTheWriteOf("a");
        journal.commit(new JournalBatch(), told.as("nothing"));
        disk.goOn();
        assertThat(told.await(2)).containsExactly("a", "nothing");
        assertThat(disk.groups()).containsExactly(1);
    }

    @Test
    void aGroupIsBounded() {
        open(Sync.ALWAYS);
        holdUpTheWriteOf("a");
        byte[] large = new byte[5 << 20];
        for (int i = 0; i < 5; i++) {
            journal.commit(new JournalBatch().put(new byte[] {(byte) i}, large), told.as("large"));
        }
        disk.goOn();
        told.await(6);
        assertThat(disk.groups()).containsExactly(1, 2, 2, 1);
    }

    // ---- sync

    @Test
    void withSyncAlwaysNothingIsToldBeforeItsSync() {
        open(Sync.ALWAYS);
        commit("a");
        told.await(1);
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @Test
    void withSyncIntervalItIsToldWhenWrittenAndSyncedSoonAfterwards() {
        open(Sync.INTERVAL);
        commit("a");
        told.await(1);
        assertThat(disk.groups()).containsExactly(1);
        while (disk.syncs() == 0) {
            Thread.onSpinWait();
        }
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @Test
    void withSyncIntervalAStreamOfCommitsIsSyncedAllTheWhile() {
        open(Sync.INTERVAL);
        int commits = 0;
        while (disk.syncs() < 3) {
            commit("k" + commits++);
            told.await(commits);
        }
        assertThat(disk.syncs()).isLessThan(commits);
    }

    @Test
    void withSyncNoneItIsWrittenAndNeverSynced() {
        open(Sync.NONE);
        commit("a");
        told.await(1);
        assertThat(disk.groups()).hasSize(1);
        assertThat(disk.syncs()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void closingWritesEverythingAndSyncsIt(Sync sync) {
        open(sync);
        holdUpTheWriteOf("a");
        commit("b", "c");
        Thread closing = new Thread(journal::close);
        closing.start();
        disk.goOn();
        assertThat(told.await(3)).containsExactly("a", "b", "c");
        journal.close();
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void aCommitAfterTheCloseFailsOnTheCallersThread() {
        open(Sync.ALWAYS).close();
        commit("late");
        assertThat(told.soFar()).containsExactly("late: the journal is closed");
        assertThat(told.teller()).isSameAs(Thread.currentThread());
    }

    // ---- faults

    @ParameterizedTest
    @EnumSource(
            value = Sync.class,
            names = {"ALWAYS", "INTERVAL"})
    void aFailedWriteFailsItsCommitsAndAllLaterOnesThoughTheDiskWorksAgain(Sync sync) {
        disk.failWritesAfter(1);
        open(sync);
        commit("a");
        told.await(1);
        commit("b");
        told.await(2);
        disk.repair();
        commit("c");
        String failed = ": the journal takes nothing until the next start, writing to it failed: a write that fails";
        assertThat(told.await(3)).containsExactly("a", "b" + failed, "c" + failed);
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @Test
    void aFailedSyncIsAFailedWrite() {
        disk.failSyncsAfter(1);
        open(Sync.ALWAYS);
        commit("a");
        told.await(1);
        commit("b", "c");
        told.await(3);
        disk.repair();
        commit("d");
        assertThat(told.await(4).subList(1, 4))
                .allMatch(word -> word.endsWith("writing to it failed: a sync that fails"));
        assertThat(journal.health().state()).isEqualTo(Health.State.FAILED);
        assertThat(journal.health().cause()).endsWith("a sync that fails");
    }

    @Test
    void aFailedSyncAtTheIntervalFailsAllLaterCommits() {
        disk.failSyncsAfter(0);
        open(Sync.INTERVAL);
        commit("a");
        assertThat(told.await(1)).containsExactly("a");
        while (journal.health().state() == Health.State.OK) {
            Thread.onSpinWait();
        }
        disk.repair();
        commit("b");
        assertThat(told.await(2).get(1)).endsWith("syncing it failed: a sync that fails");
    }

    @Test
    void withSyncNoneAFailedWriteFailsAllLaterCommits() {
        disk.failWritesAfter(0);
        open(Sync.NONE);
        commit("a");
        assertThat(told.await(1).get(0)).startsWith("a: ");
        commit("b");
        assertThat(told.await(2).get(1)).startsWith("b: ");
    }

    @Test
    void aCompletionThatThrowsDoesNotKeepTheOthersFromBeingTold() {
        open(Sync.ALWAYS);
        holdUpTheWriteOf("a");
        journal.commit(put("b", "1"), new Completion() {
            @Override
            public void committed() {
                throw new IllegalStateException("a completion of a test");
            }

            @Override
            public void failed(JournalException cause) {}
        });
        commit("c");
        disk.goOn();
        assertThat(told.await(2)).containsExactly("a", "c");
    }

    @Test
    void commitsOfManyThreadsAreToldEachInItsThreadsOrder() throws InterruptedException {
        open(Sync.ALWAYS);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "t" + t + " ";
            threads.add(new Thread(() -> IntStream.range(100, 300).forEach(i -> commit(name + i))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> words = told.await(1600);
        for (int t = 0; t < 8; t++) {
            String name = "t" + t + " ";
            List<String> own =
                    words.stream().filter(word -> word.startsWith(name)).collect(Collectors.toList());
            List<String> sorted = new ArrayList<>(own);
            Collections.sort(sorted);
            assertThat(own).hasSize(200).isEqualTo(sorted);
        }
    }
}
