package dev.tutti.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The events that this process logs during a test. */
public final class LoggedEvents implements BeforeEachCallback, AfterEachCallback {

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.tutti.event");
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        log.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        log.detachAppender(appender);
    }

    /** The lines of that kind since the last call. */
    public List<String> of(EventKind kind) {
        return take(kind).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Whether there is one of that kind since the last call of {@link #of}. */
    public BooleanSupplier has(EventKind kind) {
        return () -> events.stream().anyMatch(of(kind.word()));
    }

    /** The messages of the exceptions whose stack traces were logged. */
    public List<String> traces(EventKind kind) {
        return events.stream()
                .filter(of(kind.word()))
                .filter(event -> event.getThrowableProxy() != null)
                .map(event -> event.getThrowableProxy().getMessage())
                .toList();
    }

    /** The facts of the only event of that kind since the last call. */
    public Map<String, Object> facts(EventKind kind) {
        return take(kind).stream()
                .flatMap(event -> event.getKeyValuePairs().stream())
                .collect(Collectors.toMap(fact -> fact.key, fact -> fact.value));
    }

    private List<ILoggingEvent> take(EventKind kind) {
        List<ILoggingEvent> taken = new ArrayList<>();
        events.removeIf(event -> of(kind.word()).test(event) && taken.add(event));
        return taken;
    }

    private static Predicate<ILoggingEvent> of(String kind) {
        return event -> event.getLoggerName().endsWith("." + kind);
    }
}
