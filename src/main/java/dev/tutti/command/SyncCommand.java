package dev.tutti.command;

/** What the owner of an event, a lock or one of their kin is asked; times in milliseconds. */
public sealed interface SyncCommand extends Command
        permits EventCommand, LockCommand, SemaphoreCommand, ConditionCommand, BarrierCommand {

    /** A token that was not given: those that are given are larger. */
    long NO_TOKEN = 0;

    @Override
    default Family family() {
        return Family.SYNC;
    }

    /** The primitive's name, which says who its owner is. */
    String name();

    <C> void accept(Families<C> families, C caller);

    /** One method a family of commands; {@code C} is whoever asks, and is answered. */
    interface Families<C> {
        void event(EventCommand command, C caller);

        void lock(LockCommand command, C caller);

        void semaphore(SemaphoreCommand command, C caller);

        void condition(ConditionCommand command, C caller);

        void barrier(BarrierCommand command, C caller);
    }
}
