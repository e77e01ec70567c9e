package dev.tutti.sync;

import dev.tutti.command.BarrierCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import java.util.List;

/** Carries out the BARRIER commands by calls on {@link AsyncBarrier}. */
final class BarrierService implements BarrierCommand.Handler<Coroutine<Holdings>> {

    private final PrimitiveRegistry<AsyncBarrier> barriers;
    private final RetainedMemory retained;

    BarrierService(PrimitiveRegistry<AsyncBarrier> barriers, RetainedMemory retained) {
        this.barriers = barriers;
        this.retained = retained;
    }

    @Override
    public void await(BarrierCommand.Wait command, Coroutine<Holdings> caller) {
        AsyncBarrier barrier = barriers.existing(command.name());
        check(command, barrier);
        int waiting = barrier == null ? 0 : barrier.waiting();
        if (waiting + 1 == command.parties()) {
            caller.reply(Reply.integer(barrier == null ? 0 : barrier.pass()), Basis.MEMORY);
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    barriers.getOrCreate(command.name())
                            .await(caller, command.parties(), arrival(command.name(), caller)),
                    Reply.NULL,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    private void check(BarrierCommand.Wait command, AsyncBarrier barrier) {
        if (barrier == null) {
            return;
        }
        if (barrier.isBroken()) {
            throw Refusal.broken(command.name());
        }
        if (barrier.parties() != command.parties()) {
            throw Refusal.malformed(barriers.describe(command.name()) + " waits for " + barrier.parties()
                    + " parties, not " + command.parties() + ", until it opens or is RESET");
        }
    }

    private static AsyncBarrier.Arrival arrival(String name, Coroutine<Holdings> caller) {
        return new AsyncBarrier.Arrival() {
            @Override
            public void passed(int index) {
                caller.resume(Reply.integer(index), Basis.MEMORY);
            }

            @Override
            public void broken() {
                caller.resume(Refusal.broken(name).reply(), Basis.MEMORY);
            }
        };
    }

    @Override
    public void abort(BarrierCommand.Abort command, Coroutine<Holdings> caller) {
        AsyncBarrier barrier = barriers.existing(command.name());
        if (barrier == null || !barrier.isBroken()) {
            retained.checkRoom(command.name());
            retained.begins(command.name());
            barriers.getOrCreate(command.name()).abort();
        }
        caller.reply(Reply.OK, Basis.MEMORY);
    }

    @Override
    public void reset(BarrierCommand.Reset command, Coroutine<Holdings> caller) {
        AsyncBarrier barrier = barriers.existing(command.name());
        if (barrier != null && barrier.isBroken()) {
            retained.ends(command.name());
        }
        if (barrier != null) {
            barrier.reset();
        }
        caller.reply(Reply.OK, Basis.MEMORY);
    }

    @Override
    public void state(BarrierCommand.State command, Coroutine<Holdings> caller) {
        AsyncBarrier barrier = barriers.existing(command.name());
        caller.reply(barrier == null ? state(0, 0, 0) : state(barrier), Basis.MEMORY);
    }

    private static Reply state(AsyncBarrier barrier) {
        return state(barrier.parties(), barrier.waiting(), barrier.isBroken() ? 1 : 0);
    }

    private static Reply state(int parties, int waiting, int broken) {
        return new Reply.Pairs(List.of(
                Reply.text("parties"),
                Reply.integer(parties),
                Reply.text("waiting"),
                Reply.integer(waiting),
                Reply.text("broken"),
                Reply.integer(broken)));
    }
}
