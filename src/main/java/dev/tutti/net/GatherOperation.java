package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.CheckOpen;
import dev.tutti.command.TaskCommand.Run;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One GATHER or TASKGROUP under way. It runs a task for each item, at most LIMIT at a time, and replies with the results in
 * the order of the arguments. The first task starts once every queue has said that it accepts items.
 */
final class GatherOperation implements Operation {

    private static final Logger log = LoggerFactory.getLogger(GatherOperation.class);

    /** The memory of a task here, besides its queue's name and its item. */
    private static final int PART_BYTES = 150;

    private final Gather command;
    private final OwnerRouter router;
    private final Consumer<Reply> answer;
    private final LongConsumer holds;
    private final Reply[] results;
    private final long[] tasks;
    private Vertx vertx;
    private long timer = -1;
    private boolean hasTime;
    private int unchecked;
    private int started;
    private int ended;
    /** The error that a TASKGROUP replies as soon as every started task has ended; null if none has failed. */
    private Reply failure;

    /** Whether the reply is given, or not wanted any more. */
    private boolean answered;

    private long resultBytes;

    /** @param answer is given the reply, once; the other tasks of a failed GATHER continue after that */
    GatherOperation(Gather command, OwnerRouter router, Consumer<Reply> answer, LongConsumer holds) {
        this.command = command;
        this.router = router;
        this.answer = answer;
        this.holds = holds;
        this.results = new Reply[command.runs().size()];
        this.tasks = new long[results.length];
    }

    /** @param timeout in milliseconds, or {@link Command#FOR_EVER}; 0 only asks whether the queues accept items */
    void start(Vertx timers, long timeout) {
        vertx = timers;
        holds.accept(heldBytes());
        hasTime = timeout > 0;
        if (hasTime && timeout != Command.FOR_EVER) {
            timer = vertx.setTimer(timeout, fired -> timedOut());
        }
        List<CheckOpen> checks = command.runs().stream()
                .map(Run::queue)
                .distinct()
                .map(CheckOpen::new)
                .collect(Collectors.toList());
        unchecked = checks.size();
        checks.forEach(check -> router.start(router.owner(check), check, this::checked));
    }

    private void checked(Reply reply) {
        try {
            begin(reply);
        } catch (RuntimeException | StackOverflowError bug) {
            broken(bug);
        }
    }

    private void begin(Reply reply) {
        unchecked--;
        if (answered) {
            return;
        }
        if (reply instanceof Reply.Error) {
            answer(reply);
        } else if (unchecked == 0 && hasTime) {
            startAll();
        } else if (unchecked == 0) {
            answer(over());
        }
    }

    private void startAll() {
        int limit = command.limit() == 0 ? results.length : Math.min(command.limit(), results.length);
        while (started < limit) {
            startNext();
        }
    }

    private void timedOut() {
        cancel();
        answer.accept(over());
    }

    private void startNext() {
        int index = started++;
        Run run = command.runs().get(index);
        tasks[index] = router.start(router.owner(run), run, reply -> ended(index, reply));
        if (answered) {
            tell(index, new Signal.Detached());
        }
    }

    private void ended(int index, Reply reply) {
        try {
            proceed(index, reply);
        } catch (RuntimeException | StackOverflowError bug) {
            broken(bug);
        }
    }

    private void broken(Throwable bug) {
        log.error("a GATHER of {} tasks failed", results.length, bug);
        if (!answered) {
            cancel();
            answer.accept(Refusal.internalError());
        }
    }

    private void proceed(int index, Reply reply) {
        results[index] = reply;
        if (reply instanceof Reply.Bulk result && result.bytes().length > 0 && !answered) {
            resultBytes += result.bytes().length;
            holds.accept(heldBytes());
        }
        ended++;
        if (reply instanceof Reply.Error && !answered && failure == null) {
            failed(reply);
        }
        if (failure != null) {
            if (ended == started) {
                answer(failure);
            }
        } else if (started < results.length) {
            startNext();
        } else if (ended == results.length && !answered) {
            answer(Reply.array(Arrays.asList(results)));
        }
    }

    private void failed(Reply error) {
        if (command.failures() == Failures.FIRST_IS_THE_REPLY) {
            tellOthers(new Signal.Detached());
            answer(error);
        } else if (command.failures() == Failures.FIRST_CANCELS_THE_OTHERS) {
            failure = error;
            tellOthers(new Signal.Cancel());
        }
    }

    /** The memory of the parts besides the command, and of the results. */
    private long heldBytes() {
        return (long) PART_BYTES * results.length + resultBytes;
    }

    private void answer(Reply reply) {
        settle();
        answer.accept(reply);
    }

    private void settle() {
        answered = true;
        holds.accept(0);
        vertx.cancelTimer(timer);
    }

    private void tellOthers(Signal signal) {
        for (int i = 0; i < started; i++) {
            if (results[i] == null) {
                tell(i, signal);
            }
        }
    }

    private void tell(int index, Signal signal) {
        owner(index).add(tasks[index], signal);
    }

    private RequestSender owner(int index) {
        return router.owner(command.runs().get(index));
    }

    @Override
    public void cancel() {
        settle();
        for (int i = 0; i < started; i++) {
            if (results[i] == null) {
                router.cancel(tasks[i], owner(i));
            }
        }
    }

    @Override
    public Reply over() {
        return Reply.NULL_ARRAY;
    }
}
