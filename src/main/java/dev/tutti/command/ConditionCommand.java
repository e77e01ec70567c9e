package dev.tutti.command;

/** A condition: a lock, and a line of those who wait for news. */
public sealed interface ConditionCommand extends SyncCommand {

    /** How many NOTIFY_ALL wakes at most. */
    int ALL = Integer.MAX_VALUE;

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.condition(this, caller);
    }

    /** One method a command. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void release(Release command, C caller);

        void locked(Locked command, C caller);

        void await(Wait command, C caller);

        void wake(Notify command, C caller);
    }

    record Acquire(String name, long timeout) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquire(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for what the caller holds */
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

    /** @param count how many to wake at most; {@link #ALL} for everybody */
    record Notify(String name, int count) implements ConditionCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.wake(this, caller);
        }
    }
}
