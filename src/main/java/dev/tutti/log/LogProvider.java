package dev.tutti.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The SLF4J provider that the system property {@code slf4j.provider} names. Logback is configured by a file if one is
 * given, otherwise by {@link LogSetup}. Logback's own provider looks for services and parses XML, which makes every
 * start slower.
 */
public final class LogProvider implements SLF4JServiceProvider {

    private final LoggerContext loggers = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    @Override
    public void initialize() {
        loggers.setName("default");
        loggers.setMDCAdapter(diagnostics);
        if (LogFile.isNamed()) {
            LogFile.read(loggers);
        } else {
            LogSetup.apply(loggers);
        }
        loggers.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return diagnostics;
    }

    /** The version of SLF4J's interface that this class implements. */
    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
