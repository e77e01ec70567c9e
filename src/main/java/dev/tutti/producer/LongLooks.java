package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Look;
import dev.tutti.waiting.SliceLine;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one owner that look at very many items. A look that fits into a slice is taken in the turn of the
 * command. Longer ones are taken one after another. In a transaction any look takes that turn alone.
 */
final class LongLooks {

    private static final Logger log = LoggerFactory.getLogger(LongLooks.class);

    private final Timers timers;
    private final SliceLine line;

    LongLooks(Timers timers) {
        this.timers = timers;
        this.line = new SliceLine(timers);
    }

    /**
     * Takes the look of a command, until the caller is gone.
     *
     * @param end is run behind the last step, and gives the answer then or later
     */
    void take(Coroutine<Holder> caller, Look look, Consumer<LateAnswer> end) {
        LateAnswer answer = new LateAnswer(caller);
        look.begin(false);
        if (caller.isInTransaction()) {
            while (look.step()) {}
            end.accept(answer);
        } else if (Slices.isDoneInOne(timers, look::step)) {
            end.accept(answer);
        } else {
            takeInTurns(caller.id(), answer, look, end);
        }
        answer.await();
    }

    private void takeInTurns(long caller, LateAnswer answer, Look look, Consumer<LateAnswer> end) {
        boolean[] begun = new boolean[1];
        line.add(() -> {
            try {
                if (!begun[0]) {
                    begun[0] = true;
                    look.begin(true);
                }
                if (!answer.isUnwanted() && look.step()) {
                    return true;
                }
                if (!answer.isUnwanted()) {
                    end.accept(answer);
                }
            } catch (Refusal refusal) {
                answer.give(refusal.reply(), Basis.MEMORY);
            } catch (RuntimeException | StackOverflowError bug) {
                log.error("a look of coroutine {} failed", caller, bug);
                answer.give(Refusal.internalError(), Basis.MEMORY);
            }
            look.giveUp();
            return false;
        });
    }
}
