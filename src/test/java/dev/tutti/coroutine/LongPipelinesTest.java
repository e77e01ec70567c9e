package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.queue.PutOptions;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pipelines whose commands together take longer than a turn of the owner may. Here each command takes 4 ms. */
class LongPipelinesTest {

    private static final long COST = 4;

    private final FakeOwner owner = new FakeOwner();
    private final RecordedBus bus = new RecordedBus();
    private long now = 1000;
    private final OwnerTurns turns = FakeOwner.turns(bus, new Timers(() -> now + owner.log.size() * COST));
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, 10);

    private static Command[] sizes(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new QueueCommand.Size(name + i))
                .toArray(Command[]::new);
    }

    private static Command get(String name) {
        return new QueueCommand.Get(name, 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private List<String> ask(long coroutine, Command... commands) {
        scheduler.receive(RecordedBus.request("net", coroutine, commands));
        return bus.replies();
    }

    private List<String> nextTurn() {
        now++;
        turns.tick();
        return bus.replies();
    }

    @Test
    void runsInSeveralTurnsAndInOrder() {
        List<String> replies = new ArrayList<>(ask(1, sizes("a", 8)));
        assertThat(replies).containsExactly("net 1: a0", "net 1: a1", "net 1: a2");
        assertThat(ask(1, sizes("b", 1))).isEmpty();
        assertThat(nextTurn()).containsExactly("net 1: a3", "net 1: a4", "net 1: a5");
        assertThat(nextTurn()).containsExactly("net 1: a6", "net 1: a7", "net 1: b0");
        assertThat(nextTurn()).isEmpty();
        assertThat(ask(1, sizes("c", 1))).containsExactly("net 1: c0");
    }

    @Test
    void letsAnotherConnectionRunInTheSameTurn() {
        ask(1, sizes("a", 8));
        assertThat(ask(2, sizes("b", 1))).containsExactly("net 2: b0");
        assertThat(nextTurn()).containsExactly("net 1: a3", "net 1: a4", "net 1: a5");
    }

    @Test
    void takesTurnsWithOtherLongOnes() {
        ask(1, sizes("a", 6));
        ask(2, sizes("b", 6));
        assertThat(nextTurn()).containsExactly("net 1: a3", "net 2: b3", "net 1: a4");
        assertThat(nextTurn()).containsExactly("net 2: b4", "net 1: a5", "net 2: b5");
    }

    @Test
    void isDividedAlsoWhenItWasHeldBackByOneThatWaited() {
        ask(1, get("w"));
        ask(1, sizes("a", 5));
        owner.waiting.get("w").resume(Reply.text("served"));
        assertThat(nextTurn()).containsExactly("net 1: served", "net 1: a0", "net 1: a1", "net 1: a2");
        assertThat(nextTurn()).containsExactly("net 1: a3", "net 1: a4");
    }

    @Test
    void waitsInTheMiddle() {
        ask(1, sizes("a", 3));
        assertThat(ask(1, get("w"), new QueueCommand.Size("b"))).isEmpty();
        assertThat(nextTurn()).isEmpty();
        owner.waiting.get("w").resume(Reply.text("served"));
        assertThat(nextTurn()).containsExactly("net 1: served", "net 1: b");
    }

    @Test
    void endsWithItsConnection() {
        ask(1, new QueueCommand.Put("held", new byte[0], PutOptions.NORMAL, 0));
        ask(1, sizes("a", 8));
        assertThat(ask(1, new Signal.Closed())).isEmpty();
        assertThat(owner.log).endsWith("1 a2", "given back: held");
        assertThat(nextTurn()).isEmpty();
    }

    @Test
    void tasksRunAtOnceSinceASignalAboutOneMayFollow() {
        for (int task = 1; task <= 5; task++) {
            ask(-task, sizes("t", 1));
        }
        scheduler.receive(RecordedBus.request("net", -6, sizes("t", 5)));
        assertThat(bus.replies()).hasSize(5);
    }
}
