package dev.tutti.log;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** A line of the {@link EventLog}: its text, and its facts for programs that read the log as JSON. */
public final class LogLine {

    private final String text;
    private final List<KeyValuePair> facts = new ArrayList<>();
    private Throwable cause;

    public LogLine(String text) {
        this.text = text;
    }

    /** Adds a fact, which the text should have, too. */
    public LogLine with(String key, Object value) {
        facts.add(new KeyValuePair(key, value));
        return this;
    }

    /** The stack trace of this exception follows the line. */
    LogLine because(Throwable thrown) {
        cause = thrown;
        return this;
    }

    String text() {
        return text;
    }

    void write(EventKind kind) {
        write(kind, kind.level());
    }

    void write(EventKind kind, Level level) {
        LoggingEventBuilder line = kind.logger().atLevel(level).setCause(cause);
        facts.forEach(fact -> line.addKeyValue(fact.key, fact.value));
        line.log(text);
    }
}
