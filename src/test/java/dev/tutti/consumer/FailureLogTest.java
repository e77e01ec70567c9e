package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final FailureLog failures = new FailureLog("q", "class A");

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : " + trace"))
                .toList();
    }

    private static Exception one() {
        return new IllegalStateException("one");
    }

    @Test
    void firstOfAKindHasItsStackTraceAndTheOthersAreCounted() {
        for (int i = 0; i < 5; i++) {
            failures.add(one());
        }
        failures.add(new IllegalStateException("another place"));
        String first = "queue q: class A failed an item; further failures of this kind are counted + trace";
        String many = "queue q: class A has failed %d items with java.lang.IllegalStateException at "
                + one().getStackTrace()[0];
        assertThat(lines()).containsExactly(first, many.formatted(2), many.formatted(4), first);
    }

    @Test
    void whatTheTaskMeansToTellItsCallersIsNotLogged() {
        failures.add(new TaskFailure("no such file"));
        failures.add(new CancellationException("cancelled"));
        assertThat(lines()).isEmpty();
    }

    @Test
    void kindsAreLimited() {
        for (int i = 0; i < 1000; i++) {
            Exception failure = new Exception();
            failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "run", "A.java", i)});
            failures.add(failure);
        }
        assertThat(lines()).filteredOn(line -> line.endsWith("+ trace")).hasSize(101);
    }
}
