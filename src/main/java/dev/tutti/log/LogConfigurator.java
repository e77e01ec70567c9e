package dev.tutti.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Configures Logback like {@link LogSetup} where {@link LogProvider} is not used, as when an IDE starts the main class.
 * Logback finds this class as a service. Without it Logback would log everything from level DEBUG on. A file of the
 * user still takes precedence.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        LogFile.read(loggers);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
