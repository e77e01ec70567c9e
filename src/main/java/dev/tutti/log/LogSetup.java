package dev.tutti.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.LoggerFactory;

/** Configures logging unless a file does: lines of level INFO and above go to standard output. */
public final class LogSetup {

    /** The name of the appender in contexts that no file has configured. */
    private static final String APPENDER = "dev.tutti.out";

    private LogSetup() {}

    static void apply(LoggerContext loggers) {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(standardOutput(loggers));
        loggers.addTurboFilter(new StallFilter(System::nanoTime));
        // The launcher's "Succeeded in deploying verticle" adds nothing to Tutti's own line.
        loggers.getLogger("io.vertx.launcher").setLevel(Level.WARN);
        // The engine of a cluster tells of every step, and of a node that is down several times a second.
        loggers.getLogger("org.apache.ratis").setLevel(Level.WARN);
        loggers.getLogger("org.apache.ratis.grpc.server").setLevel(Level.ERROR);
    }

    /** Writes lines in this format from now on. A file that configures logging decides about the format itself. */
    public static void use(LogFormat format) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers && use(format, loggers))
                && format == LogFormat.JSON) {
            LoggerFactory.getLogger(LogSetup.class)
                    .warn(
                            "logging: \"json\" has no effect, since a file configures the log: name the encoder {} in it",
                            JsonLines.class.getName());
        }
    }

    /** Returns false if a file has configured these loggers. */
    static boolean use(LogFormat format, LoggerContext loggers) {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (!(root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender)) {
            return false;
        }
        appender.setEncoder(encoder(format, loggers));
        return true;
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext loggers) {
        return started(format == LogFormat.JSON ? new JsonLines() : textLines(loggers), loggers);
    }

    private static Encoder<ILoggingEvent> textLines(LoggerContext loggers) {
        LogLayout layout = new LogLayout();
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(layout);
        return encoder;
    }

    private static ConsoleAppender<ILoggingEvent> standardOutput(LoggerContext loggers) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setName(APPENDER);
        appender.setEncoder(encoder(LogFormat.TEXT, loggers));
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, LoggerContext loggers) {
        encoder.setContext(loggers);
        encoder.start();
        return encoder;
    }
}
