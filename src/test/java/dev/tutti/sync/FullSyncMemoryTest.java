package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.CommandTable;
import dev.tutti.journal.VolatileJournal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No command that makes something that stays is carried out beyond the limit of the memory. */
class FullSyncMemoryTest {

    private static final int MAX = 10_000;
    /** More than the memory has room for, of anything. */
    private static final int MANY = 1000;

    /** One line for each form of a command that takes memory. A number is put for {@code #}. */
    private static final List<String> MAKING = List.of(
            "LOCK ACQUIRE l#",
            "LOCK ACQUIRE l# LEASE 50000 DETACHED",
            "LOCK ACQUIREALL 3 a# b# c#",
            "LOCK ACQUIREALL 2 a# b# LEASE 50000 DETACHED",
            "SEMAPHORE ACQUIRE s#",
            "SEMAPHORE ACQUIRE s LIMIT 100000",
            "SEMAPHORE ACQUIRE s LIMIT 100000 LEASE 50000 DETACHED",
            "CONDITION ACQUIRE c#",
            "EVENT SET e#",
            "BARRIER ABORT b#");

    /** These add nothing, or wait, which server.maxWaiters limits. */
    private static final List<String> OTHERS = List.of(
            "EVENT CLEAR",
            "EVENT WAIT",
            "EVENT IS_SET",
            "LOCK RELEASE",
            "LOCK TOUCH",
            "LOCK LOCKED",
            "SEMAPHORE RELEASE",
            "SEMAPHORE TOUCH",
            "SEMAPHORE VALUE",
            "CONDITION RELEASE",
            "CONDITION LOCKED",
            "CONDITION WAIT",
            "CONDITION NOTIFY",
            "CONDITION NOTIFY_ALL",
            "BARRIER WAIT",
            "BARRIER RESET",
            "BARRIER STATE");

    private final SyncOwner owner = new SyncOwner(new VolatileJournal(), MAX);

    static List<String> making() {
        return MAKING;
    }

    private String ask(String line, int number) {
        return owner.ask(1, line.replace("#", String.valueOf(number))).get(0);
    }

    private int makeUntilFull(String line) {
        int made = 0;
        while (made < MANY && !ask(line, made).startsWith("1: FULL ")) {
            made++;
        }
        return made;
    }

    private void endAll(int made) {
        for (int i = 0; i < made; i++) {
            owner.ask(1, "EVENT CLEAR e" + i, "BARRIER RESET b" + i);
        }
        owner.close(1);
        owner.pass(50_000);
    }

    @ParameterizedTest
    @MethodSource("making")
    void isRefusedWhenMemoryIsFullAndTakesNone(String line) {
        int made = makeUntilFull(line);
        assertThat(made).isBetween(3, MANY - 1);
        long used = owner.memory.used();
        int remembered = owner.remembered();
        assertThat(used).isBetween(1L, (long) MAX);
        for (int i = 0; i < 100; i++) {
            assertThat(ask(line, made + i)).startsWith("1: FULL ");
        }
        assertThat(owner.memory.used()).isEqualTo(used);
        assertThat(owner.remembered()).isEqualTo(remembered);
        endAll(made);
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.remembered()).isZero();
        assertThat(makeUntilFull(line)).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCK ACQUIRE #", "SEMAPHORE ACQUIRE #", "CONDITION ACQUIRE #", "EVENT SET #"})
    void aNameCountsWithEachOfItsCharacters(String line) {
        owner.ask(1, line.replace("#", "n"));
        long brief = owner.memory.used();
        owner.ask(1, line.replace("#", "n".repeat(101)));
        assertThat(owner.memory.used()).isEqualTo(2 * brief + 100);
    }

    @Test
    void theLockOfAConditionIsTakenAgainWhateverIsFull() {
        owner.ask(1, "CONDITION ACQUIRE c");
        owner.ask(1, "CONDITION WAIT c");
        owner.ask(2, "CONDITION ACQUIRE c", "CONDITION NOTIFY c");
        owner.memory.take(2 * MAX);
        assertThat(owner.ask(2, "CONDITION RELEASE c")).containsExactly("1: 1", "2: OK");
        assertThat(owner.ask(1, "CONDITION WAIT c TIMEOUT 5", "CONDITION LOCKED c"))
                .isEmpty();
        assertThat(owner.pass(5)).containsExactly("1: Null", "1: 1");
    }

    @Test
    void everyCommandIsLookedAt() {
        Stream<String> making = MAKING.stream().map(line -> line.replaceFirst("^(\\w+ \\w+).*", "$1"));
        assertThat(new TreeSet<>(Stream.concat(making, OTHERS.stream()).toList()))
                .isEqualTo(new TreeSet<>(new CommandTable(1024, 4096, Map.of())
                        .names().stream()
                                .filter(name -> name.matches("(EVENT|LOCK|SEMAPHORE|CONDITION|BARRIER) .*"))
                                .toList()));
    }

    @Test
    void eachLockOfAnAcquireAllThatWaitsCountsAsAWaiter() {
        String names = "";
        for (int i = 0; i < 9; i++) {
            names += " l" + i;
        }
        SyncOwner large = new SyncOwner();
        large.ask(0, "LOCK ACQUIRE l0");
        int waiting = SyncOwner.MAX_WAITERS / 9;
        for (int i = 1; i <= waiting; i++) {
            assertThat(large.ask(i, "LOCK ACQUIREALL 9" + names)).isEmpty();
        }
        assertThat(large.ask(MANY, "LOCK ACQUIREALL 9" + names))
                .containsExactly(MANY + ": ERR server.maxWaiters: 1000 commands wait already");
        assertThat(large.ask(0, "LOCK RELEASE l0")).hasSize(2);
        large.close(1);
        assertThat(large.ask(MANY, "LOCK ACQUIREALL 9" + names)).isEmpty();
    }
}
