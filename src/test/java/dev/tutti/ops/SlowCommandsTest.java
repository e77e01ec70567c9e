package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LoggedEvents;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowCommandsTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC);
    private final SlowCommands slow = new SlowCommands(10, clock, new EventLog());

    private static SlowCommand command(String text, long millis, long caller, String name) {
        return new SlowCommand(text, TimeUnit.MILLISECONDS.toNanos(millis), 1, caller, name);
    }

    @Test
    void aSlowCommandIsKeptWithItsClient() {
        SlowCommand put = command("QUEUE PUT q", 10, 5, "a,b");
        slow.add(put);
        put.address("127.0.0.1:9");
        assertThat(slow.lines())
                .containsEntry("total_slow_commands", 1L)
                .containsEntry(
                        "slow1", "time=77,us=10000,commands=1,id=5,addr=127.0.0.1:9,name=\"a,b\",command=QUEUE PUT q");
    }

    @Test
    void theLastHundredAreKeptTheNewestFirst() {
        for (int i = 1; i <= 102; i++) {
            slow.addInPieces(command("PING", 10, i, ""));
        }
        assertThat(slow.lines()).hasSize(101).containsEntry("total_slow_commands", 102L);
        assertThat(slow.lines().get("slow1").toString()).contains(",id=102,");
        assertThat(slow.lines().get("slow100").toString()).contains(",id=3,");
    }

    @Test
    void quickerCommandsAreNotKept() {
        slow.add(command("PING", 9, 5, ""));
        assertThat(slow.lines()).containsOnlyKeys("total_slow_commands");
        assertThat(slow.leastNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
    }

    @Test
    void theLogTellsWhatBlockedAnEventLoop() {
        slow.add(command("PING", 49, 5, ""));
        slow.addInPieces(command("QUEUE PURGE q", 500, 5, ""));
        slow.add(command("QUEUE PUT q", 50, 5, "a b"));
        slow.add(command("QUEUE DONE q", 51, -6, ""));
        slow.add(new SlowCommand("QUEUE GET q", TimeUnit.MILLISECONDS.toNanos(52), 4, 7, ""));
        assertThat(logged.of(EventKind.BLOCKED_LOOP))
                .containsExactly(
                        "an event loop was blocked for 50 ms by QUEUE PUT q of connection 5 (name a b)",
                        "an event loop was blocked for 51 ms by QUEUE DONE q of task -6",
                        "an event loop was blocked for 52 ms by 4 commands, the last of which is QUEUE GET q"
                                + " of connection 7");
    }

    @Test
    void withZeroNoneAreKeptButTheLogTellsWhatBlocks() {
        SlowCommands none = new SlowCommands(0, clock, new EventLog());
        none.add(command("PING", 60, 5, ""));
        assertThat(none.lines()).containsOnlyKeys("total_slow_commands");
        assertThat(logged.of(EventKind.BLOCKED_LOOP)).hasSize(1);
        assertThat(none.leastNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
