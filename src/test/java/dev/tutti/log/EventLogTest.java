package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class EventLogTest {

    private static final EventKind ANY = EventKind.CUT_OFF_CLIENT;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final AtomicLong seconds = new AtomicLong();
    private final EventLog events = new EventLog(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    private final AtomicInteger made = new AtomicInteger();

    private void add(String subject) {
        events.add(ANY, subject, () -> new LogLine(line(made.incrementAndGet(), subject)));
    }

    private static String line(int number, String subject) {
        return "connection " + number + " (" + subject + ") is closed: because";
    }

    @Test
    void aMillionEventsOfOneSubjectHaveAFewLinesAndACount() {
        for (int i = 0; i < 1_000_000; i++) {
            add("a");
        }
        assertThat(logged.of(ANY)).containsExactly(line(1, "a"), line(2, "a"), line(3, "a"));
        assertThat(made).hasValue(3);
        seconds.set(59);
        events.tell();
        assertThat(logged.of(ANY)).isEmpty();
        seconds.set(60);
        events.tell();
        assertThat(logged.of(ANY)).containsExactly("999997 more within a minute: 999997 of a");
        add("a");
        assertThat(logged.of(ANY)).containsExactly(line(4, "a"));
    }

    @Test
    void theLastLinesOfAKindAreKept() {
        IntStream.range(0, 7).forEach(subject -> add("s" + subject));
        seconds.set(2);
        assertThat(events.recent(ANY))
                .hasSize(5)
                .startsWith(new RecentLine(line(7, "s6"), 2_000))
                .endsWith(new RecentLine(line(3, "s2"), 2_000));
        assertThat(events.recent(EventKind.FULL)).isEmpty();
    }

    @Test
    void eventsWithAndWithoutALineAreCountedByTheirKind() {
        IntStream.range(0, 100).forEach(event -> add("a"));
        assertThat(events.count(ANY)).isEqualTo(100);
        assertThat(events.count(EventKind.FULL)).isZero();
    }

    @Test
    void aMillionSubjectsHaveTenLinesAndCountsOfTheMostFrequent() {
        for (int i = 0; i < 1_000_000; i++) {
            add("s" + i);
        }
        IntStream.range(0, 7).forEach(again -> add("s12"));
        assertThat(logged.of(ANY)).hasSize(10);
        assertThat(made).hasValue(10);
        seconds.set(61);
        events.tell();
        assertThat(logged.of(ANY))
                .singleElement()
                .asString()
                .startsWith("999997 more within a minute: 8 of s12, 1 of s10, 1 of s11, 1 of s13, ")
                .endsWith(", 999980 of others");
    }

    @Test
    void theNextEventAfterTheMinuteTellsTheCount() {
        IntStream.range(0, 5).forEach(i -> add("a"));
        logged.of(ANY);
        seconds.set(3600);
        add("a");
        assertThat(logged.of(ANY)).containsExactly("2 more within a minute: 2 of a", line(4, "a"));
    }

    @Test
    void theEndTellsTheCountsAtOnce() {
        IntStream.range(0, 4).forEach(i -> add(""));
        logged.of(ANY);
        events.close();
        assertThat(logged.of(ANY)).containsExactly("1 more within a minute");
        events.close();
        assertThat(logged.of(ANY)).isEmpty();
    }

    @Test
    void kindsDoNotCountTogether() {
        IntStream.range(0, 100).forEach(i -> add("a"));
        events.add(EventKind.FAILED_LOGIN, "a", () -> new LogLine("a wrong password or user came from b"));
        assertThat(logged.of(EventKind.FAILED_LOGIN)).containsExactly("a wrong password or user came from b");
    }

    private static String failure() {
        return "queue q: the task failed item 7, further failures from this place are counted";
    }

    @Test
    void anExceptionHasItsStackTraceOnceAndIsCountedFromThenOn() {
        for (int i = 0; i < 3; i++) {
            Exception thrown = new IllegalStateException("no. " + i);
            events.add(EventKind.FAILED_TASK, "queue q", thrown, () -> new LogLine(failure()));
        }
        assertThat(logged.traces(EventKind.FAILED_TASK)).containsExactly("no. 0");
        seconds.set(60);
        events.tell();
        String place = getClass().getName() + ".anExceptionHasItsStackTraceOnceAndIsCountedFromThenOn(";
        assertThat(logged.of(EventKind.FAILED_TASK))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("2 more within a minute: 2 of queue q with java.lang.IllegalStateException at " + place);
    }

    @Test
    void aStackTraceThatHadToBeLeftOutIsLoggedLater() {
        for (int i = 0; i < 11; i++) {
            fail("queue " + i);
        }
        assertThat(logged.traces(EventKind.FAILED_TASK)).hasSize(10).doesNotContain("of queue 10");
        seconds.set(60);
        fail("queue 10");
        assertThat(logged.traces(EventKind.FAILED_TASK)).hasSize(11).contains("of queue 10");
    }

    private void fail(String subject) {
        Exception thrown = new Exception("of " + subject);
        events.add(EventKind.FAILED_TASK, subject, thrown, () -> new LogLine(failure()));
    }

    @Test
    void aKindThatTheUserTurnsOffIsNotCounted() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.tutti.event.cut-off-client");
        logger.setLevel(Level.OFF);
        try {
            IntStream.range(0, 100).forEach(i -> add("a"));
        } finally {
            logger.setLevel(null);
        }
        events.close();
        assertThat(logged.of(ANY)).isEmpty();
        assertThat(made).hasValue(0);
    }
}
