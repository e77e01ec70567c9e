package dev.tutti.net;

import dev.tutti.command.Reply;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Encodes the replies of one connection in their order. The elements of a long array are encoded in shares of the event
 * loop's time, and no faster than the client reads. The replies behind it wait until it is complete. All methods belong
 * to the connection's event loop.
 */
final class ReplySequence implements LoopBudget.Work {

    /** The most elements of an array that is encoded in one go. */
    static final int MOST_IN_ONE_GO = 256;
    /** The most bytes of content of an array that is encoded in one go. */
    static final long MOST_BYTES_IN_ONE_GO = 1 << 20;

    private record Unwritten(Reply reply, long counted, Runnable written) {}

    private final LoopBudget budget;
    private final Consumer<Reply> encoder;
    private final BooleanSupplier isFull;
    private final ArrayDeque<Unwritten> waiting = new ArrayDeque<>(0);
    /** The parts of the first reply that are not encoded. Null if no reply is under way. */
    private Iterator<Reply> parts;

    /** The number of parts of the first reply, and of those that are not encoded. */
    private int size;

    private int left;
    private Unwritten first;
    /** The bytes of content of the replies behind the first, and those of them that count. */
    private long waitingBytes;

    private long waitingCounted;
    private boolean isGoingOn;
    /** Whether the client has to read before the next part is encoded. */
    private boolean waitsForClient;

    /**
     * @param encoder takes short replies, and the beginnings and elements of long ones
     * @param isFull whether the client has to read before more is encoded
     */
    ReplySequence(LoopBudget budget, Consumer<Reply> encoder, BooleanSupplier isFull) {
        this.budget = budget;
        this.encoder = encoder;
        this.isFull = isFull;
    }

    static boolean isLong(Reply reply) {
        return reply instanceof Reply.Array array
                && (array.elements().size() > MOST_IN_ONE_GO || array.contentBytes() > MOST_BYTES_IN_ONE_GO);
    }

    /** Whether a reply is under way, so that others have to wait. */
    boolean isUnderWay() {
        return parts != null;
    }

    /**
     * Adds a reply behind those that are under way.
     *
     * @param counted the bytes of it that {@link #countedBytes} tells of
     * @param whenWritten is run when all of it is encoded, but not behind {@link #finish} or {@link #drop}
     */
    void add(Reply reply, long counted, Runnable whenWritten) {
        if (isUnderWay()) {
            waiting.add(new Unwritten(reply, counted, whenWritten));
            waitingBytes += reply.contentBytes();
            waitingCounted += counted;
            return;
        }
        begin(new Unwritten(reply, counted, whenWritten));
        if (isGoingOn) {
            return; // whoever ends the reply before this one goes on with this one
        }
        if (budget.replied()) {
            budget.defer(this);
        } else {
            goOn();
        }
    }

    private void begin(Unwritten next) {
        Reply reply = next.reply;
        List<Reply> all = isLong(reply) ? ((Reply.Array) reply).elements() : List.of(reply);
        first = next;
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
                if (isFull.getAsBoolean()) {
                    waitsForClient = true;
                    return;
                }
                if (budget.isUsedUp()) {
                    budget.defer(this);
                    return;
                }
            }
        } finally {
            isGoingOn = false;
        }
    }

    /** The client has read. */
    void clientHasRead() {
        if (waitsForClient && !isFull.getAsBoolean()) {
            waitsForClient = false;
            goOn();
        }
    }

    /**
     * Encodes the next part, and with the last one ends the reply, so that what follows the end is in the turn in which
     * that part is written. Returns whether there is more to do.
     */
    private boolean step() {
        if (isUnderWay()) {
            left--;
            encoder.accept(parts.next());
        }
        if (isUnderWay() && !parts.hasNext()) {
            end();
        }
        return isUnderWay();
    }

    private void end() {
        Runnable ended = first.written;
        parts = null;
        Unwritten next = waiting.poll();
        if (next != null) {
            waitingBytes -= next.reply.contentBytes();
            waitingCounted -= next.counted;
            begin(next);
        }
        ended.run();
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
        first = null;
        waiting.clear();
        waitingBytes = 0;
        waitingCounted = 0;
        waitsForClient = false;
    }

    /** The bytes of the replies that are not encoded, as far as they count. */
    long countedBytes() {
        return parts == null ? 0 : waitingCounted + notEncoded(first.counted);
    }

    /** The bytes of the replies that are not encoded, without those besides their contents. */
    long contentBytes() {
        return parts == null ? 0 : waitingBytes + notEncoded(first.reply.contentBytes());
    }

    private long notEncoded(long bytes) {
        return (long) ((double) bytes * left / size);
    }
}
