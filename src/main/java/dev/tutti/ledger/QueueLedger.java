package dev.tutti.ledger;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.Journal;
import dev.tutti.queue.Item;
import dev.tutti.queue.Ledger;
import dev.tutti.queue.Restoration.Recorded;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Takes down what becomes of the items and queues of one owner. Items that were put or submitted are kept; those of RUN,
 * GATHER and TASKGROUP are not, whose caller sees the connection break.
 */
public final class QueueLedger implements Ledger {

    /** So many are worth a range, which costs more when reading later. */
    private static final int RANGE = 1_000;

    private final Notes notes;
    private final LongSupplier ids;
    private final Clock clock;
    private final Records records;

    /** @param ids those of items: what goes to the end stands behind whatever has got an id by then */
    public QueueLedger(Notes notes, LongSupplier ids, Clock clock, Journal journal) {
        this.notes = notes;
        this.ids = ids;
        this.clock = clock;
        this.records = new Records(journal, clock);
    }

    @Override
    public long entered(Item item) {
        if (!isKept(item)) {
            return 0;
        }
        putAsPut(item, after(item.placement().delay()));
        notes.enter(item);
        return item.id();
    }

    private boolean isKept(Item item) {
        return notes.isOpen() && (item.awaiter() == null || item.awaiter() instanceof Submission);
    }

    private void putAsPut(Item item, long due) {
        notes.put(Keys.item(item.id()), ItemRecord.of(item, due).encode());
    }

    private long after(long delay) {
        return delay == 0 ? Fields.NEVER : clock.millis() + delay;
    }

    @Override
    public long moved(Item item) {
        if (!isKept(item)) {
            return item.order();
        }
        if (!item.isRecorded()) {
            putAsPut(item, Fields.NEVER);
        }
        notes.move(item);
        return stands(item, ids.getAsLong(), Fields.NEVER);
    }

    @Override
    public long cameBack(Item item, long delay) {
        return isFollowed(item) ? stands(item, front(item), after(delay)) : item.order();
    }

    private boolean isFollowed(Item item) {
        return notes.isOpen() && item.isRecorded();
    }

    private long stands(Item item, long order, long due) {
        notes.put(Keys.standing(item.id()), standing(item, order, due, false).encode());
        return order;
    }

    private long front(Item item) {
        long order = ids.getAsLong();
        return item.queue().config().kind() == Kind.LIFO ? order : -order;
    }

    private static StandingRecord standing(Item item, long order, long due, boolean inFlight) {
        return new StandingRecord(item.queue().name(), order, item.attempts(), inFlight, due);
    }

    @Override
    public long due(Item item, boolean atFront) {
        if (!isFollowed(item)) {
            return item.order();
        }
        long order = atFront ? front(item) : ids.getAsLong();
        notes.putUnawaited(
                Keys.standing(item.id()),
                standing(item, order, Fields.NEVER, false).encode());
        return order;
    }

    @Override
    public void delivered(Item item) {
        if (isFollowed(item)) {
            notes.putUnawaited(
                    Keys.standing(item.id()),
                    standing(item, item.order(), Fields.NEVER, true).encode());
        }
    }

    @Override
    public void ended(long id) {
        if (notes.isOpen()) {
            notes.delete(Keys.item(id));
            notes.delete(Keys.standing(id));
        }
    }

    @Override
    public void ended(long firstId, long lastId) {
        if (!notes.isOpen()) {
            return;
        }
        if (lastId - firstId >= RANGE) {
            notes.deleteRange(Keys.item(firstId), Keys.item(lastId + 1));
            return;
        }
        for (long id = firstId; id <= lastId; id++) {
            notes.breakPage();
            ended(id);
        }
    }

    @Override
    public List<Recorded> read(long[] ids) {
        return records.read(ids);
    }

    @Override
    public void cancelled(Submission submission) {
        if (notes.isOpen()) {
            keep(submission, ResultRecord.cancelled(submission, expiry(submission)));
        }
    }

    @Override
    public void kept(Submission submission) {
        if (notes.isOpen()) {
            keep(submission, ResultRecord.of(submission, expiry(submission)));
        } else if (!submission.isNoted()) {
            submission.doubt();
        }
    }

    private long expiry(Submission submission) {
        return clock.millis() + submission.ttl();
    }

    private void keep(Submission submission, ResultRecord result) {
        notes.put(Keys.result(submission.item().id()), result.encode());
        notes.undo(submission::doubt);
        submission.noted();
    }

    @Override
    public void forgotten(Submission submission) {
        if (notes.isOpen()) {
            notes.deleteUnawaited(Keys.result(submission.item().id()));
        }
    }

    @Override
    public void changed(WorkQueue queue) {
        if (notes.isOpen()) {
            notes.put(Keys.queue(queue.name()), QueueRecord.of(queue).encode());
        }
    }

    @Override
    public void deleted(WorkQueue queue) {
        if (notes.isOpen()) {
            notes.delete(Keys.queue(queue.name()));
        }
    }
}
