package dev.tutti.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;

/** Configures logging unless a file does: lines of level INFO and above go to standard output. */
final class LogSetup {

    private LogSetup() {}

    static void apply(LoggerContext loggers) {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(standardOutput(loggers));
        loggers.addTurboFilter(new StallFilter(System::nanoTime));
        // The launcher's "Succeeded in deploying verticle" adds nothing to Tutti's own line.
        loggers.getLogger("io.vertx.launcher").setLevel(Level.WARN);
    }

    private static ConsoleAppender<ILoggingEvent> standardOutput(LoggerContext loggers) {
        LogLayout layout = new LogLayout();
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setName("out");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
