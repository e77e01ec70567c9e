package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Await;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.FaultyDisk;
import dev.tutti.journal.FaultyJournal;
import dev.tutti.journal.JournalException;
import dev.tutti.journal.MapJournal;
import dev.tutti.journal.VolatileJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final int MILLION = 1_000_000;

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static Numbers startedAt(Instant time) {
        return Numbers.fencingTokens(new VolatileJournal(), at(time));
    }

    private static long take(Numbers numbers, int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = numbers.getAsLong();
        }
        return last;
    }

    // ---- without a journal

    @Test
    void tokensGrowFromTheMicrosecondsSince1970() {
        Numbers tokens = startedAt(START);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_902L);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_903L);
    }

    @Test
    void tokensGrowOverARestart() {
        long last = take(startedAt(START), 900_000);
        assertThat(startedAt(START.plus(Duration.ofSeconds(1))).getAsLong()).isGreaterThan(last);
    }

    @Test
    void tokensAreWholeNumbersInEveryLanguageForCenturies() {
        Instant later = START.plus(Duration.ofDays(365 * 200));
        assertThat(startedAt(later).getAsLong()).isLessThan(1L << 53);
    }

    @Test
    void idsBeginWithOne() {
        assertThat(Numbers.itemIds(new VolatileJournal()).getAsLong()).isOne();
        assertThat(Numbers.itemIds(new MapJournal()).getAsLong()).isOne();
    }

    // ---- with one

    @Test
    void afterACleanStopTheNextOneIsNext() {
        MapJournal journal = new MapJournal();
        Numbers ids = Numbers.itemIds(journal);
        assertThat(take(ids, 5)).isEqualTo(5);
        ids.close();
        Numbers next = Numbers.itemIds(journal.afterKill());
        assertThat(next.getAsLong()).isEqualTo(6);
    }

    @Test
    void aServerThatGivesOutNoneLeavesNoGap() {
        MapJournal journal = new MapJournal();
        Numbers ids = Numbers.itemIds(journal);
        take(ids, 5);
        ids.close();
        MapJournal idle = journal.afterKill();
        Numbers.itemIds(idle).close();
        assertThat(Numbers.itemIds(idle.afterKill()).getAsLong()).isEqualTo(6);
    }

    @Test
    void afterAKillTheNextOneIsAboveAllThatWereGivenOut() {
        MapJournal journal = new MapJournal();
        long last = 0;
        for (int taken : new int[] {1, 1, 500, 8 * MILLION, 9 * MILLION, 30 * MILLION, 1}) {
            Numbers ids = Numbers.itemIds(journal);
            assertThat(ids.getAsLong()).isGreaterThan(last);
            last = take(ids, taken);
            journal = journal.afterKill();
        }
    }

    @Test
    void whatIsGivenOutIsFarBelowTheMark() {
        MapJournal journal = new MapJournal();
        Numbers ids = Numbers.itemIds(journal);
        for (int i = 0; i < 30 * MILLION; i++) {
            long next = ids.getAsLong();
            if (i % 1000 == 0) {
                assertThat(mark(journal)).isGreaterThan(next + 8 * MILLION);
            }
        }
        assertThat(journal.commits()).isLessThan(10);
    }

    private static long mark(MapJournal journal) {
        return Fields.read(journal.get(Keys.numbers("items"))).getLong();
    }

    @Test
    void theyGrowScarceLongBeforeTheMarkUntilTheNextOneIsWritten() {
        MapJournal journal = new MapJournal();
        Numbers ids = Numbers.itemIds(journal);
        journal.holdBack();
        long last = 0;
        while (!ids.areScarce()) {
            last = ids.getAsLong();
        }
        assertThat(last).isGreaterThan(12 * MILLION);
        assertThat(mark(journal)).isGreaterThan(last + 4 * MILLION);
        assertThat(journal.pending()).isOne();
        journal.writeAll();
        assertThat(ids.areScarce()).isFalse();
    }

    @Test
    void withoutAJournalThereAreEnough() {
        Numbers tokens = startedAt(START);
        take(tokens, 20 * MILLION);
        assertThat(tokens.areScarce()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void aKillRightAfterTheStartRepeatsNone(Sync sync) {
        FaultyDisk disk = new FaultyDisk();
        long shown = Numbers.itemIds(new FaultyJournal(disk, sync)).getAsLong();
        assertThat(Numbers.itemIds(new FaultyJournal(disk, sync)).getAsLong()).isGreaterThan(shown);
    }

    @Test
    void aPowerCutRightAfterTheStartRepeatsNoneEither() {
        FaultyDisk disk = new FaultyDisk();
        long shown = Numbers.itemIds(new FaultyJournal(disk, Sync.ALWAYS)).getAsLong();
        disk.cutPower();
        assertThat(Numbers.itemIds(new FaultyJournal(disk, Sync.ALWAYS)).getAsLong())
                .isGreaterThan(shown);
    }

    @Test
    void noneIsGivenOutBeforeTheFirstMarkIsWritten() throws Exception {
        FaultyDisk disk = new FaultyDisk().holdUp();
        try (FaultyJournal journal = new FaultyJournal(disk, Sync.ALWAYS)) {
            CompletableFuture<Numbers> started = CompletableFuture.supplyAsync(() -> Numbers.itemIds(journal));
            Await.until("the mark is being written", disk::isAwaited);
            assertThat(started).isNotDone();
            disk.goOn();
            assertThat(started.get(20, TimeUnit.SECONDS).getAsLong()).isOne();
        }
    }

    @Test
    void noStartWithoutItsMark() {
        try (FaultyJournal journal = new FaultyJournal(new FaultyDisk().failWritesAfter(0), Sync.ALWAYS)) {
            assertThatThrownBy(() -> Numbers.itemIds(journal))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("a write that fails");
        }
    }

    @Test
    void tokensGrowThoughTheClockWasSetBack() {
        MapJournal journal = new MapJournal();
        long last = take(Numbers.fencingTokens(journal, at(START)), 10);
        Instant before = START.minus(Duration.ofDays(1));
        assertThat(Numbers.fencingTokens(journal.afterKill(), at(before)).getAsLong())
                .isGreaterThan(last);
    }

    @Test
    void tokensFollowTheClockWhereThatIsAhead() {
        MapJournal journal = new MapJournal();
        Numbers tokens = Numbers.fencingTokens(journal, at(START));
        tokens.getAsLong();
        tokens.close();
        Instant later = START.plus(Duration.ofDays(1));
        assertThat(Numbers.fencingTokens(journal.afterKill(), at(later)).getAsLong())
                .isEqualTo(startedAt(later).getAsLong());
    }

    @Test
    void idsAndTokensAreCountedApart() {
        MapJournal journal = new MapJournal();
        Numbers tokens = Numbers.fencingTokens(journal, at(START));
        tokens.getAsLong();
        tokens.close();
        assertThat(Numbers.itemIds(journal).getAsLong()).isOne();
    }

    @Test
    void theyGoOnWhenTheJournalHasFailedAsLongAsThatHasAMark() {
        MapJournal journal = new MapJournal();
        Numbers ids = Numbers.itemIds(journal);
        journal.fail("the disk broke");
        assertThat(take(ids, 4 * MILLION)).isEqualTo(4 * MILLION);
        assertThat(ids.areScarce()).isFalse();
        take(ids, 12 * MILLION);
        assertThat(ids.areScarce()).isTrue();
        ids.close();
    }

    // ---- from many threads

    @Test
    void noTwoThreadsGetTheSame() throws InterruptedException {
        Numbers ids = Numbers.itemIds(new MapJournal());
        List<long[]> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long[] mine = new long[MILLION / 2];
            taken.add(mine);
            threads.add(new Thread(() -> Arrays.setAll(mine, each -> ids.getAsLong())));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).allMatch(NumbersTest::grow, "grow");
        long[] all = taken.stream().flatMapToLong(LongStream::of).sorted().toArray();
        assertThat(grow(all)).as("each is there once").isTrue();
    }

    private static boolean grow(long[] numbers) {
        return IntStream.range(1, numbers.length).allMatch(i -> numbers[i - 1] < numbers[i]);
    }
}
