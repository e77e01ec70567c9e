package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import dev.tutti.command.ScheduleCommand.GiveUp;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.waiting.Wait;
import java.util.function.Consumer;

/** Asks all other owners to give up their schedules of one name, and answers the caller when all have done so. */
final class GivingWay implements Wait {

    private final PeerOwners peers;
    private final int instance;
    private final Coroutine<Holder> caller;
    private final WriteGuard guard;
    private final Consumer<Reply.Array> onState;
    private Runnable onEnd = () -> {};
    private int open;
    private boolean withdrawn;
    private Reply reply = Reply.OK;

    /** @param onState takes the state of each schedule that was given up */
    GivingWay(
            PeerOwners peers, int instance, Coroutine<Holder> caller, WriteGuard guard, Consumer<Reply.Array> onState) {
        this.peers = peers;
        this.instance = instance;
        this.caller = caller;
        this.guard = guard;
        this.onState = onState;
    }

    /**
     * To be called once the caller waits for this.
     *
     * @param last run before the caller is answered
     */
    void ask(GiveUp command, Runnable last) {
        onEnd = last;
        open = peers.count() - 1;
        for (int owner = 0; owner < peers.count(); owner++) {
            if (owner != instance) {
                peers.ask(owner, command, this::answered);
            }
        }
    }

    void await() {
        caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
    }

    private void answered(Reply answer) {
        open--;
        if (answer instanceof Reply.Array state) {
            onState.accept(state);
        } else if (answer instanceof Reply.Error) {
            reply = answer;
        }
        if (open == 0) {
            onEnd.run();
            end(reply);
        }
    }

    /** If the journal has failed meanwhile, the change is not written. */
    void end(Reply answer) {
        if (!withdrawn) {
            caller.resume(guard.isWritable() ? answer : guard.lost());
        }
    }

    /** The others are asked all the same. */
    @Override
    public void withdraw() {
        withdrawn = true;
    }

    @Override
    public boolean isBrief() {
        return true;
    }
}
