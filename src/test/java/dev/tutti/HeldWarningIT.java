package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log names a client that keeps an item without a lease. */
@Timeout(60)
class HeldWarningIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().server("heldWarning", "100ms");

    @Test
    void anItemThatIsHeldForLongIsLoggedWithItsClient() {
        RespClient client = server.connect();
        client.ask("CLIENT SETNAME careless");
        holdTooLong(client);
        assertThat(logged.of(EventKind.HELD_ITEM))
                .singleElement()
                .asString()
                .matches("connection \\d+ \\(127\\.0\\.0\\.1:\\d+, name careless\\) has held item 1 of queue q for 0 s"
                        + " without a lease: .*server\\.heldWarning\\)");
    }

    @Test
    void aClientWithoutANameIsLoggedWithoutOne() {
        holdTooLong(server.connect());
        assertThat(logged.of(EventKind.HELD_ITEM))
                .singleElement()
                .asString()
                .matches("connection \\d+ \\(127\\.0\\.0\\.1:\\d+\\) has held item 1 of queue q for .*");
    }

    private static void holdTooLong(RespClient client) {
        client.ask("QUEUE PUT q a");
        client.list("QUEUE GET q");
        client.ask("QUEUE GET none TIMEOUT 1500"); // meanwhile the time of the item is over
    }
}
