package dev.tutti.command;

import java.util.List;

/**
 * The commands that the owner of an event, lock, semaphore, condition or barrier carries out. Times are in
 * milliseconds.
 */
public sealed interface SyncCommand extends Command
        permits EventCommand, LockCommand, SemaphoreCommand, ConditionCommand, BarrierCommand {

    /** The value of a token that the client did not give. Real tokens are larger. */
    long NO_TOKEN = 0;

    /** The value of a LEASE that TOUCH did not give. */
    long SAME_LEASE = -1;

    @Override
    default Family family() {
        return Family.SYNC;
    }

    /** The primitive's name, whose hash selects the owner. */
    String name();

    /** The names of which the command adds a lock or a permit with a token of its own, now or when its wait ends. */
    default List<String> namesOfNewTokens() {
        return List.of();
    }

    <C> void accept(Families<C> families, C caller);

    /** Carries the commands out, one method for each family. {@code C} is the type of the caller. */
    interface Families<C> {
        void event(EventCommand command, C caller);

        void lock(LockCommand command, C caller);

        void semaphore(SemaphoreCommand command, C caller);

        void condition(ConditionCommand command, C caller);

        void barrier(BarrierCommand command, C caller);
    }
}
