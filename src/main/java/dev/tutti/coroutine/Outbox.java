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
 * An owner's replies, held back until the journal has what they say: those of a turn until all that was noted in it and
 * before is written. So nobody sees what might still be lost, and replies keep their order. Bound to the owner's event
 * loop.
 */
public final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    /** The replies that wait for one page, and for those before it. */
    private static final class Held {
        private final TurnLog.Page page;
        private final List<Message> messages;
        /** Those of later turns in which nothing was noted that anybody waits for. */
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
    private final FailedCommitReplies retractions = new FailedCommitReplies();
    /** How many pages are written of which the owner has not heard yet; the journal's thread counts them up. */
    private final AtomicInteger written = new AtomicInteger();

    private final boolean waits;
    private Executor turns = Runnable::run;

    /** @param waits whether replies wait for the journal at all */
    public Outbox(ReplySender replies, Journal journal, TurnLog turnLog, boolean waits) {
        this.replies = replies;
        this.journal = journal;
        this.turnLog = turnLog;
        this.waits = waits;
        turnLog.onLong(page -> commit(page, List.of()));
    }

    /** Runs what it is given in a turn of the owner's. */
    public void turns(Executor executor) {
        turns = executor;
    }

    ReplySender.Lane to(String address) {
        return replies.to(address);
    }

    /** The turn is over: its notes go to the journal, and its replies out, or behind those that wait. */
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
            held.getLast().behind.addAll(replies.take()); // nothing is left of a turn that has a page of its own
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

    /** Pages at the head are written: the journal tells of them in their order. */
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

    /** It is not: who was to be told that something was done is told that it is not sure. */
    private void refuse(JournalException cause) {
        Held lost = held.remove();
        if (turnLog.isOpen()) {
            log.error("what is not written yet is refused: {}", cause.getMessage());
        }
        turnLog.close(cause.getMessage());
        retractions.add(lost.page.retract());
        replies.send(retract(lost.messages, cause));
        replies.send(retract(lost.behind, cause));
    }

    private List<Message> retract(List<Message> messages, JournalException cause) {
        return messages.stream()
                .map(message -> message.map(
                        reply -> retractions.ofJournal(reply, cause), reply -> retractions.ofMemory(reply, cause)))
                .toList();
    }
}
