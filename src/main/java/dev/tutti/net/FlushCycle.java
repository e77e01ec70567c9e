package dev.tutti.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of each turn of a net server's event loop. Then every owner is sent the commands gathered for it in one
 * message, and every connection that has replies writes once. So all commands that arrive in one turn share the cost of
 * a message and of a write.
 */
final class FlushCycle {

    /** A connection, as far as the end of a turn concerns it. */
    interface Output {
        /** Writes the replies that have gathered. */
        void flush();
    }

    private static final Logger log = LoggerFactory.getLogger(FlushCycle.class);

    /** How long replies wait before the next look whether they may be sent. */
    private static final long HELD_MILLIS = 5;

    private final Context context;
    private final OwnerRouter router;
    private final LeadGate gate;
    private final LongSupplier nanoTime;
    private final List<Output> unflushed = new ArrayList<>();
    private final Handler<Void> onEnd = end -> end();
    private boolean isScheduled;
    /** Whether there will be a look whether the replies may be sent. */
    private boolean isLookDue;

    private long turn;
    /** The turn of {@link #beginNanos}, and the time of its first call there. */
    private long begunTurn = -1;

    private long beginNanos;
    /** The same for {@link #endNanos}. */
    private long endedTurn = -1;

    private long endNanos;

    /**
     * @param gate says whether replies may be sent
     * @param nanoTime a monotonic clock in nanoseconds
     */
    FlushCycle(Context context, OwnerRouter router, LeadGate gate, LongSupplier nanoTime) {
        this.context = context;
        this.router = router;
        this.gate = gate;
        this.nanoTime = nanoTime;
    }

    /** The number of this turn. */
    long turn() {
        return turn;
    }

    /** The time at which the first bytes of this turn came, for those who get them. Reads the clock once a turn. */
    long beginNanos() {
        if (begunTurn != turn) {
            begunTurn = turn;
            beginNanos = nanoTime.getAsLong();
        }
        return beginNanos;
    }

    /** The time at which the replies of the turn are sent, for those who send them. Reads the clock once a turn. */
    long endNanos() {
        if (endedTurn != turn) {
            endedTurn = turn;
            endNanos = nanoTime.getAsLong();
        }
        return endNanos;
    }

    /** Makes the turn end after everything that is under way: something has gathered for an owner or a connection. */
    void touch() {
        if (!isScheduled) {
            isScheduled = true;
            context.runOnContext(onEnd);
        }
    }

    /** Has this output flushed at the end of the turn. */
    void wrote(Output output) {
        unflushed.add(output);
        touch();
    }

    /**
     * Replies of an owner have been handed on. With several owners the replies of others may have arrived too, and can
     * share messages and writes with these, so the turn goes on. With one owner that is rare, and another
     * task of the event loop would cost more than it saves.
     */
    void replied() {
        if (router.hasOneOwner()) {
            end();
        } else {
            touch();
        }
    }

    /** Ends the turn now, because nothing more will gather in it. */
    void end() {
        isScheduled = false;
        turn++;
        router.flush();
        if (!gate.mayAnswer()) {
            lookAgain();
            return;
        }
        for (int i = 0; i < unflushed.size(); i++) {
            flush(unflushed.get(i));
        }
        unflushed.clear();
    }

    private void lookAgain() {
        if (!isLookDue && !unflushed.isEmpty()) {
            isLookDue = true;
            context.owner().setTimer(HELD_MILLIS, look -> {
                isLookDue = false;
                end();
            });
        }
    }

    /** Whether replies may be sent now. If not, those that have gathered wait for the end of a later turn. */
    boolean maySend() {
        return gate.mayAnswer();
    }

    /** A bug that comes to light there does not keep the others from writing, now and for ever. */
    private static void flush(Output output) {
        try {
            output.flush();
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("the replies of a connection could not be flushed", bug);
        }
    }
}
