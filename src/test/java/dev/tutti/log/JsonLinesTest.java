package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

    private final LoggerContext loggers = new LoggerContext();
    private final JsonLines lines = new JsonLines();

    private LoggingEvent event(String message, Throwable thrown, Object... arguments) {
        Logger source = loggers.getLogger("dev.tutti.event.dead-item");
        LoggingEvent event = new LoggingEvent("", source, Level.WARN, message, thrown, arguments);
        event.setInstant(Instant.ofEpochMilli(1234));
        event.setThreadName("loop");
        return event;
    }

    private String line(LoggingEvent event) {
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineHasTheTextTheFactsAndTheException() {
        LoggingEvent event = event("item {} died", new IllegalStateException("a\nb"), 17);
        event.setKeyValuePairs(List.of(new KeyValuePair("id", 17), new KeyValuePair("queue", "q")));
        String line = line(event);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonObject json = new JsonObject(line);
        assertThat(json.getJsonObject("throwable").getString("message")).isEqualTo("a\nb");
        json.remove("throwable");
        assertThat(json)
                .isEqualTo(new JsonObject()
                        .put("timestamp", 1234)
                        .put("level", "WARN")
                        .put("threadName", "loop")
                        .put("loggerName", "dev.tutti.event.dead-item")
                        .put("kvpList", new JsonArray("[{\"id\":\"17\"},{\"queue\":\"q\"}]"))
                        .put("formattedMessage", "item 17 died"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\u2028", "\u0085", "\u202e", "\u200b", "\u001b[31m", "\u0000", "\udb40\udd00", "\""
            })
    void aProgramGetsEachTextAsItIsAndATerminalShowsIt(String invisible) {
        String text = "a" + invisible + "b";
        String line = line(event(text, new RuntimeException(text)));
        assertThat(line.substring(0, line.length() - 1).codePoints().filter(ShownName::isInvisible))
                .isEmpty();
        JsonObject json = new JsonObject(line);
        assertThat(json.getString("formattedMessage")).isEqualTo(text);
        assertThat(json.getJsonObject("throwable").getString("message")).isEqualTo(text);
    }
}
