package dev.tutti.log;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.status.Status;
import java.util.List;
import java.util.Optional;

/** The file by which a user configures Logback, and what is wrong with it. */
public final class LogFile {

    private static final String NAME = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY, "logback.xml");
    private static final String XML_ERROR = "XML_PARSING - ";
    private static final String CAUSE = "; ";

    private static volatile List<String> errors = List.of();
    private static volatile List<String> warnings = List.of();

    private LogFile() {}

    /** Returns whether a system property names the file. */
    static boolean isNamed() {
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null;
    }

    /** Configures Logback by the file if there is one, and otherwise by {@link LogSetup}. */
    static void read(LoggerContext loggers) {
        DefaultJoranConfigurator file = new DefaultJoranConfigurator();
        file.setContext(loggers);
        if (file.configure(loggers) == ExecutionStatus.INVOKE_NEXT_IF_ANY) {
            errors = isNamed() ? List.of("does not exist") : List.of();
            LogSetup.apply(loggers);
        } else {
            errors = messages(loggers, Status.ERROR);
            warnings = messages(loggers, Status.WARN);
        }
    }

    private static List<String> messages(LoggerContext loggers, int level) {
        return loggers.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }

    /** Returns a line that says why the file cannot be used, if that is so. Ask this after the first use of the log. */
    public static Optional<String> problem() {
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        String first = errors.get(0);
        boolean isXml = first.startsWith(XML_ERROR) && errors.size() > 1;
        return Optional.of(
                NAME + ": " + (isXml ? first.substring(XML_ERROR.length()) + ": " + lastPart(errors.get(1)) : first));
    }

    /** The parser names the place once more, and then says what is wrong. */
    private static String lastPart(String message) {
        int cause = message.lastIndexOf(CAUSE);
        return cause < 0 ? message : message.substring(cause + CAUSE.length());
    }

    /** Returns a line for each part of the file that Logback leaves out. */
    public static List<String> warnings() {
        return warnings.stream().map(warning -> NAME + ": " + warning).toList();
    }
}
