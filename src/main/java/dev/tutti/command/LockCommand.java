package dev.tutti.command;

/** A lock, which one connection holds at a time. */
public sealed interface LockCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.lock(this, caller);
    }

    /** One method a command. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void release(Release command, C caller);

        void touch(Touch command, C caller);

        void locked(Locked command, C caller);
    }

    /** @param lease 0 for none */
    record Acquire(String name, long timeout, long lease) implements LockCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquire(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for what the caller holds */
    record Release(String name, long token) implements LockCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    record Touch(String name, long token) implements LockCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.touch(this, caller);
        }
    }

    record Locked(String name) implements LockCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.locked(this, caller);
        }
    }
}
