package dev.tutti.command;

/** A barrier, which opens when enough parties have come. */
public sealed interface BarrierCommand extends SyncCommand {

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(Families<C> families, C caller) {
        families.barrier(this, caller);
    }

    /** One method a command. */
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
