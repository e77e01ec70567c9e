package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts what was recorded back into the queues of one owner, before anybody uses them: first the queues, then the items
 * with growing ids, then the results. Those that were in flight are ready again, before all others, or have failed.
 */
public final class QueueRebuilder {

    /**
     * An item as it was recorded.
     *
     * @param ttl for how many milliseconds its result is to be kept, or negative if it was not submitted
     * @param order where it stands, see {@link QueueStore}
     * @param atFront whether it goes to the front when its delay is over
     * @param dueIn the milliseconds until it is ready, negative if it should be by now; null if it had no delay
     */
    public record Recorded(
            long id,
            String queue,
            byte[] body,
            Long priority,
            long ttl,
            int attempts,
            long order,
            boolean inFlight,
            boolean atFront,
            Long dueIn) {}

    private static final Comparator<Item> BY_ORDER = Comparator.comparingLong(Item::order);

    /**
     * An item that stands behind others which have not been read yet.
     *
     * @param item null if memory is too short for it: it is read once more
     */
    private record Later(long order, long id, Item item) {}

    /** The items of one queue that do not stand where their ids say. */
    private static final class Displaced {
        private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::order));
        private final List<Item> atFront = new ArrayList<>();
        private final List<Item> inFlight = new ArrayList<>();
        /** Those whose last attempt that was. */
        private final List<Item> lost = new ArrayList<>();
    }

    private record Delayed(Item item, long dueIn, boolean atFront) {
        void hold() {
            item.queue.pendingItems().hold(item, dueIn, atFront);
        }
    }

    /** As they were delayed, which is how those go that are due at the same time: orders grow, away from 0. */
    private static final Comparator<Delayed> LATER_LAST =
            Comparator.comparingLong(delayed -> Math.abs(delayed.item.order));

    private final Queues queues;
    private final QueueContext context;
    private final Map<String, QueueConfig> configured;
    private final Map<WorkQueue, Displaced> displaced = new HashMap<>();
    private final List<Delayed> delayed = new ArrayList<>();

    QueueRebuilder(Queues queues, QueueContext context, Map<String, QueueConfig> configured) {
        this.queues = queues;
        this.context = context;
        this.configured = configured;
    }

    /** A queue that was created or shut down; where the configuration names it, its settings are those. */
    public void queue(String name, QueueConfig settings, boolean kept, boolean shutDown, boolean closed) {
        queues.make(name, configured.getOrDefault(name, settings), configured.containsKey(name))
                .restore(kept, shutDown, closed);
    }

    public void item(Recorded recorded) {
        WorkQueue queue = queues.named(recorded.queue());
        Item item = item(recorded, queue);
        context.memory().take(item.bytes());
        if (item.awaiter() instanceof Submission submission) {
            queue.submissions().add(submission);
        }
        place(item, recorded, queue);
    }

    /** The item of that record, which stands nowhere yet. */
    static Item item(Recorded recorded, WorkQueue queue) {
        PutOptions options = new PutOptions(recorded.priority(), 0);
        Item item = recorded.ttl() < 0
                ? new Item(recorded.body(), options, null)
                : new Submission(recorded.ttl()).item(recorded.body(), options);
        item.id = recorded.id();
        item.queue = queue;
        item.attempts = recorded.attempts();
        item.order = recorded.order();
        item.restored();
        return item;
    }

    private void place(Item item, Recorded recorded, WorkQueue queue) {
        Displaced others = displaced.computeIfAbsent(queue, first -> new Displaced());
        if (recorded.inFlight()) {
            (queue.inFlight().isOutOfAttempts(item) ? others.lost : others.inFlight).add(item);
        } else if (recorded.dueIn() != null) {
            delayed.add(new Delayed(item, recorded.dueIn(), recorded.atFront()));
        } else if (item.order < 0) {
            others.atFront.add(item);
        } else if (item.order > item.id) {
            others.later.add(later(item));
        } else {
            enterBefore(item.id, others, queue);
            enter(item, queue);
        }
    }

    private Later later(Item item) {
        if (context.memory().isTight() && item.form() == Form.WRITTEN) {
            context.memory().release(item.bytes());
            return new Later(item.order, item.id, null);
        }
        return new Later(item.order, item.id, item);
    }

    private static void enter(Item item, WorkQueue queue) {
        queue.pendingItems().enterReady(item);
        queue.pendingItems().spill(item);
    }

    /** What was put later stands behind them. */
    private void enterBefore(long order, Displaced displaced, WorkQueue queue) {
        while (!displaced.later.isEmpty() && displaced.later.peek().order() < order) {
            Later next = displaced.later.poll();
            enter(next.item() == null ? readAgain(next.id(), queue) : next.item(), queue);
        }
    }

    private Item readAgain(long id, WorkQueue queue) {
        Item item = queue.pendingItems().read(new long[] {id}).get(0);
        context.memory().take(item.bytes());
        return item;
    }

    /**
     * A result that is kept.
     *
     * @param how tells it
     * @param bytes how many it has
     * @param expiresIn the milliseconds for which it is kept still
     */
    public void result(long id, String queue, Consumer<Awaiter> how, int bytes, long expiresIn) {
        Submission submission = new Submission(expiresIn);
        submission.item(new byte[0], PutOptions.NORMAL).id = id;
        submission.restore(how, bytes);
        queues.named(queue).submissions().restore(submission, expiresIn);
    }

    /** All has been told: the queues are whole, and what is due by now is ready. */
    public void finish() {
        displaced.forEach(this::bringBack);
        // Only now, since a dead-letter queue has what it had before; by name, since several may share it.
        displaced.keySet().stream()
                .sorted(Comparator.comparing(WorkQueue::name))
                .forEach(queue -> fail(queue, displaced.get(queue)));
        delayed.sort(LATER_LAST);
        delayed.forEach(Delayed::hold);
        context.timers().run();
        queues.all().forEach(WorkQueue::settle);
    }

    private void bringBack(WorkQueue queue, Displaced others) {
        enterBefore(Long.MAX_VALUE, others, queue);
        boolean lastFirst = queue.config().kind() == Kind.LIFO;
        others.atFront.sort(BY_ORDER.reversed());
        others.inFlight.sort(lastFirst ? BY_ORDER : BY_ORDER.reversed());
        // The last one to come back is the first to go.
        others.atFront.forEach(item -> queue.pendingItems().comeBack(item, 0));
        // From here on they stand there, whatever comes to the front later; unless what comes back is dropped.
        others.inFlight.forEach(queue.inFlight()::comeBack);
    }

    private static void fail(WorkQueue queue, Displaced others) {
        others.lost.sort(queue.config().kind() == Kind.LIFO ? BY_ORDER.reversed() : BY_ORDER);
        others.lost.forEach(queue.inFlight()::failLost);
    }
}
