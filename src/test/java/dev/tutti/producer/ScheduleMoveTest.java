package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A schedule that is set for a queue of another owner leaves the owner that had it. */
class ScheduleMoveTest {

    private static final int OWNERS = 3;

    private final MapJournal journal = new MapJournal();
    private final SeveralOwners owners = new SeveralOwners(OWNERS, journal);

    /** The name of a queue of that owner. */
    private static String queue(int owner) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "q" + i)
                .filter(name -> Names.queueOwner(name, OWNERS) == owner)
                .findFirst()
                .orElseThrow();
    }

    private final String a = queue(0);
    private final String b = queue(1);

    @BeforeEach
    void holdBack() {
        journal.holdBack();
    }

    private String ask(String line) {
        owners.say(1, line);
        owners.settle();
        return String.join(" ", owners.told());
    }

    private void set(String name, String queue) {
        assertThat(ask("SCHEDULE SET " + name + " " + queue + " item EVERY 60000"))
                .isEqualTo("1: OK");
    }

    private List<String> afterKill() {
        return new SeveralOwners(OWNERS, journal.afterKill()).schedules();
    }

    @Test
    void aScheduleIsAtTheOwnerOfItsQueueAlone() {
        set("s", a);
        assertThat(owners.schedules()).containsExactly("0 s " + a);
        set("s", b);
        assertThat(owners.schedules()).containsExactly("1 s " + b);
        assertThat(afterKill()).containsExactly("1 s " + b);
        set("s", a);
        assertThat(owners.schedules()).containsExactly("0 s " + a);
        assertThat(afterKill()).containsExactly("0 s " + a);
    }

    @Test
    void aDeleteFindsItWhereverItIs() {
        for (int owner = 0; owner < OWNERS; owner++) {
            set("s", queue(owner));
            assertThat(ask("SCHEDULE DELETE s")).isEqualTo("1: OK");
            assertThat(owners.schedules()).isEmpty();
            assertThat(afterKill()).isEmpty();
        }
    }

    @Test
    void atTheLimitAScheduleMayStillMove() {
        for (int i = 0; i < SeveralOwners.MAX_SCHEDULES; i++) {
            set("s" + i, a);
        }
        assertThat(ask("SCHEDULE SET more " + b + " item EVERY 1000")).startsWith("1: FULL ");
        set("s1", b);
        set("s1", a);
        assertThat(ask("SCHEDULE SET more " + b + " item EVERY 1000")).startsWith("1: FULL ");
        ask("SCHEDULE DELETE s0");
        set("more", b);
        assertThat(ask("SCHEDULE SET s0 " + b + " item EVERY 1000")).startsWith("1: FULL ");
        assertThat(owners.schedules()).containsExactly("0 s1 " + a, "0 s2 " + a, "1 more " + b);
    }

    @Test
    void aMoveIsAnsweredFullIfItIsNotWritten() {
        set("s", a);
        owners.say(1, "SCHEDULE SET s " + b + " item EVERY 60000");
        owners.deliver();
        journal.fail("the disk broke");
        owners.settle();
        assertThat(String.join(" ", owners.told())).startsWith("1: FULL ");
        assertThat(afterKill()).containsExactly("0 s " + a);
    }

    /** Whenever the server is killed, each schedule is there once, as it was answered last or as it was asked since. */
    @ParameterizedTest
    @MethodSource("dev.tutti.Seeds#several")
    void noKillLosesOrDoublesASchedule(long seed) {
        RandomGenerator random = Seeds.random(seed);
        Map<String, String> answered = new TreeMap<>();
        for (int round = 0; round < 200; round++) {
            String name = "s" + random.nextInt(2);
            String queue = queue(random.nextInt(OWNERS));
            boolean deletes = random.nextInt(4) == 0;
            owners.say(
                    1, deletes ? "SCHEDULE DELETE " + name : "SCHEDULE SET " + name + " " + queue + " i EVERY 60000");
            boolean isAnswered = false;
            while (!isAnswered) {
                if (random.nextBoolean()) {
                    owners.deliver();
                } else {
                    owners.write();
                }
                assertOnce(name, deletes ? null : queue, answered);
                isAnswered = owners.told().contains("1: OK");
            }
            if (deletes) {
                answered.remove(name);
            } else {
                answered.put(name, queue);
            }
            assertThat(found()).isEqualTo(answered);
        }
    }

    private Map<String, String> found() {
        Map<String, String> found = new TreeMap<>();
        for (String line : afterKill()) {
            String[] words = line.split(" ");
            assertThat(found.put(words[1], words[2])).isNull();
        }
        return found;
    }

    private void assertOnce(String name, String queue, Map<String, String> answered) {
        Map<String, String> found = found();
        assertThat(found.get(name)).isIn(queue, answered.get(name));
        found.put(name, "");
        Map<String, String> others = new TreeMap<>(answered);
        others.put(name, "");
        assertThat(found).isEqualTo(others);
    }
}
