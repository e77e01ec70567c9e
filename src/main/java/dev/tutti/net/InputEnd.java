package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The end of a client's input. Its owners are told, so that commands which wait for other clients are withdrawn. All
 * other commands are answered for {@code server.closeGrace} at most. All methods belong to the connection's event loop.
 */
final class InputEnd {

    private final ConnectionContext context;
    private final CommandPipeline pipeline;
    private final Activity activity;
    private final BooleanSupplier isDrained;
    private final Consumer<Reply> onGraceOver;
    private boolean read;
    /** Null until the end is near. */
    private CatchUpTimer timer;

    /**
     * @param isDrained whether the client has read nearly all replies so far
     * @param onGraceOver is given the last error when the time is over
     */
    InputEnd(
            ConnectionContext context,
            CommandPipeline pipeline,
            Activity activity,
            BooleanSupplier isDrained,
            Consumer<Reply> onGraceOver) {
        this.context = context;
        this.pipeline = pipeline;
        this.activity = activity;
        this.isDrained = isDrained;
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
        close();
        if (!pipeline.isIdle()) {
            awaitReplies();
        }
    }

    /** Commands whose replies have to wait until the client has read others have time for as long as it reads. */
    private void awaitReplies() {
        long grace = context.closeGraceMillis();
        after(grace, () -> {
            if (!isDrained.getAsBoolean() && activity.idleMillis() < grace) {
                awaitReplies();
            } else {
                onGraceOver.accept(graceIsOver());
            }
        });
    }

    /**
     * The client has ended its input, whose last part cannot be read yet. That part is waited for, unless the client
     * neither sends nor reads anything for {@code server.closeGrace}.
     */
    void foresee() {
        if (!pipeline.contacts().hasInputEnded()) {
            tellOwners();
            watchActivity();
        }
    }

    private void tellOwners() {
        if (!pipeline.contacts().hasInputEnded()) {
            pipeline.inputEnded();
        }
        context.cycle().touch();
    }

    private void watchActivity() {
        long grace = context.closeGraceMillis();
        after(grace, () -> {
            if (activity.idleMillis() < grace) {
                watchActivity();
            } else {
                onGraceOver.accept(graceIsOver());
            }
        });
    }

    private void after(long millis, Runnable action) {
        if (timer == null) {
            timer = context.timer();
        }
        timer.set(millis, action);
    }

    /** The error for a client whose command has not been answered in time. */
    private Reply graceIsOver() {
        return Refusal.error(
                "ERR",
                "server.closeGrace: the client ended its input " + context.closeGraceMillis()
                        + " ms ago and this command has no reply yet, so it is withdrawn;"
                        + " keep the input open until the reply, or raise server.closeGrace");
    }

    /** The connection is closed. */
    void close() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
