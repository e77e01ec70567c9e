package dev.tutti.net;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Lets connections take turns with commands whose replies may be long, so that no more of these are made than there is
 * room for. A turn lasts from the command until its reply is sent. Turns are given in the order in which they were
 * asked for. Shared by all net servers.
 */
final class ReplyTurns {

    /** A connection that waits for its turn. */
    interface Waiter {
        /** The turn may have come: the connection should ask again. Called on any thread. */
        void mayAskAgain();
    }

    private record Waiting(Waiter waiter, long bytes) {}

    private final MemoryQuota output;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private long taken;
    private volatile boolean contended;

    /** @param output the memory for the replies that are made and not sent */
    ReplyTurns(MemoryQuota output) {
        this.output = output;
    }

    /** The most bytes that one connection may take at a time, unless it takes them for one reply. */
    long fairShare() {
        return output.max() / 4;
    }

    /**
     * Takes room for a reply. Returns false if there is none yet: then the waiter is in the line, and is told when to
     * ask again. A reply that is larger than all the room waits until it is the only one.
     */
    synchronized boolean take(Waiter waiter, long bytes) {
        boolean isFirst = line.isEmpty() || line.peek().waiter == waiter;
        if (isFirst && fits(bytes)) {
            if (!line.isEmpty()) {
                line.poll();
                contended = !line.isEmpty();
            }
            taken += bytes;
            return true;
        }
        if (line.stream().noneMatch(waiting -> waiting.waiter == waiter)) {
            line.add(new Waiting(waiter, bytes));
            contended = true;
        }
        return false;
    }

    private boolean fits(long bytes) {
        return taken == 0 || taken + output.used() + bytes <= output.max();
    }

    /** Gives room back. */
    synchronized void release(long bytes) {
        taken -= bytes;
        next();
    }

    /** The waiter does not ask any more. */
    synchronized void leave(Waiter waiter) {
        for (Iterator<Waiting> all = line.iterator(); all.hasNext(); ) {
            if (all.next().waiter == waiter) {
                all.remove();
            }
        }
        contended = !line.isEmpty();
        next();
    }

    /** Unread replies have become fewer, so that there may be room for the first in the line. */
    void moreRoom() {
        if (contended) {
            next();
        }
    }

    /** Whether somebody waits for a turn. */
    boolean isContended() {
        return contended;
    }

    private synchronized void next() {
        if (!line.isEmpty() && fits(line.peek().bytes)) {
            line.peek().waiter.mayAskAgain();
        }
    }
}
