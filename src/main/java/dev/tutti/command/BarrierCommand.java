package dev.tutti.command;

/** The BARRIER commands. */
public sealed interface BarrierCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.barrier(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void await(Wait command, C caller);

        void abort(Abort command, C caller);

        void reset(Reset command, C caller);

        void state(State command, C caller);
    }

    record Wait(String name, int parties, long timeout) implements BarrierCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.await(this, caller);
        }
    }

    record Abort(String name) implements BarrierCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.abort(this, caller);
        }
    }

    record Reset(String name) implements BarrierCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.reset(this, caller);
        }
    }

    record State(String name) implements BarrierCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.state(this, caller);
        }
    }
}
