package dev.tutti.proof;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An event that one client sets and clears, and that others read. Each read must show the last write that was
 * acknowledged before it, or one that was under way. A write whose reply never comes must be the last one. Times are in
 * nanoseconds of one clock. Safe to use from any thread.
 */
public final class SwitchHistory {

    private static final int REMEMBERED = 2000;

    /** The event may have had this value from the time {@code from} to the time {@code to}. */
    private static final class Write {
        private final boolean value;
        private final long from;
        private long to = Long.MAX_VALUE;

        private Write(boolean value, long from) {
            this.value = value;
            this.from = from;
        }
    }

    private final String name;
    private final Violations violations;
    private final Deque<Write> writes = new ArrayDeque<>();

    /** An event that is not set. */
    public SwitchHistory(String name, Violations violations) {
        this.name = name;
        this.violations = violations;
        writes.add(new Write(false, Long.MIN_VALUE));
    }

    public String name() {
        return name;
    }

    /** The value is about to be written. */
    public synchronized void writing(boolean value, long sent) {
        writes.add(new Write(value, sent));
        if (writes.size() > REMEMBERED) {
            writes.remove();
        }
    }

    /** The last write was acknowledged at this time, so those before it are over. */
    public synchronized void written(long read) {
        Write last = writes.getLast();
        for (Write write : writes) {
            if (write != last) {
                write.to = Math.min(write.to, read);
            }
        }
    }

    /** The last write was refused. */
    public synchronized void notWritten() {
        writes.removeLast();
    }

    /**
     * A client was told this value.
     *
     * @param asked the time before its request
     * @param read the time behind the reply
     */
    public synchronized void read(boolean value, long asked, long read) {
        if (writes.stream().noneMatch(write -> write.value == value && write.from <= read && write.to >= asked)) {
            violations.add("event " + name + " was read as " + (value ? "set" : "not set")
                    + ", which was over: asked at " + asked + ", told at " + read);
        }
    }
}
