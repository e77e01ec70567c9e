package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The warning about tasks that nobody takes. */
class UnservedQueuesTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final OneOwner owner = new OneOwner();

    private List<String> logged() {
        return logged.of(EventKind.UNSERVED_QUEUE);
    }

    @Test
    void aQueueThatNobodyTakesFromIsNamedOnceAMinute() {
        owner.ask(1, "RUN typo a TIMEOUT 500");
        owner.ask(2, "RUN typo b TIMEOUT 60400");
        assertThat(owner.after(500)).hasSize(1);
        assertThat(logged()).containsExactly(line("typo", "2 items"));
        owner.ask(3, "RUN other c TIMEOUT 500");
        owner.after(500);
        assertThat(logged()).containsExactly(line("other", "1 item"));
        owner.after(59_400);
        assertThat(logged()).isEmpty();
        owner.ask(3, "RUN typo d TIMEOUT 500");
        owner.after(500);
        assertThat(logged()).containsExactly("1 more within a minute: 1 of typo", line("typo", "1 item"));
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    private static String line(String queue, String items) {
        return "queue " + queue + " has no workers and " + items + ": start a worker, or correct the name";
    }

    @Test
    void anAwaitThatIsGivenUpNamesTheQueue() {
        owner.ask(1, "SUBMIT typo a", "AWAIT typo 1 TIMEOUT 500");
        assertThat(logged()).isEmpty();
        owner.after(500);
        assertThat(logged()).containsExactly(line("typo", "1 item"));
    }

    @Test
    void tasksThatNobodyAwaitsNameTheirQueueAMinuteAfterTheFirst() {
        owner.ask(1, "SUBMIT typo a", "SUBMIT served a", "SUBMIT typo b");
        owner.after(59_999);
        owner.ask(1, "SUBMIT typo c");
        assertThat(logged()).isEmpty();
        owner.ask(2, "QUEUE GET served");
        owner.after(1);
        owner.ask(1, "SUBMIT served b", "SUBMIT typo d");
        assertThat(logged()).containsExactly(line("typo", "4 items"));
        owner.ask(1, "SUBMIT typo e");
        assertThat(logged()).isEmpty();
    }

    @Test
    void aQueueWhoseWorkersAreOnlyBusyIsNotNamed() {
        owner.ask(9, "QUEUE GET served");
        owner.ask(1, "RUN served a TIMEOUT 600");
        owner.ask(2, "RUN served b TIMEOUT 500");
        owner.after(500);
        owner.after(500);
        assertThat(logged()).isEmpty();
    }
}
