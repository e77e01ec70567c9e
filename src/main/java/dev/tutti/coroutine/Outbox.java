package dev.tutti.coroutine;

import dev.tutti.bus.ReplySender;
import dev.tutti.bus.ReplySender.Message;
import dev.tutti.journal.Completion;
import dev.tutti.journal.Journal;
import dev.tutti.journal.JournalException;
import dev.tutti.persistence.TurnLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an owner's replies back until the journal has written the changes that they tell of: those of its turn and of
 * all turns before. So nobody sees a change that may still be lost, and replies keep their order. If the owner has
 * several {@link Side}s, replies of one do not wait for turns in which it took no part. Bound to the owner's event
 * loop.
 */
public final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    /** The messages that wait for one page and for those before it. */
    private static final class Held {
        private final TurnLog.Page page;
        private final long number;
        /** The messages of the page's turn, and of later turns whose own changes nobody waits for. */
        private final List<Message> messages = new ArrayList<>();

        private Held(TurnLog.Page page, long number) {
            this.page = page;
            this.number = number;
        }
    }

    /** A family of commands of the owner. */
    static final class Side {
        /** The last page of a turn in which this side took part, or behind which its replies wait, or null. */
        private Held last;

        private boolean takesPart;

        /** The turn may change something of this side, or send replies of it. */
        void join() {
            takesPart = true;
        }
    }

    private final ReplySender replies;
    private final Journal journal;
    private final TurnLog turnLog;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final List<Side> sides = new ArrayList<>();
    private final FailedCommitReplies failedReplies = new FailedCommitReplies();
    /** The number of written pages that the owner has not seen yet. The journal's thread counts it up. */
    private final AtomicInteger written = new AtomicInteger();

    private final boolean waits;
    private long pages;
    private Executor turns = Runnable::run;

    /** @param waits whether replies wait for the journal */
    public Outbox(ReplySender replies, Journal journal, TurnLog turnLog, boolean waits) {
        this.replies = replies;
        this.journal = journal;
        this.turnLog = turnLog;
        this.waits = waits;
        turnLog.onLong(page -> commit(hold(page)));
    }

    /** @param executor runs an action in a turn of the owner */
    public void turns(Executor executor) {
        turns = executor;
    }

    /** Runs the action in a turn of the owner that is still to come. Safe from any thread. */
    public void turn(Runnable action) {
        turns.execute(action);
    }

    /** Adds a side, which takes part in the turns that it joins. */
    Side side() {
        Side added = new Side();
        sides.add(added);
        return added;
    }

    /** All sides take part in this turn. */
    void joinAll() {
        for (int i = 0; i < sides.size(); i++) {
            sides.get(i).join();
        }
    }

    /** Whether the changes from now on are in one commit, however many they are. */
    void keepTogether(boolean together) {
        turnLog.keepTogether(together);
    }

    ReplySender.Lane to(String address) {
        return replies.to(address);
    }

    /** Ends the turn: its changes go to the journal, and its replies are sent, or wait behind those that wait. */
    void flush() {
        TurnLog.Page page = turnLog.take();
        Held own = page != null && page.isAwaited() ? hold(page) : null;
        Held behind = waits ? lastOfTurn() : null;
        if (behind != null) {
            holdReplies(behind);
        }
        if (own != null) {
            commit(own);
        } else if (page != null) {
            journal.write(page.changes());
        }
        if (behind == null) {
            replies.flush();
        }
        for (int i = 0; i < sides.size(); i++) {
            sides.get(i).takesPart = false;
        }
    }

    /** The page is the last one of the sides that take part in the turn. */
    private Held hold(TurnLog.Page page) {
        Held next = new Held(page, ++pages);
        held.add(next);
        waitFor(next);
        return next;
    }

    private void waitFor(Held page) {
        for (int i = 0; i < sides.size(); i++) {
            if (sides.get(i).takesPart) {
                sides.get(i).last = page;
            }
        }
    }

    /** The page that the turn's replies wait for, or null. */
    private Held lastOfTurn() {
        Held last = null;
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            if (side.takesPart && side.last != null && (last == null || side.last.number > last.number)) {
                last = side.last;
            }
        }
        return last;
    }

    private void holdReplies(Held behind) {
        replies.sendReceipts(); // which are true whatever becomes of the journal
        List<Message> messages = replies.take();
        if (!messages.isEmpty()) {
            behind.messages.addAll(messages);
            waitFor(behind);
        }
    }

    private void commit(Held page) {
        journal.commit(page.page.changes(), new Completion() {
            @Override
            public void committed() {
                if (written.getAndIncrement() == 0) {
                    turns.execute(Outbox.this::letOut);
                }
            }

            @Override
            public void failed(JournalException cause) {
                turns.execute(() -> refuse(cause));
            }
        });
    }

    /** Pages at the head are written. The journal reports them in their order. */
    private void letOut() {
        int pages = written.getAndSet(0);
        for (int i = 0; i < pages; i++) {
            Held next = release();
            replies.gather(next.messages);
            next.page.written();
        }
        replies.flush();
    }

    /** A page is not written: its callers are told that their changes are not sure. */
    private void refuse(JournalException cause) {
        Held lost = release();
        turnLog.close(cause.getMessage());
        failedReplies.add(lost.page.retract());
        replies.send(retract(lost.messages, cause));
    }

    /** Takes the first page, which nobody waits for any more. */
    private Held release() {
        Held first = held.remove();
        for (Side side : sides) {
            if (side.last == first) {
                side.last = null;
            }
        }
        return first;
    }

    private List<Message> retract(List<Message> messages, JournalException cause) {
        return messages.stream()
                .map(message -> message.map(
                        reply -> failedReplies.ofJournal(cause), reply -> failedReplies.ofMemory(reply, cause)))
                .toList();
    }
}
