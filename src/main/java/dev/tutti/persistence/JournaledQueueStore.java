package dev.tutti.persistence;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.Journal;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemQueue;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.QueueStore;
import dev.tutti.queue.RecordedItem;
import dev.tutti.queue.Submission;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Records the changes of one owner's items and queues in its {@link TurnLog}. Items that were put or submitted have
 * records. The items of RUN, GATHER and TASKGROUP have none, because their callers notice that the connection breaks.
 */
public final class JournaledQueueStore implements QueueStore {

    /** The number of ids from which a delete of a range is worth its cost at later reads. */
    private static final int RANGE = 1_000;

    private final TurnLog turnLog;
    private final LongSupplier ids;
    private final Clock clock;
    private final Records records;
    private Executor turns = Runnable::run;

    /**
     * @param ids the ids of items: an item that goes to the end of its queue is ordered behind all ids given out before
     */
    public JournaledQueueStore(TurnLog turnLog, LongSupplier ids, Clock clock, Journal journal) {
        this.turnLog = turnLog;
        this.ids = ids;
        this.clock = clock;
        this.records = new Records(journal, clock);
    }

    /** @param executor runs an action in a turn of the owner */
    public void turns(Executor executor) {
        turns = executor;
    }

    @Override
    public long entered(Item item) {
        if (!isKept(item)) {
            return 0;
        }
        putAsPut(item, item.options().delay(), Math.max(0, item.options().expires()));
        turnLog.enter(item);
        return item.id();
    }

    @Override
    public void submitted(Item item, long delay, long expiresIn) {
        if (isKept(item)) {
            putAsPut(item, delay, expiresIn);
        }
    }

    private boolean isKept(Item item) {
        return turnLog.isOpen() && item.isDurable();
    }

    /** @param delay in milliseconds, 0 for none; {@code expiresIn} likewise */
    private void putAsPut(Item item, long delay, long expiresIn) {
        turnLog.put(
                Keys.item(item.id()),
                ItemRecord.of(item, after(delay), delay, after(expiresIn), expiresIn)
                        .encode());
    }

    private long after(long delay) {
        return delay == 0 ? Fields.NEVER : clock.millis() + delay;
    }

    @Override
    public long moved(Item item, long delay, long expiresIn) {
        if (!isKept(item)) {
            return item.order();
        }
        if (!item.isRecorded()) {
            putAsPut(item, 0, 0);
        }
        turnLog.change(item);
        long order = ids.getAsLong();
        turnLog.put(
                Keys.state(item.id()), pending(item, order, delay, expiresIn).encode());
        return order;
    }

    @Override
    public void keyLost(Item item) {
        if (isFollowed(item)) {
            putAsPut(item, 0, 0);
        }
    }

    @Override
    public long cameBack(Item item, long delay) {
        if (!isFollowed(item)) {
            return item.order();
        }
        turnLog.change(item);
        return stands(item, front(item), delay);
    }

    private boolean isFollowed(Item item) {
        return turnLog.isOpen() && item.isRecorded();
    }

    /** @param delay in milliseconds, 0 for none */
    private long stands(Item item, long order, long delay) {
        turnLog.put(Keys.state(item.id()), state(item, order, false, delay).encode());
        return order;
    }

    private long front(Item item) {
        long order = ids.getAsLong();
        return item.queue().config().kind() == Kind.LIFO ? order : -order;
    }

    /** @param delay in milliseconds, after which it goes to the end; 0 if it is ready */
    private ItemStateRecord pending(Item item, long order, long delay, long expiresIn) {
        return new ItemStateRecord(
                item.queue().name(),
                order,
                item.attempts(),
                false,
                false,
                after(delay),
                delay,
                delay > 0,
                after(expiresIn),
                expiresIn,
                Fields.NEVER,
                item.options().given());
    }

    /** @param length of the delay in milliseconds, 0 for none */
    private ItemStateRecord state(Item item, long order, boolean inFlight, long length) {
        return new ItemStateRecord(item.queue().name(), order, item.attempts(), inFlight, false, after(length), length)
                .with(item.options().given());
    }

    private ItemStateRecord held(Item item, long heldFor) {
        long lease = item.leaseMillis();
        return ItemStateRecord.held(
                        item.queue().name(),
                        item.order(),
                        item.attempts(),
                        after(lease),
                        lease,
                        clock.millis() - heldFor)
                .with(item.options().given());
    }

    @Override
    public long due(Item item, boolean atFront, long expiresIn) {
        if (!isFollowed(item)) {
            return item.order();
        }
        turnLog.change(item);
        long order = atFront ? front(item) : ids.getAsLong();
        turnLog.putUnawaited(
                Keys.state(item.id()), pending(item, order, 0, expiresIn).encode());
        return order;
    }

    @Override
    public void delivered(Item item, long heldFor) {
        if (!isFollowed(item)) {
            return;
        }
        byte[] key = Keys.state(item.id());
        if (item.isDetached()) {
            turnLog.put(key, held(item, heldFor).encode());
        } else {
            turnLog.putUnawaited(key, state(item, item.order(), true, 0).encode());
        }
    }

    @Override
    public void traced(Item item) {
        if (isFollowed(item)) {
            turnLog.put(Keys.trace(item.id()), TraceRecord.encode(item.trace()));
        }
    }

    @Override
    public void traceEnded(long id) {
        if (turnLog.isOpen()) {
            turnLog.delete(Keys.trace(id));
        }
    }

    @Override
    public void ended(long id) {
        if (turnLog.isOpen()) {
            turnLog.delete(Keys.item(id));
            turnLog.delete(Keys.state(id));
        }
    }

    @Override
    public void ended(long firstId, long lastId) {
        if (!turnLog.isOpen()) {
            return;
        }
        if (lastId - firstId >= RANGE) {
            turnLog.deleteRange(Keys.item(firstId), Keys.item(lastId + 1));
            return;
        }
        for (long id = firstId; id <= lastId; id++) {
            turnLog.breakPage();
            ended(id);
            traceEnded(id);
        }
    }

    @Override
    public RecordedItem readNow(long id) {
        return records.readNow(id);
    }

    @Override
    public void read(ItemQueue queue, long[] ids, long maxBytes, Reading done) {
        records.read(items(queue), ids, maxBytes, new Reading() {
            @Override
            public void read(List<RecordedItem> items) {
                turns.execute(() -> done.read(items));
            }

            @Override
            public void failed(String cause) {
                turns.execute(() -> done.failed(cause));
            }
        });
    }

    @Override
    public void readTraces(ItemQueue queue, long[] ids, TraceReading done) {
        records.readTraces(items(queue), ids, new TraceReading() {
            @Override
            public void read(List<ItemTrace> traces) {
                turns.execute(() -> done.read(traces));
            }

            @Override
            public void failed(String cause) {
                turns.execute(() -> done.failed(cause));
            }
        });
    }

    @Override
    public void unreadable(ItemQueue queue, String cause) {
        records.unreadable(items(queue), cause);
    }

    private static String items(ItemQueue queue) {
        return "items of queue " + queue.name();
    }

    @Override
    public void cancelled(Submission submission) {
        if (turnLog.isOpen()) {
            keep(submission, ResultRecord.cancelled(submission, Fate.CANCELLED, clock.millis()));
        }
    }

    @Override
    public void kept(Submission submission) {
        if (turnLog.isOpen()) {
            keep(submission, ResultRecord.of(submission, clock.millis()));
        } else if (!submission.isNoted()) {
            submission.doubt();
        }
    }

    @Override
    public void extended(Submission submission, long endedFor) {
        if (turnLog.isOpen() && submission.isNoted()) {
            turnLog.put(
                    Keys.result(submission.item().id()),
                    ResultRecord.of(submission, clock.millis() - endedFor).encode());
        }
    }

    private void keep(Submission submission, ResultRecord result) {
        turnLog.put(Keys.result(submission.item().id()), result.encode());
        turnLog.undo(submission::doubt);
        submission.noted();
    }

    @Override
    public void forgotten(Submission submission) {
        if (turnLog.isOpen()) {
            turnLog.deleteUnawaited(Keys.result(submission.item().id()));
        }
    }

    @Override
    public void changed(ItemQueue queue) {
        if (turnLog.isOpen()) {
            turnLog.put(
                    Keys.queue(queue.name()),
                    QueueRecord.of(queue, clock.millis()).encode());
        }
    }

    @Override
    public void deleted(ItemQueue queue) {
        if (turnLog.isOpen()) {
            turnLog.delete(Keys.queue(queue.name()));
        }
    }
}
