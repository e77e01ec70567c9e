package dev.tutti.command;

/** The EVENT commands. */
public sealed interface EventCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.event(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void set(Set command, C caller);

        void clear(Clear command, C caller);

        void await(Wait command, C caller);

        void isSet(IsSet command, C caller);
    }

    record Set(String name) implements EventCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.set(this, caller);
        }
    }

    record Clear(String name) implements EventCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.clear(this, caller);
        }
    }

    record Wait(String name, long timeout) implements EventCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.await(this, caller);
        }
    }

    record IsSet(String name) implements EventCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.isSet(this, caller);
        }
    }
}
