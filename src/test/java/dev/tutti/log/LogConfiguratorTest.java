package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogConfiguratorTest {

    @Test
    void logbackFindsItAndLogsFromInfoOn() throws Exception {
        LoggerContext loggers = new LoggerContext();
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        new ContextInitializer(loggers).autoConfig();
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("out"))
                .isNotNull();
        assertThat(loggers.getLogger("io.vertx.launcher").getLevel()).isEqualTo(Level.WARN);
    }
}
