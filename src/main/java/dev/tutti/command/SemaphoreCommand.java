package dev.tutti.command;

import java.util.List;

/** The SEMAPHORE commands. */
public sealed interface SemaphoreCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.semaphore(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void release(Release command, C caller);

        void touch(Touch command, C caller);

        void value(Value command, C caller);
    }

    /**
     * @param limit the number of permits of the semaphore, or 0 if it was not given
     * @param permits as many of them as are wanted
     * @param lease in milliseconds, or 0 for no lease
     * @param detached whether the permits belong to their lease alone
     */
    record Acquire(String name, int limit, int permits, long timeout, long lease, boolean detached)
            implements SemaphoreCommand {
        public Acquire(String name, int limit, long timeout, long lease) {
            this(name, limit, 1, timeout, lease, false);
        }

        @Override
        public List<String> namesOfNewTokens() {
            return List.of(name);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquire(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for the permits that the caller took last */
    record Release(String name, long token) implements SemaphoreCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    /** @param lease the new length of the lease in milliseconds; {@link #SAME_LEASE} to keep it; 0 for no lease */
    record Touch(String name, long token, long lease) implements SemaphoreCommand {
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
