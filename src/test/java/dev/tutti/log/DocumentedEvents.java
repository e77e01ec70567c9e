package dev.tutti.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * The events that the operations document lists, each with the forms of its line. JUnit registers this class for all
 * tests, and a test in which another line is logged fails.
 */
public final class DocumentedEvents implements AfterEachCallback {

    private static final Path DOCUMENT = Path.of("src/site/markdown/operations.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (`.*?`) \\|.*\\|.*\\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern COUNT = Pattern.compile("\\d+ more within a minute(: .+)?");

    private static final Queue<String> undocumented = new ConcurrentLinkedQueue<>();

    static {
        AppenderBase<ILoggingEvent> check = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                check(event);
            }
        };
        check.start();
        ((Logger) LoggerFactory.getLogger("dev.tutti.event")).addAppender(check);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String line = undocumented.poll(); line != null; line = undocumented.poll()) {
            throw new AssertionError(DOCUMENT + " shows no event like this: " + line);
        }
    }

    /** The forms by the word of the event. */
    static Map<String, List<Pattern>> all() {
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches() && isEvent(row.group(1)))
                    .collect(Collectors.toMap(
                            row -> row.group(1), row -> forms(row.group(2)), (one, other) -> one, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEvent(String word) {
        return Stream.of(EventKind.values()).anyMatch(kind -> kind.word().equals(word));
    }

    private static List<Pattern> forms(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult form) -> Pattern.compile(
                        Stream.of(form.group(1).split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")),
                        Pattern.DOTALL))
                .toList();
    }

    private static void check(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String word = logger.substring(logger.lastIndexOf('.') + 1);
        String line = event.getFormattedMessage();
        boolean shown = COUNT.matcher(line).matches()
                || all().getOrDefault(word, List.of()).stream()
                        .anyMatch(form -> form.matcher(line).matches());
        if (!shown) {
            undocumented.add(word + ": " + line);
        }
    }
}
