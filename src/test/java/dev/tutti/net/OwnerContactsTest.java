package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.LockCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the owners of a connection are told besides its commands, and in which order. */
class OwnerContactsTest {

    private static final long ID = 7;
    private static final Command LOCKED = new LockCommand.Locked("q");
    private static final Command SIZE = new QueueCommand.Size("q");

    private final RecordedBus bus = new RecordedBus();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 2, 1, new AtomicLong()::decrementAndGet);
    private final OwnerContacts contacts = new OwnerContacts(ID);

    private void send(Command command) {
        contacts.addPartner(command, router);
        RequestSender owner = router.owner(command);
        contacts.add(owner);
        owner.add(ID, command);
    }

    private List<String> sent() {
        router.flush();
        return bus.requests().stream()
                .map(asked -> asked.owner() + " " + asked.command())
                .toList();
    }

    @Test
    void aTransactionComesBetweenTheSignalsToItsPartnerBeforeAndAfter() {
        Transaction transaction = new Transaction(List.of(LOCKED, SIZE));
        send(LOCKED);
        contacts.tell(new Signal.Reset());
        send(transaction);
        contacts.leave(new Signal.Closed());
        assertThat(sent())
                .containsExactly(
                        "tutti.sync.1 " + LOCKED,
                        "tutti.sync.1 Reset[]",
                        "tutti.producer.1 " + transaction,
                        "tutti.producer.1 Closed[]",
                        "tutti.sync.1 Closed[]");
    }

    @Test
    void bothOwnersOfATransactionAreToldTheNameAndTheEnd() {
        Transaction transaction = new Transaction(List.of(SIZE, LOCKED));
        contacts.named("me");
        send(transaction);
        contacts.inputEnded();
        contacts.leave(new Signal.Quit());
        assertThat(sent())
                .containsExactlyInAnyOrder(
                        "tutti.producer.1 Named[name=me]",
                        "tutti.producer.1 " + transaction,
                        "tutti.producer.1 InputEnded[]",
                        "tutti.producer.1 Quit[]",
                        "tutti.sync.1 Named[name=me]",
                        "tutti.sync.1 InputEnded[]",
                        "tutti.sync.1 Quit[]");
    }

    @Test
    void aTransactionOfOneFamilyHasNoPartner() {
        Transaction transaction = new Transaction(List.of(LOCKED, LOCKED));
        send(transaction);
        contacts.leave(new Signal.Closed());
        assertThat(sent()).containsExactly("tutti.sync.1 " + transaction, "tutti.sync.1 Closed[]");
    }
}
