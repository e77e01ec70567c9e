package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.Refusal;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Timers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The news that an item of a coroutine was cancelled ends the RUN at hand, and no other command. */
class CancelledItemTest {

    private static final Signal CANCELLED =
            new Signal.ItemCancelled(Refusal.cancelled(7).reply());
    private static final String ANSWER = "net 1: CANCELLED item 7 was cancelled";

    private final FakeOwner owner = new FakeOwner();
    private final RecordedBus bus = new RecordedBus();
    private long now = 1000;
    /** The milliseconds that each command takes. */
    private long cost;

    private final OwnerTurns turns = FakeOwner.turns(bus, new Timers(() -> now + owner.log.size() * cost));
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, 3);

    private static Command run(String name) {
        return new Run(name, new byte[0], Command.NO_TIMEOUT);
    }

    private static Command get(String name) {
        return new Get(name, 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private List<String> ask(Command... commands) {
        scheduler.receive(RecordedBus.request("net", 1, commands));
        return bus.replies();
    }

    private List<String> nextTurn() {
        now++;
        turns.tick();
        return bus.replies();
    }

    @Test
    void endsTheRunThatWaitsAndTheCommandsBehindItRun() {
        assertThat(ask(run("w"), new Size("a"))).isEmpty();
        assertThat(ask(CANCELLED)).containsExactly(ANSWER, "net 1: a");
        assertThat(owner.log).startsWith("withdrawn: w");
        assertThat(ask(new Size("b"))).containsExactly("net 1: b");
    }

    @Test
    void endsOneRunOnly() {
        ask(run("v"), run("w"));
        assertThat(ask(CANCELLED)).containsExactly(ANSWER);
        assertThat(owner.waiting.get("w").isWaiting()).isTrue();
        assertThat(owner.log).containsExactly("withdrawn: v");
    }

    @Test
    void leavesAnyOtherCommandAlone() {
        ask(get("w"), run("v"));
        assertThat(ask(CANCELLED)).isEmpty();
        assertThat(owner.waiting.get("w").isWaiting()).isTrue();
        assertThat(owner.log).isEmpty();
    }

    @Test
    void isForgottenWhenNoCommandWaits() {
        ask(new Size("a"));
        assertThat(ask(CANCELLED)).isEmpty();
        assertThat(ask(run("w"))).isEmpty();
        assertThat(owner.waiting.get("w").isWaiting()).isTrue();
    }

    @Test
    void endsARunThatWaitsAtAGate() {
        Gate gate = new Gate();
        gate.shut();
        owner.gates.put("w", gate);
        ask(run("w"), new Size("a"));
        assertThat(ask(CANCELLED)).containsExactly(ANSWER, "net 1: a");
        turns.turn(gate::open);
        assertThat(owner.waiting).isEmpty();
        owner.gates.put("a", gate);
        gate.shut();
        ask(new Size("a"));
        assertThat(ask(CANCELLED)).as("no RUN").isEmpty();
    }

    @Test
    void endsTheFirstRunThatIsDueInALaterTurn() {
        cost = 4;
        assertThat(ask(new Size("a"), new Size("b"), new Size("c"), run("w"), run("v")))
                .hasSize(3);
        assertThat(ask(CANCELLED)).isEmpty();
        assertThat(nextTurn()).containsExactly(ANSWER);
        assertThat(owner.log).endsWith("withdrawn: w");
        assertThat(owner.waiting.get("v").isWaiting()).isTrue();
    }

    @Test
    void isForgottenWhenNoRunIsDueInALaterTurn() {
        cost = 4;
        ask(new Size("a"), new Size("b"), new Size("c"), new Size("d"));
        ask(CANCELLED);
        assertThat(ask(run("w"))).isEmpty();
        assertThat(nextTurn()).containsExactly("net 1: d");
        assertThat(owner.waiting.get("w").isWaiting()).isTrue();
    }
}
