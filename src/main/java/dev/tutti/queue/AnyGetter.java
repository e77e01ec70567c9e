package dev.tutti.queue;

import dev.tutti.waiting.Claim;
import dev.tutti.waiting.Decision;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;

/**
 * A GET from one of several queues, whichever can deliver first. It stands in the line of each queue and overtakes
 * nobody. The queue that can deliver takes the {@link Claim} before it takes an item out, and then the getter leaves
 * the other lines. Queues of other owners share the claim, so the getter is served once.
 *
 * <p>A line closes when its queue is shut down and empty, or deleted. When all are closed, the getter is refused. If a
 * queue was deleted, the getter joins the line of the next queue of that name.
 */
public final class AnyGetter implements Wait {

    /** Hears of the end of the wait, once, and before that of each item that it ends with. */
    public interface Listener {
        /** This item is delivered. It is one of those with which the getter will be served, maybe much later. */
        void delivering(WorkQueue from, Item item);

        void served(WorkQueue from, List<Item> items);

        /** All queues are shut down or deleted. */
        void shutDown();

        /** The next item of a queue cannot be read from the journal, for that reason. */
        void unreadable(String cause);

        /** It was told to give up, since the wait has ended at another owner. */
        void givenUp();
    }

    /** The place in the line of one queue. */
    private final class Line implements QueueWaiter<List<Item>> {
        private final String name;
        private final Holder holder;
        private final long lease;
        private WorkQueue queue;
        /** Null while it is not in the line. */
        private Wait turn;

        private boolean isClosed;

        private Line(String name, Holder holder, long lease) {
            this.name = name;
            this.holder = holder;
            this.lease = lease;
        }

        private void enter() {
            queue = queues.named(name);
            turn = queue.awaitItem(holder, count, lease, this);
        }

        private void leave() {
            Wait left = turn;
            turn = null;
            if (left != null) {
                left.withdraw();
            }
        }

        private void serve() {
            if (turn != null) {
                queue.serve();
            }
        }

        @Override
        public boolean claims() {
            boolean claimed = claim.take();
            if (claimed) {
                isServed = true;
            } else {
                turn = null;
            }
            return claimed;
        }

        @Override
        public void delivering(Item item) {
            listener.delivering(queue, item);
        }

        @Override
        public void served(List<Item> items) {
            turn = null;
            leaveAll();
            listener.served(queue, items);
        }

        @Override
        public void shutDown() {
            turn = null;
            boolean isLast = !isClosed && claim.closeLine();
            isClosed = true;
            if (!isLast) {
                queue.whenOpen(this::enterNext);
            } else if (claim.take()) {
                leaveAll();
                listener.shutDown();
            }
        }

        /** If the queue was deleted, another one of its name may get items. */
        private void enterNext() {
            if (!claim.isTaken() && queues.existing(name) != queue) {
                enter();
                serve();
            }
        }

        @Override
        public void unreadable(String cause) {
            turn = null;
            if (claim.take()) {
                leaveAll();
                listener.unreadable(cause);
            }
        }
    }

    private final Queues queues;
    private final Claim claim;
    private final int count;
    private final Listener listener;
    private final List<Line> lines = new ArrayList<>();
    /** Whether a queue here has taken the claim to serve it. */
    private boolean isServed;

    /**
     * @param claim for the lines of all owners together
     * @param count the most items that it gets
     */
    public AnyGetter(Queues queues, Claim claim, int count, Listener listener) {
        this.queues = queues;
        this.claim = claim;
        this.count = count;
        this.listener = listener;
    }

    /**
     * Enters the line of a queue, which is created if there is none. Call {@link #serve} once all lines are entered and
     * the getter waits.
     *
     * @param lease of the items of this queue, in milliseconds, 0 for ever
     */
    public void enter(String queue, Holder holder, long lease) {
        Line line = new Line(queue, holder, lease);
        lines.add(line);
        line.enter();
    }

    /** Serves the lines that can be served already. */
    public void serve() {
        for (Line line : lines) {
            line.serve();
        }
    }

    private void leaveAll() {
        lines.forEach(Line::leave);
    }

    @Override
    public int lines() {
        return lines.size();
    }

    @Override
    public void withdraw() {
        claim.take();
        leaveAll();
    }

    @Override
    public boolean giveUp() {
        boolean over = claim.take();
        if (over) {
            leaveAll();
        }
        return over;
    }

    @Override
    public boolean isBrief() {
        return claim.isTaken();
    }

    /** The wait has ended elsewhere, unless a queue here is about to serve it. */
    @Override
    public void decide(Decision decision) {
        if (decision == Decision.GIVE_UP && !isServed) {
            withdraw();
            listener.givenUp();
        }
    }
}
