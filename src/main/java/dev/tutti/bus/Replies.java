package dev.tutti.bus;

import dev.tutti.command.Reply;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/**
 * One message back from an owner: what it answered to many coroutines of one sender during one turn, in order. Filled by
 * the owner, and never changed once it has been sent.
 */
public final class Replies {

    /** What there is room for at least once there are more than expected. */
    private static final int MORE = 16;

    private long[] coroutines;
    private Reply[] replies;
    /** Those that are true only if what was noted is written; null while there is none. */
    private BitSet conditional;

    private int size;

    /** @param expected how many replies there is room for to begin with */
    Replies(int expected) {
        coroutines = new long[expected];
        replies = new Reply[expected];
    }

    void add(long coroutine, Reply reply, boolean isConditional) {
        if (isConditional) {
            if (conditional == null) {
                conditional = new BitSet();
            }
            conditional.set(size);
        }
        add(coroutine, reply);
    }

    void add(long coroutine, Reply reply) {
        if (size == replies.length) {
            int room = Math.max(MORE, size * 2);
            coroutines = Arrays.copyOf(coroutines, room);
            replies = Arrays.copyOf(replies, room);
        }
        coroutines[size] = coroutine;
        replies[size] = reply;
        size++;
    }

    void addAll(Replies more) {
        for (int i = 0; i < more.size; i++) {
            add(more.coroutines[i], more.replies[i]);
        }
    }

    /** Those that are this one; null if none is. */
    Replies only(Reply reply) {
        Replies those = null;
        for (int i = 0; i < size; i++) {
            if (replies[i] == reply) {
                those = those == null ? new Replies(1) : those;
                those.add(coroutines[i], reply);
            }
        }
        return those;
    }

    /** As many, each changed, the conditional ones in another way than the others. */
    Replies map(UnaryOperator<Reply> change, UnaryOperator<Reply> changeOfConditional) {
        Replies changed = new Replies(size);
        for (int i = 0; i < size; i++) {
            boolean isConditional = conditional != null && conditional.get(i);
            changed.add(coroutines[i], (isConditional ? changeOfConditional : change).apply(replies[i]));
        }
        return changed;
    }

    public int size() {
        return size;
    }

    public long coroutine(int index) {
        return coroutines[index];
    }

    public Reply reply(int index) {
        return replies[index];
    }
}
