package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Set events and broken barriers, which outlive connections, with little memory. */
class RetainedMemoryTest {

    private final MapJournal journal = new MapJournal();
    private final SyncOwner owner = new SyncOwner(journal, 10_000);

    @ParameterizedTest
    @CsvSource({"EVENT SET, EVENT CLEAR", "BARRIER ABORT, BARRIER RESET"})
    void thereAreAsManyAsMemoryHasRoomFor(String begin, String end) {
        int begun = 0;
        List<String> reply = owner.ask(1, begin + " " + begun);
        for (; reply.get(0).equals("1: OK"); reply = owner.ask(1, begin + " " + begun)) {
            begun++;
        }
        assertThat(begun).isBetween(40, 60);
        assertThat(reply)
                .containsExactly(
                        "1: FULL " + owner.memory.used() + " of the 10000 bytes of producer.maxMemory are in use, "
                                + owner.memory.used()
                                + " of them by set events, broken barriers and detached locks");
        assertThat(owner.remembered()).isEqualTo(begun);
        assertThat(owner.ask(1, begin + " 0", "LOCK ACQUIRE l", "LOCK RELEASE l"))
                .containsExactly("1: OK", "1: 1", "1: OK");
        for (int i = 0; i < begun; i++) {
            owner.ask(1, end + " " + i, end + " " + i);
        }
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void onesThatSomebodyOnlyWaitsForTakeNone() {
        owner.ask(1, "EVENT WAIT e");
        owner.ask(2, "BARRIER WAIT b PARTIES 3");
        owner.ask(3, "BARRIER RESET b", "EVENT CLEAR e");
        assertThat(owner.memory.used()).isZero();
        owner.ask(3, "EVENT SET e", "EVENT SET e", "EVENT CLEAR e");
        assertThat(owner.memory.used()).isZero();
    }

    @Test
    void anEventThatIsReadFromTheJournalTakesWhatItTook() {
        owner.ask(1, "EVENT SET a", "EVENT SET b");
        SyncOwner next = new SyncOwner(journal.afterKill());
        assertThat(next.memory.used()).isPositive().isEqualTo(owner.memory.used());
        next.ask(1, "EVENT CLEAR a", "EVENT CLEAR b");
        assertThat(next.memory.used()).isZero();
    }

    @Test
    void oneThatIsNotWrittenTakesNone() {
        journal.holdBack();
        owner.ask(1, "EVENT SET a", "EVENT CLEAR a", "EVENT SET a");
        assertThat(owner.memory.used()).isPositive();
        journal.fail("the disk broke");
        journal.writeAll();
        owner.told();
        assertThat(owner.memory.used()).isZero();
    }

    @Test
    void asManyLocksAreHeldAsMemoryHasRoomFor() {
        int held = 0;
        while (owner.ask(1, "LOCK ACQUIRE l" + held).get(0).matches("1: \\d+")) {
            held++;
        }
        assertThat(held).isBetween(15, 20);
        assertThat(owner.ask(1, "SEMAPHORE ACQUIRE s").get(0)).startsWith("1: FULL ");
        assertThat(owner.remembered()).isEqualTo(held);
        owner.ask(1, "LOCK RELEASE l0");
        assertThat(owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3").get(0)).matches("1: \\d+");
        owner.close(1);
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void fullQueuesKeepNobodyFromALock() {
        owner.memory.take(10_000);
        assertThat(owner.ask(1, "LOCK ACQUIRE a", "LOCK ACQUIRE b")).containsExactly("1: 1", "1: 2");
        assertThat(owner.ask(1, "LOCK ACQUIRE c").get(0)).startsWith("1: FULL ");
    }
}
