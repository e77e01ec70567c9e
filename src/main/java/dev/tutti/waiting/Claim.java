package dev.tutti.waiting;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The right to end one wait that stands in several lines, perhaps of several owners. It is taken once: by the line that
 * serves the waiter, or by the end of the wait. All other lines then drop the waiter. Any thread may use it.
 */
public final class Claim {

    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger openLines;

    /** @param lines the number of lines, of all owners together */
    public Claim(int lines) {
        openLines = new AtomicInteger(lines);
    }

    /** Takes the right. Returns false if it was taken before. */
    public boolean take() {
        return !taken.get() && taken.compareAndSet(false, true);
    }

    public boolean isTaken() {
        return taken.get();
    }

    /**
     * Says that nobody will be served in one line. To be called once for a line.
     *
     * @return whether that was the last line
     */
    public boolean closeLine() {
        return openLines.decrementAndGet() == 0;
    }
}
