package dev.tutti.net;

import dev.tutti.command.Reply;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Encodes the replies of one connection in their order. The elements of a long array are encoded in shares of the event
 * loop's time, and the replies behind it wait until it is complete. All methods belong to the connection's event loop.
 */
final class ReplySequence implements LoopBudget.Work {

    /** The most elements of an array that is encoded in one go. */
    static final int MOST_IN_ONE_GO = 256;

    private record Unwritten(Reply reply, Runnable written) {}

    private final LoopBudget budget;
    private final Consumer<Reply> encoder;
    private final ArrayDeque<Unwritten> waiting = new ArrayDeque<>(0);
    /** The parts of the first reply that are not encoded. Null if no reply is under way. */
    private Iterator<Reply> parts;

    private Runnable written;
    /** The number of parts of the first reply, and of those that are not encoded. */
    private int size;

    private int left;
    /** The bytes of content of the first reply, and of those behind it. */
    private long firstBytes;

    private long waitingBytes;
    private boolean isGoingOn;

    /** @param encoder takes short replies, and the beginnings and elements of long ones */
    ReplySequence(LoopBudget budget, Consumer<Reply> encoder) {
        this.budget = budget;
        this.encoder = encoder;
    }

    static boolean isLong(Reply reply) {
        return reply instanceof Reply.Array array && array.elements().size() > MOST_IN_ONE_GO;
    }

    /** Whether a reply is under way, so that others have to wait. */
    boolean isUnderWay() {
        return parts != null;
    }

    /**
     * Adds a reply behind those that are under way.
     *
     * @param whenWritten is run when all of it is encoded, but not behind {@link #finish} or {@link #drop}
     */
    void add(Reply reply, Runnable whenWritten) {
        if (isUnderWay()) {
            waiting.add(new Unwritten(reply, whenWritten));
            waitingBytes += reply.contentBytes();
            return;
        }
        begin(reply, whenWritten);
        if (isGoingOn) {
            return; // whoever ends the reply before this one goes on with this one
        }
        if (budget.replied()) {
            budget.defer(this);
        } else {
            goOn();
        }
    }

    private void begin(Reply reply, Runnable whenWritten) {
        List<Reply> all = isLong(reply) ? ((Reply.Array) reply).elements() : List.of(reply);
        written = whenWritten;
        firstBytes = reply.contentBytes();
        size = all.size();
        left = size;
        parts = all.iterator();
        if (isLong(reply)) {
            encoder.accept(new Reply.ArrayStart(size));
        }
    }

    @Override
    public void goOn() {
        isGoingOn = true;
        try {
            while (step()) {
                if (budget.isUsedUp()) {
                    budget.defer(this);
                    return;
                }
            }
        } finally {
            isGoingOn = false;
        }
    }

    /** Encodes the next part, or begins the next reply. Returns whether there is more to do. */
    private boolean step() {
        if (parts == null) {
            return false;
        }
        if (parts.hasNext()) {
            left--;
            encoder.accept(parts.next());
            return true;
        }
        Runnable ended = written;
        parts = null;
        Unwritten next = waiting.poll();
        if (next != null) {
            waitingBytes -= next.reply.contentBytes();
            begin(next.reply, next.written);
        }
        ended.run();
        return isUnderWay();
    }

    /** Encodes all the rest in one go, since the connection is about to end. */
    void finish() {
        if (isUnderWay()) {
            parts.forEachRemaining(encoder);
            for (Unwritten next = waiting.poll(); next != null; next = waiting.poll()) {
                encoder.accept(next.reply);
            }
            drop();
        }
    }

    /** Forgets all that is not encoded. */
    void drop() {
        parts = null;
        written = null;
        waiting.clear();
        waitingBytes = 0;
    }

    /** The bytes of the replies that are not encoded, without those besides their contents. */
    long contentBytes() {
        return parts == null ? 0 : waitingBytes + (long) ((double) firstBytes * left / size);
    }
}
