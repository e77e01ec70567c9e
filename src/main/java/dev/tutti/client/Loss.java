package dev.tutti.client;

import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/** Whether something that belongs to a connection was lost before its end, and those who want to know. */
final class Loss {

    private final Runnable whenOver;
    private final List<Handler<Throwable>> handlers = new ArrayList<>();
    private final Runnable forgetConnection;
    private Throwable cause;
    private boolean isOver;
    private boolean isEnding;
    /** What happened while it was ending. */
    private Throwable later;

    /** @param whenOver is run once, at the end or at the loss */
    Loss(Connection connection, Runnable whenOver) {
        this.whenOver = whenOver;
        this.forgetConnection = connection.whenLost(this::lose);
    }

    /** The reason, or null if it is not lost. */
    Throwable cause() {
        return cause;
    }

    void lose(Throwable reason) {
        if (isEnding) {
            later = reason;
        }
        if (isOver || isEnding) {
            return;
        }
        cause = reason;
        end();
        handlers.forEach(handler -> handler.handle(reason));
        handlers.clear();
    }

    /** Its end is on the way to the server. If it is lost meanwhile, nobody is told, unless {@link #goOn} follows. */
    void ending() {
        isEnding = true;
    }

    /** The server has refused its end. */
    void goOn() {
        isEnding = false;
        if (later != null) {
            lose(later);
        }
    }

    /** From now on it cannot be lost any more. */
    void end() {
        if (!isOver) {
            isOver = true;
            forgetConnection.run();
            whenOver.run();
        }
    }

    /** Calls the handler when it is lost, at once if it is. */
    void handler(Handler<Throwable> handler) {
        if (cause != null) {
            handler.handle(cause);
        } else if (!isOver) {
            handlers.add(handler);
        }
    }
}
