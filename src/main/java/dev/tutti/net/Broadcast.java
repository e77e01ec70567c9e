package dev.tutti.net;

import dev.tutti.bus.Poll;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.waiting.Walk;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that several owners or net servers answer together. Their answers are merged into replies, which are parts
 * of one long reply. These are made and written in shares of the event loop's time.
 */
final class Broadcast<A extends Notice> implements Operation, LoopBudget.Work {

    private static final Logger log = LoggerFactory.getLogger(Broadcast.class);

    private final Poll<A> poll;
    private final LoopBudget budget;
    private final Runnable breakOff;
    private Consumer<Reply> output;
    private Runnable end;
    private Walk<Reply> replies;
    private boolean hasWritten;
    private boolean cancelled;

    /** @param breakOff called when the replies break off because of a bug, behind some that are written */
    Broadcast(Poll<A> poll, LoopBudget budget, Runnable breakOff) {
        this.poll = poll;
        this.budget = budget;
        this.breakOff = breakOff;
    }

    /**
     * Asks.
     *
     * @param merge makes the replies of the answers, which may come in any order
     * @param written takes the replies
     * @param whenWritten called behind the last reply
     */
    void start(Function<? super List<A>, Walk<Reply>> merge, Consumer<Reply> written, Runnable whenWritten) {
        output = written;
        end = whenWritten;
        poll.start(answers -> begin(merge, answers), this::fail);
    }

    private void begin(Function<? super List<A>, Walk<Reply>> merge, List<A> answers) {
        try {
            replies = merge.apply(answers);
        } catch (RuntimeException | StackOverflowError bug) {
            broken(bug);
            return;
        }
        if (budget.replied()) {
            budget.defer(this);
        } else {
            goOn();
        }
    }

    @Override
    public void goOn() {
        if (cancelled) {
            return;
        }
        try {
            while (replies.step(this::write)) {
                if (budget.isUsedUp()) {
                    budget.defer(this);
                    return;
                }
            }
        } catch (RuntimeException | StackOverflowError bug) {
            broken(bug);
            return;
        }
        end.run();
    }

    private void write(Reply reply) {
        hasWritten = true;
        output.accept(reply);
    }

    private void broken(Throwable bug) {
        log.error("answers of owners could not be merged", bug);
        if (hasWritten) {
            breakOff.run();
        } else {
            fail(Refusal.internalError());
        }
    }

    private void fail(Reply error) {
        output.accept(error);
        end.run();
    }

    @Override
    public void cancel() {
        cancelled = true;
        poll.cancel();
    }

    @Override
    public boolean isMidReply() {
        return hasWritten;
    }

    @Override
    public Reply over() {
        return null;
    }
}
