package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Holder;
import dev.tutti.waiting.Wait;

/** The answer to a command, which comes in the turn of the command or in a later one. */
final class LateAnswer implements Wait {

    private final Coroutine<Holder> caller;
    /** Null until it is given. */
    private Reply reply;

    private Basis basis;
    private boolean isAwaited;
    private boolean isUnwanted;

    LateAnswer(Coroutine<Holder> caller) {
        this.caller = caller;
    }

    /** Gives the answer, once. */
    void give(Reply given, Basis ground) {
        reply = given;
        basis = ground;
        if (isAwaited) {
            caller.resume(given, ground);
        }
    }

    /** To be called at the end of the command's execution: the caller waits, unless the answer is given already. */
    void await() {
        if (reply != null) {
            caller.reply(reply, basis);
        } else {
            isAwaited = true;
            caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        }
    }

    /** Whether the caller is gone. */
    boolean isUnwanted() {
        return isUnwanted;
    }

    @Override
    public void withdraw() {
        isAwaited = false;
        isUnwanted = true;
    }

    @Override
    public boolean isBrief() {
        return true;
    }
}
