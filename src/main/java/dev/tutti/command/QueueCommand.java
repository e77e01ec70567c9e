package dev.tutti.command;

import dev.tutti.queue.Failure;
import dev.tutti.queue.PutOptions;

/** The commands that the owner of a queue carries out. Times are in milliseconds. */
public sealed interface QueueCommand extends Command
        permits TaskCommand,
                MoveCommand,
                SettingsCommand,
                GetAnyCommand,
                ScheduleCommand,
                ItemCommand,
                QueueCommand.Put,
                QueueCommand.Get,
                QueueCommand.Consume,
                QueueCommand.Done,
                QueueCommand.Fail,
                QueueCommand.Release,
                QueueCommand.Join,
                QueueCommand.Size,
                QueueCommand.Peek,
                QueueCommand.Purge,
                QueueCommand.Shutdown,
                QueueCommand.Delete,
                QueueCommand.Stats {

    /** The value of LEASE that stands for the queue's own setting. */
    long QUEUES_LEASE = -1;

    /** The value of ATTEMPT that stands for any. */
    int ANY_ATTEMPT = 0;

    @Override
    default Family family() {
        return Family.QUEUE;
    }

    /** The queue's name, whose hash selects the owner. */
    String queue();

    <C> void accept(Handler<C> handler, C caller);

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void task(TaskCommand command, C caller);

        void settings(SettingsCommand command, C caller);

        void getAny(GetAnyCommand command, C caller);

        void schedule(ScheduleCommand command, C caller);

        void item(ItemCommand command, C caller);

        void put(Put command, C caller);

        void get(Get command, C caller);

        void consume(Consume command, C caller);

        void done(Done command, C caller);

        void fail(Fail command, C caller);

        void release(Release command, C caller);

        void join(Join command, C caller);

        void size(Size command, C caller);

        void peek(Peek command, C caller);

        void move(MoveCommand command, C caller);

        void purge(Purge command, C caller);

        void shutdown(Shutdown command, C caller);

        void delete(Delete command, C caller);

        void stats(Stats command, C caller);
    }

    record Put(String queue, byte[] item, PutOptions options, long timeout) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.put(this, caller);
        }
    }

    /**
     * @param count the most items to get, or 0 without COUNT: then the reply is one item and not an array
     * @param lease in milliseconds, or {@link #QUEUES_LEASE} if none is given
     * @param detached whether the item belongs to its lease alone; a queue may say so for every GET
     */
    record Get(String queue, int count, long timeout, long lease, boolean detached) implements QueueCommand {
        public Get(String queue, int count, long timeout, long lease) {
            this(queue, count, timeout, lease, false);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.get(this, caller);
        }
    }

    /**
     * The GET of a consumer of this process: one item, without a timeout and without a lease. It does not count as a
     * waiter in STATS and WAITERS, and its caller is told when the item is cancelled while in flight.
     */
    record Consume(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.consume(this, caller);
        }
    }

    /** @param attempt the delivery that is meant, or {@link #ANY_ATTEMPT} */
    record Done(String queue, long id, byte[] result, int attempt) implements QueueCommand {
        public Done(String queue, long id, byte[] result) {
            this(queue, id, result, ANY_ATTEMPT);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.done(this, caller);
        }
    }

    /** @param attempt the delivery that is meant, or {@link #ANY_ATTEMPT} */
    record Fail(String queue, long id, Failure failure, int attempt) implements QueueCommand {
        public Fail(String queue, long id, byte[] message) {
            this(queue, id, Failure.of(message), ANY_ATTEMPT);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.fail(this, caller);
        }
    }

    /**
     * @param delay how long the item is delayed before it is ready again
     * @param attempt the delivery that is meant, or {@link #ANY_ATTEMPT}
     */
    record Release(String queue, long id, long delay, int attempt) implements QueueCommand {
        public Release(String queue, long id, long delay) {
            this(queue, id, delay, ANY_ATTEMPT);
        }

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

    record Shutdown(String queue, boolean immediate) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.shutdown(this, caller);
        }
    }

    record Delete(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.delete(this, caller);
        }
    }

    record Stats(String queue) implements QueueCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.stats(this, caller);
        }
    }
}
