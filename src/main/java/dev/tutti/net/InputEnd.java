package dev.tutti.net;

/**
 * The end of a client's input. Its owners are told, so that commands which wait for other clients are withdrawn. All
 * other commands are answered for {@code server.closeGrace} at most. All methods belong to the connection's event loop.
 */
final class InputEnd {

    private static final long NO_TIMER = -1;

    private final ConnectionContext context;
    private final CommandPipeline pipeline;
    private final Activity activity;
    private final Runnable onGraceOver;
    private boolean read;
    private long timer = NO_TIMER;

    /** @param onGraceOver is called when the time is over */
    InputEnd(ConnectionContext context, CommandPipeline pipeline, Activity activity, Runnable onGraceOver) {
        this.context = context;
        this.pipeline = pipeline;
        this.activity = activity;
        this.onGraceOver = onGraceOver;
    }

    /** Whether the end has been read: nothing follows. */
    boolean isRead() {
        return read;
    }

    /** The end has been read. */
    void read() {
        read = true;
        tellOwners();
        context.vertx().cancelTimer(timer);
        if (!pipeline.isIdle()) {
            timer = context.vertx().setTimer(context.closeGraceMillis(), fired -> onGraceOver.run());
        }
    }

    /**
     * The client has ended its input, whose last part cannot be read yet. That part is waited for, unless the client
     * neither sends nor reads anything for {@code server.closeGrace}.
     */
    void foresee() {
        if (!pipeline.hasInputEnded()) {
            tellOwners();
            watchActivity();
        }
    }

    private void tellOwners() {
        if (!pipeline.hasInputEnded()) {
            pipeline.inputEnded();
        }
        context.cycle().touch();
    }

    private void watchActivity() {
        long grace = context.closeGraceMillis();
        timer = context.vertx().setTimer(grace, fired -> {
            if (activity.idleMillis() < grace) {
                watchActivity();
            } else {
                onGraceOver.run();
            }
        });
    }

    /** The connection is closed. */
    void close() {
        context.vertx().cancelTimer(timer);
    }
}
