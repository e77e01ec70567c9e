package dev.tutti.command;

import dev.tutti.queue.PutOptions;
import java.util.concurrent.TimeUnit;

/**
 * The commands about tasks that the owner of a queue carries out. A task is an item whose result somebody awaits. Times
 * are in milliseconds.
 */
public sealed interface TaskCommand extends QueueCommand {

    /** How long a result is kept if the SUBMIT gives no TTL, and that of a RUN with a KEY, in milliseconds. */
    long DEFAULT_TTL = TimeUnit.HOURS.toMillis(1);

    /** Whether a command waits for the result of a task. */
    static boolean awaitsTask(Command command) {
        return command instanceof Run || command instanceof Await;
    }

    <C> void accept(TaskCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.task(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void run(Run command, C caller);

        void submit(Submit command, C caller);

        void await(Await command, C caller);

        void cancel(Cancel command, C caller);

        void checkOpen(CheckOpen command, C caller);
    }

    /** @param timeout {@link #NO_TIMEOUT} for the server's default, {@link #FOR_EVER} as part of a GATHER */
    record Run(String queue, byte[] item, PutOptions options, long timeout) implements TaskCommand {
        /** Without options. */
        public Run(String queue, byte[] item, long timeout) {
            this(queue, item, PutOptions.NORMAL, timeout);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.run(this, caller);
        }
    }

    /** @param ttl how long the result is kept */
    record Submit(String queue, byte[] item, PutOptions options, long ttl, long timeout) implements TaskCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.submit(this, caller);
        }
    }

    record Await(String queue, long id, long timeout) implements TaskCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.await(this, caller);
        }
    }

    record Cancel(String queue, long id) implements TaskCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.cancel(this, caller);
        }
    }

    /** Asks if the queue accepts items. A GATHER checks all of its queues so before it puts any item. */
    record CheckOpen(String queue) implements TaskCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.checkOpen(this, caller);
        }
    }
}
