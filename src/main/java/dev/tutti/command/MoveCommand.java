package dev.tutti.command;

import dev.tutti.queue.PutOptions;

/** MOVE, and what the owner of the one queue asks the owner of the other for it. */
public sealed interface MoveCommand extends QueueCommand {

    <C> void accept(MoveCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.move(this, caller);
    }

    /** One method a command; {@code C} is whoever asks, and is answered. */
    interface Handler<C> {
        void move(Move command, C caller);

        void reserve(Reserve command, C caller);

        void vacate(Vacate command, C caller);

        void adopt(Adopt command, C caller);

        void resume(Resume command, C caller);
    }

    /** An item without a result to be kept. */
    long NO_TTL = -1;

    /**
     * @param queue where the items are now
     * @param count at most so many
     */
    record Move(String queue, String to, int count) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.move(this, caller);
        }
    }

    /** Keeps room for up to so many items; answered with how many. */
    record Reserve(String queue, int count) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.reserve(this, caller);
        }
    }

    /** Gives room back that was kept and is not needed. */
    record Vacate(String queue, int count) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.vacate(this, caller);
        }
    }

    /**
     * An item for the room that was kept.
     *
     * @param ttl of a submitted one; {@link #NO_TTL} of others
     */
    record Adopt(String queue, long id, byte[] item, PutOptions options, long ttl) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.adopt(this, caller);
        }
    }

    /** The same for the item of a RUN; answered with how it ends. */
    record Resume(String queue, long id, byte[] item, PutOptions options) implements MoveCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.resume(this, caller);
        }
    }
}
