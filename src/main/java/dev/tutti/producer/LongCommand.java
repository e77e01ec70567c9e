package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Wait;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that may take several turns. The caller is answered at the end. */
final class LongCommand implements Wait {

    private static final Logger log = LoggerFactory.getLogger(LongCommand.class);

    private final Coroutine<Holder> caller;
    /** Null until the command has ended. */
    private Reply outcome;

    private Basis basis;
    private boolean waits;
    private boolean withdrawn;

    private LongCommand(Coroutine<Holder> caller) {
        this.caller = caller;
    }

    /**
     * Makes a change, which goes on, whatever becomes of the caller. If the journal has failed meanwhile, a part of the
     * change is not written, and the caller is told that.
     *
     * @param change begins the change, which passes the reply on at its end
     */
    static void run(Coroutine<Holder> caller, WriteGuard guard, Consumer<Consumer<Reply>> change) {
        LongCommand command = new LongCommand(caller);
        change.accept(reply -> command.answer(guard.isWritable() ? reply : guard.lost(), Basis.JOURNAL));
        command.awaitAnswer();
    }

    /**
     * Looks for something in slices, until the caller is gone. In a transaction it takes this turn alone.
     *
     * @param step makes a short step, and returns whether there are more
     * @param end is run behind the last step. It answers, in the same turn or in a later one.
     */
    static void look(Coroutine<Holder> caller, Timers timers, BooleanSupplier step, Consumer<LongCommand> end) {
        LongCommand command = new LongCommand(caller);
        Slices slices = Slices.begin(
                timers,
                () -> command.lookOn(step),
                () -> {},
                () -> command.lookOn(() -> {
                    end.accept(command);
                    return false;
                }));
        if (caller.isInTransaction()) {
            slices.finish();
        }
        command.awaitAnswer();
    }

    /** Makes a step, unless the caller is gone. Tells a caller that waits of a bug. */
    private boolean lookOn(BooleanSupplier step) {
        if (withdrawn || outcome != null) {
            return false;
        }
        try {
            return step.getAsBoolean();
        } catch (RuntimeException | StackOverflowError bug) {
            if (!waits) {
                throw bug;
            }
            log.error("a command of coroutine {} failed", caller.id(), bug);
            answer(Refusal.internalError(), Basis.MEMORY);
            return false;
        }
    }

    /** Ends the command. */
    void answer(Reply reply, Basis ground) {
        outcome = reply;
        basis = ground;
        if (waits) {
            caller.resume(reply, ground);
        }
    }

    private void awaitAnswer() {
        if (outcome != null) {
            caller.reply(outcome, basis);
        } else {
            waits = true;
            caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        }
    }

    @Override
    public void withdraw() {
        waits = false;
        withdrawn = true;
    }

    @Override
    public boolean isBrief() {
        return true;
    }
}
