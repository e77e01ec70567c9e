package dev.tutti.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * Formats a line of the log: {@code 2026-11-23 14:10:44.923 INFO  MainVerticle: text}, with the stack trace of an
 * exception below it. Nothing in a text can begin a line or turn its direction: an invisible character in it becomes
 * U+XXXX. The format is that of logback's {@code %d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n},
 * written without logback's pattern parser, which makes the start slower.
 */
public final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final String LINE_END = System.lineSeparator();
    private static final int LEVEL_WIDTH = 5;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        addTime(line, event.getTimeStamp());
        String level = event.getLevel().toString();
        line.append(' ').append(level);
        line.append(" ".repeat(LEVEL_WIDTH - level.length() + 1));
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(": ")
                .append(ShownName.readable(event.getFormattedMessage()))
                .append(LINE_END);
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(new ShownThrowable(thrown)));
        }
        return line.toString();
    }

    private static void addTime(StringBuilder line, long millis) {
        // ZoneId is avoided because it reads the rules of all time zones, which would slow down the start.
        long local = millis + TimeZone.getDefault().getOffset(millis);
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(local, 1000L), 0, ZoneOffset.UTC);
        addNumber(line, time.getYear(), 4);
        addNumber(line.append('-'), time.getMonthValue(), 2);
        addNumber(line.append('-'), time.getDayOfMonth(), 2);
        addNumber(line.append(' '), time.getHour(), 2);
        addNumber(line.append(':'), time.getMinute(), 2);
        addNumber(line.append(':'), time.getSecond(), 2);
        addNumber(line.append('.'), (int) Math.floorMod(local, 1000L), 3);
    }

    private static void addNumber(StringBuilder line, int number, int width) {
        String digits = Integer.toString(number);
        line.append("0".repeat(width - digits.length())).append(digits);
    }
}
