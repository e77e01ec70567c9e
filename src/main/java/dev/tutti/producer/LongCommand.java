package dev.tutti.producer;

import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import java.util.function.Consumer;

/**
 * A command whose change may take several turns. The caller is answered at the end. The change goes on, whatever
 * becomes of the caller.
 */
final class LongCommand {

    private LongCommand() {}

    /**
     * Makes a change. If the journal has failed meanwhile, a part of the change is not written, and the caller is told
     * that.
     *
     * @param change begins the change, which passes the reply on at its end
     */
    static void run(Coroutine<Holder> caller, WriteGuard guard, Consumer<Consumer<Reply>> change) {
        LateAnswer answer = new LateAnswer(caller);
        change.accept(reply -> answer.give(guard.isWritable() ? reply : guard.lost(), Basis.JOURNAL));
        answer.await();
    }
}
