package dev.tutti.net;

import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;

/** A command that waits until this node leads, since it is about to. After 5 s its client has to try again. */
final class LeadWait implements Operation {

    private static final long LONGEST_MILLIS = 5000;
    private static final Reply LOADING =
            Refusal.error("LOADING", "this node takes over and reads the journal, try again");

    private final ConnectionContext context;
    private final CommandPipeline pipeline;
    private final Command command;
    private final Runnable onChange = this::changed;
    private long timer;

    LeadWait(Command command, ConnectionContext context, CommandPipeline pipeline) {
        this.command = command;
        this.context = context;
        this.pipeline = pipeline;
    }

    void start() {
        context.gate().onChange(onChange);
        timer = context.vertx().setTimer(LONGEST_MILLIS, fired -> {
            context.gate().forget(onChange);
            pipeline.answer(LOADING, pipeline::finish);
        });
    }

    private void changed() {
        context.vertx().cancelTimer(timer);
        pipeline.beginAgain(command);
        context.cycle().touch();
    }

    @Override
    public void cancel() {
        context.vertx().cancelTimer(timer);
        context.gate().forget(onChange);
    }

    @Override
    public Reply over() {
        return LOADING;
    }
}
