package dev.tutti.command;

/** A semaphore, of which several permits may be held at a time. */
public sealed interface SemaphoreCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.semaphore(this, caller);
    }

    /** One method a command. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void release(Release command, C caller);

        void touch(Touch command, C caller);

        void value(Value command, C caller);
    }

    /**
     * @param limit how many permits there are; 0 if it was not given
     * @param lease 0 for none
     */
    record Acquire(String name, int limit, long timeout, long lease) implements SemaphoreCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquire(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for the newest that the caller holds */
    record Release(String name, long token) implements SemaphoreCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    record Touch(String name, long token) implements SemaphoreCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.touch(this, caller);
        }
    }

    record Value(String name) implements SemaphoreCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.value(this, caller);
        }
    }
}
