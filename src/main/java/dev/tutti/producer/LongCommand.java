package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.waiting.Wait;
import java.util.function.Consumer;

/**
 * A command whose change may take several turns. The caller is answered at the end. The change goes on, whatever
 * becomes of the caller.
 */
final class LongCommand implements Wait {

    private final Coroutine<Holder> caller;
    private final WriteGuard guard;
    /** Null until the change has ended. */
    private Reply outcome;

    private boolean waits;

    private LongCommand(Coroutine<Holder> caller, WriteGuard guard) {
        this.caller = caller;
        this.guard = guard;
    }

    /** @param change begins the change, which passes the reply on at its end */
    static void run(Coroutine<Holder> caller, WriteGuard guard, Consumer<Consumer<Reply>> change) {
        LongCommand command = new LongCommand(caller, guard);
        change.accept(command::end);
        command.answer();
    }

    /** If the journal has failed meanwhile, a part of the change is not written. */
    private void end(Reply reply) {
        outcome = guard.isWritable() ? reply : guard.lost();
        if (waits) {
            caller.resume(outcome);
        }
    }

    private void answer() {
        if (outcome != null) {
            caller.reply(outcome);
        } else {
            waits = true;
            caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        }
    }

    @Override
    public void withdraw() {
        waits = false;
    }

    @Override
    public boolean isBrief() {
        return true;
    }
}
