package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LoggedEvents;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailureLogTest {

    private static final EventKind KIND = EventKind.FAILED_TASK;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final EventLog events = new EventLog();
    private final FailureLog failures = new FailureLog("q", "class A", events);

    private static Exception one() {
        return new IllegalStateException("one");
    }

    @Test
    void theFirstOfAPlaceHasItsStackTraceAndTheOthersAreCounted() {
        for (int i = 1; i <= 5; i++) {
            failures.add(i, one());
        }
        failures.add(6, new IllegalStateException("another place"));
        assertThat(logged.traces(KIND)).containsExactly("one", "another place");
        assertThat(logged.of(KIND))
                .containsExactly(
                        "queue q: class A failed item 1, further failures from this place are counted",
                        "queue q: class A failed item 6, further failures from this place are counted");
        events.close();
        assertThat(logged.of(KIND))
                .containsExactly("4 more within a minute: 4 of queue q with java.lang.IllegalStateException at "
                        + one().getStackTrace()[0]);
    }

    @Test
    void instancesOfAConsumerShareTheLine() {
        failures.add(1, one());
        new FailureLog("q", "class A", events).add(2, one());
        assertThat(logged.facts(KIND)).isEqualTo(Map.of("queue", "q", "id", 1L));
    }

    @Test
    void failuresThatATaskMeansToTellAreNotLogged() {
        failures.add(1, new TaskFailure("no such file"));
        failures.add(2, new CancellationException("cancelled"));
        events.close();
        assertThat(logged.of(KIND)).isEmpty();
    }
}
