package dev.tutti.command;

import java.util.List;

/** The CONDITION commands. */
public sealed interface ConditionCommand extends SyncCommand {

    /** The count of NOTIFY_ALL. */
    int ALL = Integer.MAX_VALUE;

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.condition(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void release(Release command, C caller);

        void locked(Locked command, C caller);

        void await(Wait command, C caller);

        void wake(Notify command, C caller);
    }

    record Acquire(String name, long timeout) implements ConditionCommand {
        @Override
        public List<String> namesOfNewTokens() {
            return List.of(name);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquire(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for the lock that the caller holds */
    record Release(String name, long token) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    record Locked(String name) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.locked(this, caller);
        }
    }

    record Wait(String name, long timeout) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.await(this, caller);
        }
    }

    /** @param count the most waiters to wake, {@link #ALL} for all */
    record Notify(String name, int count) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.wake(this, caller);
        }
    }
}
