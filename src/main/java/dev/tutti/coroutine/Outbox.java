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
 * all turns before. So nobody sees a change that may still be lost, and replies keep their order. Bound to the owner's
 * event loop.
 */
public final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    /** The messages that wait for one page and for those before it. */
    private static final class Held {
        private final TurnLog.Page page;
        private final List<Message> messages;
        /** The messages of later turns whose own changes nobody waits for. */
        private final List<Message> behind = new ArrayList<>();

        private Held(TurnLog.Page page, List<Message> messages) {
            this.page = page;
            this.messages = messages;
        }
    }

    private final ReplySender replies;
    private final Journal journal;
    private final TurnLog turnLog;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final FailedCommitReplies failedReplies = new FailedCommitReplies();
    /** The number of written pages that the owner has not seen yet. The journal's thread counts it up. */
    private final AtomicInteger written = new AtomicInteger();

    private final boolean waits;
    private Executor turns = Runnable::run;

    /** @param waits whether replies wait for the journal */
    public Outbox(ReplySender replies, Journal journal, TurnLog turnLog, boolean waits) {
        this.replies = replies;
        this.journal = journal;
        this.turnLog = turnLog;
        this.waits = waits;
        turnLog.onLong(page -> commit(page, List.of()));
    }

    /** @param executor runs an action in a turn of the owner */
    public void turns(Executor executor) {
        turns = executor;
    }

    /** Runs the action in a turn of the owner that is still to come. Safe from any thread. */
    public void turn(Runnable action) {
        turns.execute(action);
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
        boolean awaited = page != null && page.isAwaited();
        if (waits && (awaited || !held.isEmpty())) {
            replies.sendReceipts(); // which are true whatever becomes of the journal
        }
        if (awaited) {
            commit(page, waits ? replies.take() : List.of());
        } else if (page != null) {
            journal.write(page.changes());
        }
        if (held.isEmpty() || !waits) {
            replies.flush();
        } else {
            held.getLast().behind.addAll(replies.take()); // none, if the turn has a page: commit has them
        }
    }

    private void commit(TurnLog.Page page, List<Message> messages) {
        held.add(new Held(page, messages));
        journal.commit(page.changes(), new Completion() {
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
            Held next = held.remove();
            replies.gather(next.messages);
            replies.gather(next.behind);
            next.page.written();
        }
        replies.flush();
    }

    /** A page is not written: its callers are told that their changes are not sure. */
    private void refuse(JournalException cause) {
        Held lost = held.remove();
        if (turnLog.isOpen()) {
            log.error("the changes that are not written yet are refused: {}", cause.getMessage());
        }
        turnLog.close(cause.getMessage());
        failedReplies.add(lost.page.retract());
        replies.send(retract(lost.messages, cause));
        replies.send(retract(lost.behind, cause));
    }

    private List<Message> retract(List<Message> messages, JournalException cause) {
        return messages.stream()
                .map(message -> message.map(
                        reply -> failedReplies.ofJournal(cause), reply -> failedReplies.ofMemory(reply, cause)))
                .toList();
    }
}
