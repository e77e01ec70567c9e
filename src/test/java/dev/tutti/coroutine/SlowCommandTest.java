package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.MemoryUse;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.SlowCommands;
import dev.tutti.ops.Statistics;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands that take an owner's event loop long. */
class SlowCommandTest {

    /** SIZE takes as many milliseconds as its queue's name says, and GET in steps of a millisecond. */
    private final class SlowOwner extends FakeOwner {
        @Override
        public void execute(QueueCommand command, Coroutine<String> caller) {
            caller.holdings("some");
            int millis = Integer.parseInt(command.queue());
            if (command instanceof Get) {
                int[] steps = new int[1];
                timers.begun(Slices.begin(
                        timers,
                        () -> {
                            now++;
                            return ++steps[0] < millis;
                        },
                        () -> {},
                        () -> {}));
            } else {
                now += millis;
            }
            caller.reply(Reply.OK);
        }

        @Override
        public void giveBack(String holdings) {
            now += 1000;
        }
    }

    private long now = 1000;
    private final Timers timers = new Timers(() -> now);
    private final SlowCommands slow = new SlowCommands(10, Clock.systemUTC(), new EventLog());
    private final ServerInfo info = new ServerInfo(
            new Statistics(slow, null),
            () -> 2,
            new MemoryUse("items", () -> 77, () -> 1000),
            VolatileJournal::new,
            null);
    private final RecordedBus bus = new RecordedBus();
    private final OwnerTurns turns = FakeOwner.turns(bus, timers, slow);
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, new SlowOwner(), turns, 3);

    private void ask(Command... commands) {
        scheduler.receive(RecordedBus.request("net", 7, commands));
    }

    private static Get get(String name) {
        return new Get(name, 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private String shown() {
        return info.text(Set.of("slow"), 0).replaceAll("time=\\d+,", "");
    }

    @Test
    void aCommandIsKeptWithItsTimeAndItsConnectionIsTold() {
        ask(new Signal.Named("me"), new Size("9"), new Size("12"));
        assertThat(shown())
                .isEqualTo("# Slow\r\ntotal_slow_commands:1\r\n"
                        + "slow1:us=12000,commands=1,id=7,addr=,name=me,command=QUEUE SIZE 12\r\n");
        assertThat(bus.replies()).containsExactly("net 7: OK", "net 7: OK", "net 7: Slow");
    }

    @Test
    void theSlicesOfALongCommandAreAddedUp() {
        ask(get("12"), new Size("1"));
        while (timers.next() != Long.MAX_VALUE) {
            now = Math.max(now, timers.next());
            turns.tick();
        }
        assertThat(shown()).endsWith("slow1:us=11000,commands=1,id=7,addr=,name=,command=QUEUE GET 12\r\n");
    }

    @Test
    void theEndOfAConnectionIsNotTheTimeOfTheNextCommand() {
        ask(new Size("1"), new Signal.Closed());
        ask(new Size("1"));
        assertThat(shown()).endsWith("total_slow_commands:0\r\n");
    }

    @Test
    void theTimeBetweenTwoTurnsDoesNotCount() {
        ask(new Size("1"));
        now += 1000;
        ask(new Size("1"));
        turns.turn(() -> now += 1000);
        assertThat(shown()).endsWith("total_slow_commands:0\r\n");
    }
}
