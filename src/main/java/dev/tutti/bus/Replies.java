package dev.tutti.bus;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.persistence.Basis;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/**
 * One message back from an owner: its replies and notices to many coroutines of one sender, given during one turn, in
 * order. Filled by the owner, and never changed once it has been sent.
 */
public final class Replies {

    /** The least room once there are more than expected. */
    private static final int MORE = 16;

    private long[] coroutines;
    /** Null at the place of a notice. */
    private Reply[] replies;
    /** Null while there are no notices but receipts, which are the frequent ones, and null at their places. */
    private Notice[] notices;
    /** The replies whose basis is {@link Basis#MEMORY}: of the first 64 replies a bit each, so that few need a set. */
    private long inMemory;
    /** The same of the replies from 64 on. Null while there are none. */
    private BitSet furtherInMemory;

    private int size;

    /** @param expected the number of replies to make room for at first */
    Replies(int expected) {
        coroutines = new long[expected];
        replies = new Reply[expected];
    }

    void add(long coroutine, Reply reply, Basis basis) {
        if (basis == Basis.MEMORY) {
            markInMemory(size);
        }
        place(coroutine);
        replies[size] = reply;
        size++;
    }

    private void markInMemory(int index) {
        if (index < Long.SIZE) {
            inMemory |= 1L << index;
        } else {
            furtherInMemory = furtherInMemory == null ? new BitSet() : furtherInMemory;
            furtherInMemory.set(index);
        }
    }

    private Basis basis(int index) {
        boolean isInMemory = index < Long.SIZE
                ? (inMemory & 1L << index) != 0
                : furtherInMemory != null && furtherInMemory.get(index);
        return isInMemory ? Basis.MEMORY : Basis.JOURNAL;
    }

    void add(long coroutine, Notice notice) {
        place(coroutine);
        if (notice != Notice.RECEIPT) {
            noticesUpTo(size)[size] = notice;
        }
        size++;
    }

    private void place(long coroutine) {
        if (size == replies.length) {
            int room = Math.max(MORE, size * 2);
            coroutines = Arrays.copyOf(coroutines, room);
            replies = Arrays.copyOf(replies, room);
        }
        coroutines[size] = coroutine;
    }

    private Notice[] noticesUpTo(int index) {
        if (notices == null) {
            notices = new Notice[replies.length];
        } else if (index >= notices.length) {
            notices = Arrays.copyOf(notices, replies.length);
        }
        return notices;
    }

    void addAll(Replies more) {
        for (int i = 0; i < more.size; i++) {
            if (more.replies[i] == null) {
                add(more.coroutines[i], more.notice(i));
            } else {
                add(more.coroutines[i], more.replies[i], more.basis(i));
            }
        }
    }

    /** The receipts among them, or null if there is none. */
    Replies receipts() {
        Replies receipts = null;
        for (int i = 0; i < size; i++) {
            if (replies[i] == null && notice(i) == Notice.RECEIPT) {
                receipts = receipts == null ? new Replies(1) : receipts;
                receipts.add(coroutines[i], Notice.RECEIPT);
            }
        }
        return receipts;
    }

    /** A copy with each reply changed, in the way for its basis. Notices stay as they are. */
    Replies map(UnaryOperator<Reply> ofJournal, UnaryOperator<Reply> ofMemory) {
        Replies changed = new Replies(size);
        for (int i = 0; i < size; i++) {
            if (replies[i] == null) {
                changed.add(coroutines[i], notice(i));
            } else {
                Basis basis = basis(i);
                UnaryOperator<Reply> change = basis == Basis.JOURNAL ? ofJournal : ofMemory;
                changed.add(coroutines[i], change.apply(replies[i]), basis);
            }
        }
        return changed;
    }

    public int size() {
        return size;
    }

    public long coroutine(int index) {
        return coroutines[index];
    }

    /** Hands one of them to its caller. */
    public void deliver(int index, Caller caller) {
        Reply reply = replies[index];
        if (reply != null) {
            caller.replied(reply);
        } else {
            caller.told(notice(index));
        }
    }

    /** The reply at that place, or null if there is a notice. */
    public Reply reply(int index) {
        return replies[index];
    }

    private Notice notice(int index) {
        Notice notice = notices == null || index >= notices.length ? null : notices[index];
        return notice == null ? Notice.RECEIPT : notice;
    }
}
