package dev.tutti.log;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.util.StatusPrinter2;
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
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) == null) {
            LogSetup.apply(loggers);
        } else {
            readFile();
        }
        loggers.start();
    }

    private void readFile() {
        try {
            new ContextInitializer(loggers).autoConfig();
        } catch (JoranException e) {
            loggers.getStatusManager().add(new ErrorStatus("cannot be read", this, e));
        }
        new StatusPrinter2().printInCaseOfErrorsOrWarnings(loggers);
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
