package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are those that logback makes by the pattern that they are said to have. */
class LogLayoutTest {

    private final LoggerContext loggers = new LoggerContext();
    private final LogLayout layout = new LogLayout();
    private final PatternLayout pattern = new PatternLayout();

    LogLayoutTest() {
        pattern.setContext(loggers);
        pattern.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        pattern.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T14:10:44.923Z", "2026-01-02T03:04:05.006Z", "2026-07-31T23:59:59.999Z"})
    void aLineHasTimeLevelAndTheLoggersLastName(String time) {
        assertSame(event("dev.tutti.MainVerticle", Level.INFO, null), time);
        assertSame(event("Tutti", Level.ERROR, null), time);
    }

    @Test
    void whatWasThrownFollowsWithItsCause() {
        Exception thrown = new IllegalStateException("outer", new RuntimeException("inner"));
        LoggingEvent event = event("dev.tutti.Tutti", Level.WARN, thrown);
        assertSame(event, "2026-11-23T14:10:44.923Z");
        assertThat(layout.doLayout(event))
                .contains("IllegalStateException: outer")
                .contains("Caused by: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u2028", "\u0085", "\u202e", "\u200b", "\u001b[31m", "\u0000"})
    void noTextCanBeginALineOrHideWhatFollows(String invisible) {
        String forged = "a" + invisible + "2026-11-23 14:10:44.923 ERROR Tutti: b";
        Exception thrown = new IllegalStateException(forged, new RuntimeException(forged));
        thrown.addSuppressed(new RuntimeException(forged));
        Logger source = loggers.getLogger("Tutti");
        LoggingEvent event = new LoggingEvent("", source, Level.WARN, forged, thrown, null);
        String lines = layout.doLayout(event);
        assertThat(lines.split("\\R"))
                .filteredOn(line -> line.startsWith("2026-11-23 14:10:44.923 ERROR"))
                .isEmpty();
        assertThat(lines.codePoints().filter(c -> ShownName.isInvisible(c) && c != '\n' && c != '\t'))
                .isEmpty();
        assertThat(lines.split("\\R"))
                .filteredOn(line -> line.contains("a" + ShownName.readable(invisible) + "2026-11-23"))
                .hasSize(4);
    }

    private void assertSame(LoggingEvent event, String time) {
        event.setInstant(Instant.parse(time));
        assertThat(layout.doLayout(event)).isEqualTo(pattern.doLayout(event));
    }

    private LoggingEvent event(String logger, Level level, Throwable thrown) {
        Logger source = loggers.getLogger(logger);
        return new LoggingEvent(Logger.class.getName(), source, level, "it is {}", thrown, new Object[] {"so"});
    }
}
