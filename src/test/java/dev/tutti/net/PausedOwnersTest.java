package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.RequestSender;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When owners go on that wait for room for their replies. */
class PausedOwnersTest {

    private static final long ITEM = 100;

    private final RecordedBus bus = new RecordedBus();
    private final RequestSender owner = new RequestSender(bus.eventBus(), "owner", "net");
    private final OwnerContacts contacts = new OwnerContacts(7);
    private final ReplyTurns turns = new ReplyTurns(new MemoryQuota(1000));
    private final ReplyTurns.Waiter other = () -> {};
    private int asked;
    private final PausedOwners paused = new PausedOwners(turns, () -> ITEM, contacts, Runnable::run, () -> asked++);

    PausedOwnersTest() {
        contacts.add(owner);
    }

    private List<String> told() {
        owner.flush();
        return bus.requests().stream().map(told -> told.command().toString()).toList();
    }

    @Test
    void theyGoOnWhenTheClientHasRead() {
        paused.pause();
        assertThat(paused.goOn(false, false)).isFalse();
        assertThat(told()).isEmpty();
        assertThat(paused.goOn(true, false)).isTrue();
        assertThat(told()).containsExactly("Room[]");
        assertThat(paused.goOn(true, false)).isFalse();
        assertThat(told()).isEmpty();
    }

    @Test
    void theyGoOnWhenThereIsRoom() {
        turns.take(other, 995);
        paused.pause();
        assertThat(paused.goOn(true, false)).isFalse();
        turns.release(995);
        assertThat(asked).isEqualTo(1);
        assertThat(paused.goOn(true, false)).isTrue();
        assertThat(told()).containsExactly("Room[]");
    }

    @Test
    void theyDoNotWaitForRoomThatIsTakenForThem() {
        turns.take(other, 995);
        paused.pause();
        assertThat(paused.goOn(true, false)).isFalse();
        assertThat(paused.goOn(true, true)).isTrue();
        assertThat(turns.isContended()).isFalse();
    }

    @Test
    void aClosedConnectionLeavesTheLine() {
        turns.take(other, 995);
        paused.pause();
        paused.goOn(true, false);
        paused.close();
        assertThat(turns.isContended()).isFalse();
        turns.release(995);
        assertThat(asked).isZero();
    }
}
