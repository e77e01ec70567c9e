package dev.tutti.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;

/** An exception as the log shows it: its messages, and those of its causes, have no invisible characters. */
final class ShownThrowable implements IThrowableProxy {

    private final IThrowableProxy thrown;

    ShownThrowable(IThrowableProxy thrown) {
        this.thrown = thrown;
    }

    @Override
    public String getMessage() {
        return readable(thrown.getMessage());
    }

    @Override
    public String getOverridingMessage() {
        return readable(thrown.getOverridingMessage());
    }

    private static String readable(String message) {
        return message == null ? null : ShownName.readable(message);
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
        return thrown.getCause() == null ? null : new ShownThrowable(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Stream.of(thrown.getSuppressed()).map(ShownThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }
}
