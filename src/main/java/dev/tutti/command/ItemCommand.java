package dev.tutti.command;

import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.ItemView;
import dev.tutti.queue.WorkQueue;

/** The commands that show items of a queue, and TOUCH. Times are in milliseconds. */
public sealed interface ItemCommand extends QueueCommand {

    /** The value of a LEASE that TOUCH did not give. */
    long SAME_LEASE = WorkQueue.SAME_LEASE;

    <C> void accept(ItemCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.item(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void touch(Touch command, C caller);

        void inspect(Inspect command, C caller);

        void items(Items command, C caller);
    }

    /**
     * @param progress null if none is given
     * @param lease the length of the lease from now on, 0 for no lease, or {@link #SAME_LEASE}
     * @param attempt the delivery that is meant, or {@link #ANY_ATTEMPT}
     */
    record Touch(String queue, long id, byte[] progress, long lease, int attempt) implements ItemCommand {
        public Touch(String queue, long id) {
            this(queue, id, null, SAME_LEASE, ANY_ATTEMPT);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.touch(this, caller);
        }
    }

    record Inspect(String queue, long id) implements ItemCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.inspect(this, caller);
        }
    }

    /**
     * @param state the only one that is wanted, or null
     * @param after items up to this id are not wanted
     */
    record Items(String queue, ItemView.State state, int count, long after) implements ItemCommand {

        /** The most items of one reply. */
        public static final int MOST = 1_000;
        /** The most bytes by which one item is shown. */
        public static final int MOST_BYTES = 2 * ItemTrace.MOST_BYTES + 1_000;

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.items(this, caller);
        }
    }
}
