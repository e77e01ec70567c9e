package dev.tutti.command;

import java.util.List;

/** The LOCK commands. */
public sealed interface LockCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.lock(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void acquire(Acquire command, C caller);

        void acquireAll(AcquireAll command, C caller);

        void release(Release command, C caller);

        void touch(Touch command, C caller);

        void locked(Locked command, C caller);
    }

    /**
     * @param lease in milliseconds, or 0 for no lease
     * @param detached whether the lock belongs to its lease alone
     */
    record Acquire(String name, long timeout, long lease, boolean detached) implements LockCommand {
        public Acquire(String name, long timeout, long lease) {
            this(name, timeout, lease, false);
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

    /**
     * All of these locks, or those of them that one owner has.
     *
     * @param names all different
     * @param lease in milliseconds, or 0 for no lease
     * @param detached whether the locks belong to their leases alone
     * @param part null if one owner has all locks
     */
    record AcquireAll(List<String> names, long timeout, long lease, boolean detached, Part part)
            implements LockCommand {

        /**
         * The part of one owner among several.
         *
         * @param index the number by which its notices and its reply name it
         * @param ticket the age of the whole command: of two, the one with the lower ticket is older
         */
        public record Part(int index, long ticket) {}

        public AcquireAll {
            names = List.copyOf(names);
        }

        @Override
        public List<String> namesOfNewTokens() {
            return names;
        }

        @Override
        public String name() {
            return names.get(0);
        }

        public AcquireAll withTimeout(long millis) {
            return new AcquireAll(names, millis, lease, detached, part);
        }

        public AcquireAll part(int index, long ticket, List<String> some) {
            return new AcquireAll(some, timeout, lease, detached, new Part(index, ticket));
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.acquireAll(this, caller);
        }
    }

    /** @param token {@link #NO_TOKEN} for the lock that the caller holds */
    record Release(String name, long token) implements LockCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.release(this, caller);
        }
    }

    /** @param lease the new length of the lease in milliseconds; {@link #SAME_LEASE} to keep it; 0 for no lease */
    record Touch(String name, long token, long lease) implements LockCommand {
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
