package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import dev.tutti.journal.MapJournal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedules of the configuration at several owners, when it is read again. */
class OwnerReloadTest {

    private final MapJournal journal = new MapJournal();

    private static Configuration configuration(String schedules) {
        return Configuration.from(new JsonObject("{\"schedules\":{" + schedules.replace('\'', '"') + "}}"));
    }

    private static String hourly(String name, String queue) {
        return "'" + name + "':{'queue':'" + queue + "','every':'1h'}";
    }

    private static List<String> withoutOwner(List<String> schedules) {
        return schedules.stream().map(line -> line.substring(2)).sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void schedulesComeAndMoveAndGo(int count) {
        SeveralOwners owners = new SeveralOwners(count, journal);
        Configuration none = configuration("");
        Configuration both = configuration(hourly("a", "q1") + "," + hourly("b", "q1"));
        assertThat(owners.reload(none, both)).isEmpty();
        assertThat(withoutOwner(owners.schedules())).containsExactly("a q1", "b q1");
        for (int i = 2; i < 9; i++) {
            Configuration moved = configuration(hourly("a", "q" + i) + "," + hourly("b", "q1"));
            assertThat(owners.reload(both, moved)).isEmpty();
            assertThat(withoutOwner(owners.schedules())).containsExactly("a q" + i, "b q1");
            both = moved;
        }
        assertThat(owners.reload(both, configuration(hourly("b", "q1")))).isEmpty();
        assertThat(withoutOwner(owners.schedules())).containsExactly("b q1");
        assertThat(withoutOwner(new SeveralOwners(count, journal.afterKill()).schedules()))
                .as("the start has no configured schedules")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aScheduleOfAClientStaysUnlessTheConfigurationSetsTheName(int count) {
        SeveralOwners owners = new SeveralOwners(count, journal);
        Configuration one = configuration(hourly("a", "q1"));
        owners.reload(configuration(""), one);
        ask(owners, "SCHEDULE SET a q2 item EVERY 1000");
        ask(owners, "SCHEDULE SET b q3 item EVERY 1000");
        owners.reload(one, configuration(""));
        assertThat(withoutOwner(owners.schedules())).containsExactly("a q2", "b q3");
        owners.reload(configuration(""), configuration(hourly("b", "q4")));
        assertThat(withoutOwner(owners.schedules())).containsExactly("a q2", "b q4");
        owners.reload(configuration(hourly("b", "q4")), configuration(""));
        assertThat(withoutOwner(owners.schedules())).containsExactly("a q2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theConfigurationMaySetMoreThanTheLimitAllowsAndThenClientsSetNone(int count) {
        SeveralOwners owners = new SeveralOwners(count, journal);
        for (int i = 0; i < SeveralOwners.MAX_SCHEDULES; i++) {
            assertThat(set(owners, "s" + i)).isEqualTo("1: OK");
        }
        Configuration more = configuration(hourly("more", "q"));
        assertThat(owners.reload(configuration(""), more)).isEmpty();
        assertThat(owners.schedules()).hasSize(SeveralOwners.MAX_SCHEDULES + 1);
        assertThat(set(owners, "another")).startsWith("1: FULL ");
        assertThat(owners.reload(more, configuration(""))).isEmpty();
        assertThat(ask(owners, "SCHEDULE DELETE s0")).isEqualTo("1: OK");
        assertThat(set(owners, "another")).isEqualTo("1: OK");
    }

    private static String set(SeveralOwners owners, String name) {
        return ask(owners, "SCHEDULE SET " + name + " q item EVERY 1000");
    }

    private static String ask(SeveralOwners owners, String line) {
        owners.say(1, line);
        owners.settleAndHear();
        return String.join(" ", owners.told());
    }

    @Test
    void moreChangesThanAreSentAtATimeAreAllMade() {
        SeveralOwners owners = new SeveralOwners(2, journal);
        List<String> many = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> many.add(hourly("s" + i, "q" + i % 7)));
        Configuration all = configuration(String.join(",", many));
        assertThat(owners.reload(configuration(""), all)).isEmpty();
        assertThat(owners.schedules()).hasSize(300);
        int commits = journal.commits();
        assertThat(owners.reload(all, all)).isEmpty();
        assertThat(journal.commits()).isEqualTo(commits);
        assertThat(owners.reload(all, configuration(""))).isEmpty();
        assertThat(owners.schedules()).isEmpty();
    }

    @Test
    void aChangeThatTheJournalRefusesIsTold() {
        SeveralOwners owners = new SeveralOwners(1, journal);
        journal.low(true);
        assertThat(owners.reload(configuration(""), configuration(hourly("a", "q"))))
                .singleElement()
                .asString()
                .startsWith("schedule a is not set: FULL ");
        assertThat(owners.schedules()).isEmpty();
    }
}
