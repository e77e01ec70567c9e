package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.CheckOpen;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.config.ServerConfig;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One GATHER or TASKGROUP under way. It runs a task for each item, at most LIMIT at a time, and replies with the
 * results in the order of the arguments. The first task starts once every queue has said that it accepts items. Many
 * tasks are started, and told of an end, in several turns. Behind the reply of a failed GATHER the others run on.
 */
final class GatherOperation implements Operation {

    private static final Logger log = LoggerFactory.getLogger(GatherOperation.class);

    /** The memory of a task here, besides its queue's name and its item. */
    static final int PART_BYTES = 150;
    /** Stands for a result that nobody wants any more. */
    private static final Reply FORGOTTEN = Reply.OK;

    private final Run[] runs;
    private final Iterator<String> checks;
    private final int limit;
    private final Failures failures;
    private final ConnectionContext context;
    private final OwnerRouter router;
    private final HandOut handOut;
    private final Consumer<Reply> answer;
    private final LongConsumer holds;
    private final Reply[] results;
    private final long[] tasks;
    private final CatchUpTimer timer;
    private boolean hasTime;
    private int unchecked;
    /** The number of tasks that will be started in all. */
    private int toStart;

    private int started;
    private int ended;
    /** Whether the first tasks are being started. */
    private boolean starting;
    /** The error that a TASKGROUP replies as soon as every started task has ended; null if none has failed. */
    private Reply failure;

    /** Whether the reply is given, or not wanted any more. */
    private boolean answered;
    /** Whether the tasks that have not ended are withdrawn. */
    private boolean withdrawn;
    /** Whether no reply is wanted any more. */
    private boolean cancelled;

    private long resultBytes;
    /** Null unless tasks run on behind the reply. */
    private HeldBackParts heldBack;

    /** @param answer is given the reply, once; the other tasks of a failed GATHER continue after that */
    GatherOperation(Gather command, ConnectionContext context, Consumer<Reply> answer, LongConsumer holds) {
        this.runs = command.runs().toArray(Run[]::new);
        this.checks = command.queues().iterator();
        this.unchecked = command.queues().size();
        this.limit = command.limit() == 0 ? runs.length : command.limit();
        this.failures = command.failures();
        this.context = context;
        this.router = context.router();
        this.handOut = context.handOut();
        this.timer = context.timer();
        this.answer = answer;
        this.holds = holds;
        this.results = new Reply[runs.length];
        this.tasks = new long[results.length];
        this.toStart = results.length;
    }

    /** The timeout of a command: its own, or the usual one. In milliseconds, or {@link Command#FOR_EVER}. */
    static long timeout(Gather command, ServerConfig config) {
        if (command.timeout() != Command.NO_TIMEOUT) {
            return command.timeout();
        }
        return config.runTimeoutMillis() == 0 ? Command.FOR_EVER : config.runTimeoutMillis();
    }

    /** @param timeout in milliseconds, or {@link Command#FOR_EVER}; 0 only asks whether the queues accept items */
    void start(long timeout) {
        holds.accept(heldBytes());
        hasTime = timeout > 0;
        if (hasTime && timeout != Command.FOR_EVER) {
            timer.set(timeout, this::timedOut);
        }
        handOut(this::checkNext);
    }

    private boolean checkNext() {
        if (!answered) {
            CheckOpen check = new CheckOpen(checks.next());
            router.start(router.owner(check), check, this::checked);
        }
        return !answered && checks.hasNext();
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
            answer(Reply.NULL_ARRAY);
        }
    }

    private void startAll() {
        starting = true;
        if (results.length > HandOut.FIRST_PARTS) {
            handOut.beginLater(guarded(this::startOneOfTheFirst)); // this turn has decoded the command
        } else {
            handOut(this::startOneOfTheFirst);
        }
    }

    private boolean startOneOfTheFirst() {
        if (startsMore() && started - ended < limit) {
            startNext();
        }
        starting = startsMore() && started - ended < limit;
        return starting;
    }

    private boolean startsMore() {
        return !withdrawn && failure == null && started < toStart;
    }

    /** The reply comes when all tasks are withdrawn. */
    private void timedOut() {
        settle();
        withdraw(() -> {
            if (!cancelled) {
                answer.accept(Reply.NULL_ARRAY);
            }
        });
    }

    private void startNext() {
        int index = started++;
        Run run = runs[index];
        tasks[index] = router.start(router.owner(run), run, reply -> ended(index, reply));
        if (answered) {
            tell(index, new Signal.Detached());
            heldBack.started(run, started == toStart);
        }
    }

    private void ended(int index, Reply reply) {
        try {
            proceed(index, reply);
        } catch (RuntimeException | StackOverflowError bug) {
            broken(bug);
        }
    }

    private void handOut(HandOut.Parts parts) {
        handOut.begin(guarded(parts));
    }

    private HandOut.Parts guarded(HandOut.Parts parts) {
        return () -> {
            try {
                return parts.next();
            } catch (RuntimeException | StackOverflowError bug) {
                broken(bug);
                return false;
            }
        };
    }

    private void broken(Throwable bug) {
        log.error("a GATHER of {} tasks failed", results.length, bug);
        if (!answered) {
            cancel();
            answer.accept(Refusal.internalError());
        }
    }

    private void proceed(int index, Reply reply) {
        results[index] = answered ? FORGOTTEN : reply;
        runs[index] = null;
        if (reply.contentBytes() > 0 && !answered) {
            resultBytes += reply.contentBytes();
            holds.accept(heldBytes());
        }
        ended++;
        if (withdrawn) {
            return;
        }
        if (heldBack != null && ended == toStart) {
            heldBack.end();
        }
        if (reply instanceof Reply.Error && !answered && failure == null) {
            failed(reply);
        }
        if (failure != null) {
            if (ended == started) {
                answer(failure);
            }
        } else if (started < toStart) {
            if (!starting) {
                startNext();
            }
        } else if (ended == toStart && !answered) {
            answer(Reply.array(Arrays.asList(results), resultBytes));
        }
    }

    private void failed(Reply error) {
        if (failures == Failures.FIRST_IS_THE_REPLY) {
            tellOthers(new Signal.Detached());
            answer(error);
            holdBack();
        } else if (failures == Failures.FIRST_CANCELS_THE_OTHERS) {
            failure = error;
            tellOthers(new Signal.Cancel());
        }
    }

    /** Has the tasks that are not started run on behind the reply. No result is wanted any more. */
    private void holdBack() {
        Arrays.setAll(results, index -> results[index] == null ? null : FORGOTTEN);
        if (started < toStart) {
            heldBack = new HeldBackParts(context, timer, this::dropHeldBack);
            context.loop().execute(() -> heldBack.begin(runs, started)); // when the command itself counts no more
        }
    }

    private void dropHeldBack(boolean timeIsOver) {
        heldBack.drop(runs, started, timeIsOver);
        toStart = started;
        if (timeIsOver) {
            withdraw(() -> {});
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
        timer.cancel();
    }

    private void tellOthers(Signal signal) {
        forEachRunning(task -> tell(task, signal), () -> {});
    }

    /** Does this for each task that is under way now and has not ended by then, and {@code end} behind the last. */
    private void forEachRunning(IntConsumer action, Runnable end) {
        int last = started - 1;
        AtomicInteger next = new AtomicInteger();
        handOut(() -> {
            int task = next.getAndIncrement();
            if (task <= last && results[task] == null) {
                action.accept(task);
            }
            if (task >= last) {
                end.run();
            }
            return task < last;
        });
    }

    private void tell(int index, Signal signal) {
        owner(index).add(tasks[index], signal);
    }

    private RequestSender owner(int index) {
        return router.owner(runs[index]);
    }

    @Override
    public void cancel() {
        cancelled = true;
        settle();
        holds.accept(0);
        withdraw(() -> {});
    }

    private void withdraw(Runnable end) {
        withdrawn = true;
        forEachRunning(task -> router.cancel(tasks[task], owner(task)), end);
    }

    @Override
    public boolean endsWithItem() {
        return !answered;
    }

    @Override
    public Reply over() {
        return answered ? null : Reply.NULL_ARRAY;
    }
}
