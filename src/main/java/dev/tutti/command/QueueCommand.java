package dev.tutti.command;

import dev.tutti.config.QueueConfig;

/** What the owner of a queue is asked; times in milliseconds. */
public sealed interface QueueCommand extends OwnedCommand {

    /** The queue's name, which says who its owner is. */
    String queue();

    <C> void accept(Handler<C> handler, C caller);

    /** One method a command; {@code C} is whoever asks, and is answered. */
    interface Handler<C> {
        void run(Run command, C caller);

        void create(Create command, C caller);

        void put(Put command, C caller);

        void get(Get command, C caller);

        void consume(Consume command, C caller);

        void done(Done command, C caller);

        void fail(Fail command, C caller);

        void release(Release command, C caller);

        void join(Join command, C caller);

        void size(Size command, C caller);

        void peek(Peek command, C caller);

        void purge(Purge command, C caller);

        void stats(Stats command, C caller);

        void list(ListNames command, C caller);
    }

    /** @param timeout {@link #NO_TIMEOUT} for the server's default, {@link #FOR_EVER} as part of a GATHER */
    record Run(String queue, byte[] item, long timeout) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.run(this, caller);
        }
    }

    /** What is null is not named, and takes the default. */
    record Create(String queue, QueueConfig.Kind kind, Integer maxSize, Long lease, Integer attempts)
            implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.create(this, caller);
        }
    }

    record Put(String queue, byte[] item, long timeout) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.put(this, caller);
        }
    }

    /** @param count 0 without COUNT: one item, and not an array of them */
    record Get(String queue, int count, long timeout) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.get(this, caller);
        }
    }

    /**
     * What a consumer of this process asks for: one item, for as long as it takes to come and to finish. Counts as no
     * waiter, and its caller is told of an item that is cancelled in its hands.
     */
    record Consume(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.consume(this, caller);
        }
    }

    record Done(String queue, long id, byte[] result) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.done(this, caller);
        }
    }

    record Fail(String queue, long id, byte[] message) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.fail(this, caller);
        }
    }

    record Release(String queue, long id) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    record Join(String queue, long timeout) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.join(this, caller);
        }
    }

    record Size(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.size(this, caller);
        }
    }

    record Peek(String queue, int count) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.peek(this, caller);
        }
    }

    record Purge(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.purge(this, caller);
        }
    }

    record Stats(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.stats(this, caller);
        }
    }

    /** The names of one owner's queues; asked of every owner. */
    record ListNames() implements QueueCommand {
        @Override
        public String queue() {
            throw new IllegalStateException("every owner is asked for its queues, not that of one name");
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.list(this, caller);
        }
    }
}
