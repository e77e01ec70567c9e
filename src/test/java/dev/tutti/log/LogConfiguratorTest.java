package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.status.StatusUtil;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogConfiguratorTest {

    @Test
    void logbackFindsItAndLogsFromInfoOn() throws Exception {
        LoggerContext loggers = new LoggerContext();
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        new ContextInitializer(loggers).autoConfig();
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("dev.tutti.out"))
                .isNotNull();
        assertThat(LogSetup.use(LogFormat.JSON, loggers)).isTrue();
        assertThat(encoder(loggers)).isInstanceOf(JsonLines.class);
        assertThat(LogSetup.use(LogFormat.TEXT, loggers)).isTrue();
        assertThat(((LayoutWrappingEncoder<?>) encoder(loggers)).getLayout()).isInstanceOf(LogLayout.class);
        assertThat(loggers.getLogger("io.vertx.launcher").getLevel()).isEqualTo(Level.WARN);
    }

    private static Encoder<?> encoder(LoggerContext loggers) {
        ConsoleAppender<?> out =
                (ConsoleAppender<?>) loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("dev.tutti.out");
        return out.getEncoder();
    }

    @Test
    void theFormatIsNotChangedWhereAFileConfiguresTheLog() {
        LoggerContext loggers = new LoggerContext();
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(new ConsoleAppender<>());
        assertThat(LogSetup.use(LogFormat.JSON, loggers)).isFalse();
    }

    /** The file that the document shows is said to log as the server does without one. */
    @Test
    void theDocumentedFileLogsTheSame() throws Exception {
        String document = Files.readString(Path.of("src/site/markdown/configuration.md"));
        String file = document.substring(document.indexOf("<configuration>"), document.indexOf("</configuration>"))
                + "</configuration>";
        LoggerContext loggers = new LoggerContext();
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        configurator.doConfigure(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        assertThat(new StatusUtil(loggers).isWarningOrErrorFree(0)).isTrue();
        ConsoleAppender<?> out =
                (ConsoleAppender<?>) loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("out");
        assertThat(((LayoutWrappingEncoder<?>) out.getEncoder()).getLayout()).isInstanceOf(LogLayout.class);
    }
}
