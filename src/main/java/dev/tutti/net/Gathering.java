package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.QueueCommand.Run;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One GATHER under way: a task for each item, of which at most LIMIT run at a time, and their results in the order of the
 * arguments.
 */
final class Gathering implements Conversation.Operation {

    private final Gather command;
    private final Switchboard switchboard;
    private final Consumer<Reply> answer;
    private final Reply[] results;
    private final long[] tasks;
    private Vertx vertx;
    private long timer = -1;
    private int started;
    private int ended;
    private boolean answered;

    /** @param answer told the reply, once; the failed GATHER's tasks run on after that */
    Gathering(Gather command, Switchboard switchboard, Consumer<Reply> answer) {
        this.command = command;
        this.switchboard = switchboard;
        this.answer = answer;
        this.results = new Reply[command.runs().size()];
        this.tasks = new long[results.length];
    }

    /** @param timeout in milliseconds, or {@link Command#FOR_EVER} */
    void start(Vertx timers, long timeout) {
        vertx = timers;
        if (timeout != Command.FOR_EVER) {
            timer = vertx.setTimer(timeout, fired -> timedOut());
        }
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
        RequestSender owner = switchboard.owner(run);
        tasks[index] = switchboard.start(owner, run, reply -> ended(index, reply));
        if (answered) {
            owner.add(tasks[index], new Signal.Detached());
        }
    }

    private void ended(int index, Reply reply) {
        results[index] = reply;
        ended++;
        if (started < results.length) {
            startNext();
        }
        if (answered) {
            return;
        }
        if (!command.returnExceptions() && reply instanceof Reply.Error) {
            detachOthers();
            answer(reply);
        } else if (ended == results.length) {
            answer(Reply.array(Arrays.asList(results)));
        }
    }

    private void answer(Reply reply) {
        settle();
        answer.accept(reply);
    }

    private void settle() {
        answered = true;
        vertx.cancelTimer(timer);
    }

    private void detachOthers() {
        for (int i = 0; i < started; i++) {
            if (results[i] == null) {
                switchboard.owner(command.runs().get(i)).add(tasks[i], new Signal.Detached());
            }
        }
    }

    @Override
    public void cancel() {
        settle();
        for (int i = 0; i < started; i++) {
            if (results[i] == null) {
                switchboard.cancel(tasks[i], switchboard.owner(command.runs().get(i)));
            }
        }
    }

    @Override
    public Reply over() {
        return Reply.NULL_ARRAY;
    }
}
