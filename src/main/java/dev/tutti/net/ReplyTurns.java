package dev.tutti.net;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

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

    /** @param passes whether it takes nothing */
    private record Waiting(Waiter waiter, long bytes, boolean passes) {}

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
        boolean comes = comes(new Waiting(waiter, bytes, false));
        taken += comes ? bytes : 0;
        return comes;
    }

    /**
     * Waits in the same line until there is room, but takes none: the reply is counted when it is made.
     *
     * @param bytes no more than {@link #fairShare}
     */
    synchronized boolean pass(Waiter waiter, long bytes) {
        boolean comes = comes(new Waiting(waiter, bytes, true));
        if (comes) {
            next();
        }
        return comes;
    }

    /** Whether this is the turn of the one that asks. If it is not, the one is in the line. */
    private boolean comes(Waiting asking) {
        boolean isFirst = line.isEmpty() || line.peek().waiter == asking.waiter;
        if (isFirst && fits(asking)) {
            if (!line.isEmpty()) {
                line.poll();
                contended = !line.isEmpty();
            }
            return true;
        }
        if (line.stream().noneMatch(waiting -> waiting.waiter == asking.waiter)) {
            line.add(asking);
            contended = true;
        }
        return false;
    }

    private boolean fits(Waiting asking) {
        return taken == 0 && !asking.passes || taken + output.used() + asking.bytes <= output.max();
    }

    /** There is another amount of room. Nobody in the line asks for more than may come. */
    synchronized void changed() {
        List<Waiting> waiting = List.copyOf(line);
        line.clear();
        waiting.forEach(
                one -> line.add(one.passes ? new Waiting(one.waiter, Math.min(one.bytes, fairShare()), true) : one));
        next();
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
        if (!line.isEmpty() && fits(line.peek())) {
            line.peek().waiter.mayAskAgain();
        }
    }
}
