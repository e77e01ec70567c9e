package dev.tutti.command;

import dev.tutti.queue.Awaiter;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.PutOptions;
import dev.tutti.queue.WorkQueue;

/** QUEUE MOVE and QUEUE RESCHEDULE, and the commands that carry a move out between the owners of two queues. */
public sealed interface MoveCommand extends QueueCommand {

    <C> void accept(MoveCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.move(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void move(Move command, C caller);

        void reschedule(Reschedule command, C caller);

        void reserve(Reserve command, C caller);

        void vacate(Vacate command, C caller);

        void adopt(Adopt command, C caller);

        void resume(Resume command, C caller);
    }

    /** The TTL of an item whose result is not kept. */
    long NO_TTL = Awaiter.NOT_KEPT;

    /**
     * @param queue the queue that the items leave
     * @param to the queue that they enter
     * @param count the most items to move
     * @param id the only item to move, or {@link #NEXT} for the next ones
     */
    record Move(String queue, String to, int count, long id) implements MoveCommand {

        /** In place of an id: no item has it. */
        public static final long NEXT = 0;

        /** Whether the command names the item to move. */
        public boolean isOfOne() {
            return id != NEXT;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.move(this, caller);
        }
    }

    /**
     * Gives a ready or delayed item another place.
     *
     * @param priority null to leave it as it is
     * @param delay the milliseconds until it is ready, 0 for now, or {@link #SAME_TIME} to leave that as it is
     */
    record Reschedule(String queue, long id, Long priority, long delay) implements MoveCommand {

        /** The delay of an item that becomes ready when it would have anyway. */
        public static final long SAME_TIME = WorkQueue.SAME_TIME;

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.reschedule(this, caller);
        }
    }

    /** Reserves room for up to {@code count} items. The reply is the number of items for which there is room. */
    record Reserve(String queue, int count) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.reserve(this, caller);
        }
    }

    /** Releases room that was reserved and is not needed. */
    record Vacate(String queue, int count) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.vacate(this, caller);
        }
    }

    /**
     * Adds an item to the reserved room.
     *
     * @param ttl how long the result of a submitted item is kept, in milliseconds, or {@link #NO_TTL} for other items
     */
    record Adopt(String queue, long id, byte[] item, PutOptions options, long ttl, ItemTrace trace)
            implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.adopt(this, caller);
        }
    }

    /** Adds the item of a RUN to the reserved room. The reply is the result of the task, sent when it has ended. */
    record Resume(String queue, long id, byte[] item, PutOptions options, ItemTrace trace) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.resume(this, caller);
        }
    }
}
