package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.command.Transaction;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Timers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that come to a shut {@link Gate}. */
class CommandGateTest {

    private final FakeOwner owner = new FakeOwner();
    private final RecordedBus bus = new RecordedBus();
    private final OwnerTurns turns = FakeOwner.turns(bus, new Timers(() -> 1000));
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, 3);

    private List<String> ask(long coroutine, Command... commands) {
        scheduler.receive(RecordedBus.request("net", coroutine, commands));
        return bus.replies();
    }

    private Gate shutGate(String name) {
        Gate gate = new Gate();
        gate.shut();
        owner.gates.put(name, gate);
        return gate;
    }

    private List<String> open(Gate gate) {
        turns.turn(gate::open);
        return bus.replies();
    }

    @Test
    void aCommandRunsWhenItsGateOpens() {
        Gate gate = shutGate("a");
        assertThat(ask(1, new Size("a"), new Size("b"))).isEmpty();
        assertThat(ask(2, new Size("b"), new Size("a"))).containsExactly("net 2: b");
        assertThat(open(gate)).containsExactly("net 1: a", "net 1: b", "net 2: a");
    }

    @Test
    void aTransactionRunsWhenAllGatesAreOpen() {
        Gate a = shutGate("a");
        Gate c = shutGate("c");
        assertThat(ask(1, new Transaction(List.of(new Size("b"), new Size("a"), new Size("c")))))
                .isEmpty();
        assertThat(open(a)).isEmpty();
        assertThat(open(c)).containsExactly("net 1: b", "net 1: a", "net 1: c");
    }

    @Test
    void closingBeforeAGateOpensKeepsTheCommandFromRunning() {
        Gate gate = shutGate("a");
        assertThat(ask(1, new Size("a"))).isEmpty();
        assertThat(ask(1, new Signal.Closed())).isEmpty();
        assertThat(open(gate)).isEmpty();
        assertThat(owner.log).isEmpty();
    }

    @Test
    void aCommandBeforeAGateIsNotUnblockedAndOutlivesTheEndOfInput() {
        Gate gate = shutGate("a");
        assertThat(ask(1, new Size("a"))).isEmpty();
        assertThat(ask(1, new Signal.Unblock(false, "asker", 9))).containsExactly("asker 9: 0");
        assertThat(ask(1, new Signal.InputEnded())).isEmpty();
        assertThat(open(gate)).containsExactly("net 1: a");
    }

    @Test
    void aTaskThatIsToldSomethingWaitsAtAGateThatIsShutAgain() {
        Gate gate = shutGate("w");
        ask(-1, new Run("w", new byte[0], Command.NO_TIMEOUT));
        ask(-1, new Signal.Detached());
        gate.await(gate::shut);
        turns.turn(gate::open);
        assertThat(owner.log).isEmpty();
        turns.turn(gate::open);
        assertThat(owner.log).containsExactly("detached: w");
    }

    @Test
    void aTaskBeforeAGateIsDetachedWhenItHasBegun() {
        Gate gate = shutGate("w");
        ask(-1, new Run("w", new byte[0], Command.NO_TIMEOUT));
        ask(-1, new Signal.Detached());
        assertThat(owner.log).isEmpty();
        assertThat(open(gate)).isEmpty();
        assertThat(owner.log).containsExactly("detached: w");
        owner.waiting.get("w").resume(Reply.text("w served"));
        turns.tick();
        assertThat(bus.replies()).containsExactly("net -1: w served");
    }
}
