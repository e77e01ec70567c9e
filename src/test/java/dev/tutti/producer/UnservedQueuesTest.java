package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The warning about tasks that nobody takes. */
class UnservedQueuesTest {

    private final OneOwner owner = new OneOwner();
    private final Logger log = (Logger) LoggerFactory.getLogger(UnservedQueues.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void stop() {
        log.detachAppender(appender);
    }

    private List<String> logged() {
        List<String> lines =
                appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        appender.list.clear();
        return lines;
    }

    @Test
    void aQueueThatNobodyTakesFromIsNamedOnceAMinute() {
        owner.ask(1, "RUN typo a TIMEOUT 500");
        owner.ask(2, "RUN typo b TIMEOUT 60400");
        assertThat(owner.after(500)).hasSize(1);
        assertThat(logged()).singleElement().asString().contains("no workers: typo (2 items);");
        owner.ask(3, "RUN other c TIMEOUT 500");
        owner.after(500);
        owner.after(59_400);
        assertThat(logged()).isEmpty();
        owner.ask(3, "RUN typo d TIMEOUT 500");
        owner.after(500);
        assertThat(logged()).singleElement().asString().contains("no workers: other (1 item), typo (1 item);");
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAwaitThatIsGivenUpNamesTheQueue() {
        owner.ask(1, "SUBMIT typo a", "AWAIT typo 1 TIMEOUT 500");
        assertThat(logged()).isEmpty();
        owner.after(500);
        assertThat(logged()).singleElement().asString().contains("no workers: typo (1 item);");
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
        assertThat(logged()).singleElement().asString().contains("no workers: typo (4 items);");
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
