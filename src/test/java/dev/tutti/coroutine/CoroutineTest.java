package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.waiting.Timers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transitions that a coroutine refuses, each of which would be a bug of its owner. */
class CoroutineTest {

    private final FakeOwner owner = new FakeOwner();
    private final RecordedBus bus = new RecordedBus();
    private final OwnerTurns turns = FakeOwner.turns(bus, new Timers(() -> 1000));
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, 3);
    private Coroutine<String> coroutine;

    @BeforeEach
    void getWaits() {
        send(new Get("w", 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE));
        coroutine = owner.waiting.get("w");
    }

    private void send(Command command) {
        scheduler.receive(RecordedBus.request("net", 1, command));
    }

    @Test
    void aWaitIsAnsweredOnce() {
        coroutine.resume(Reply.OK);
        assertThatThrownBy(() -> coroutine.resume(Reply.OK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("coroutine 1 cannot become READY, it is READY");
        turns.tick();
        assertThat(bus.replies()).containsExactly("net 1: OK");
    }

    @Test
    void aWaitThatWasWithdrawnIsNotAnswered() {
        send(new Signal.InputEnded());
        assertThatThrownBy(() -> coroutine.resume(Reply.OK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("coroutine 1 cannot become READY, it is WITHDRAWN");
        assertThat(bus.replies()).containsExactly("net 1: Withdrawn");
    }

    @Test
    void aSecondWaitDoesNotBeginDuringOne() {
        RecordedWait another = new RecordedWait("another", owner.log);
        assertThatThrownBy(
                        () -> coroutine.await(another, Reply.NULL, Command.NO_TIMEOUT, Patience.WHILE_CLIENT_LISTENS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("coroutine 1 cannot become WAITING, it is WAITING");
        assertThat(owner.log).isEqualTo(List.of());
        assertThat(coroutine.isWaiting()).isTrue();
    }
}
