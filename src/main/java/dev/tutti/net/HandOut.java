package dev.tutti.net;

import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;

/**
 * Hands the parts of long operations, such as GATHER, to their owners in pieces, since a part costs its owner more time
 * than it takes here. A turn hands out at most 4,096 parts of all operations together. What is left goes on in later
 * turns, in rounds. All methods belong to the event loop.
 */
final class HandOut {

    /** The parts of one operation. */
    interface Parts {
        /** Hands out the next one, if there is one. Returns whether there are more. */
        boolean next();
    }

    private static final int PARTS_A_TURN = 4096;
    private static final int PARTS_A_ROUND = 64;

    private final Vertx vertx;
    private final FlushCycle cycle;
    private final ArrayDeque<Parts> unfinished = new ArrayDeque<>();
    private int left = PARTS_A_TURN;
    /** Whether the next turn is due. */
    private boolean goesOn;

    HandOut(Vertx vertx, FlushCycle cycle) {
        this.vertx = vertx;
        this.cycle = cycle;
    }

    /** Hands out as many of these parts as this turn allows now, and the others later. */
    void begin(Parts parts) {
        if (unfinished.isEmpty()) {
            handOut(parts, left);
        } else {
            unfinished.add(parts);
        }
    }

    private void handOut(Parts parts, int most) {
        if (!goesOn) {
            goesOn = true;
            vertx.setTimer(Slices.PAUSE_MILLIS, due -> goOn());
        }
        boolean more = true;
        for (int i = 0; i < most && more; i++) {
            left--;
            more = parts.next();
        }
        if (more) {
            unfinished.add(parts);
        }
    }

    private void goOn() {
        goesOn = false;
        left = PARTS_A_TURN;
        while (left > 0 && !unfinished.isEmpty()) {
            handOut(unfinished.poll(), Math.min(left, PARTS_A_ROUND));
        }
        cycle.touch();
    }
}
