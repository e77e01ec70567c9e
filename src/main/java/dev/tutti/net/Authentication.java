package dev.tutti.net;

import dev.tutti.access.PasswordGate;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.util.function.Consumer;

/** Whether one client has given the password, and its tries. All methods belong to the connection's event loop. */
final class Authentication {

    static final String DEFAULT_USER = "default";

    private final Session.Client client;
    private final ConnectionContext context;
    private final Activity activity;
    private final PasswordGate gate;
    private boolean given;
    /** Whether this client has given a right password, and was not only let in without one. */
    private boolean isByPassword;

    /** @param activity told of the time by which answers are late */
    Authentication(Session.Client client, ConnectionContext context, Activity activity) {
        this.client = client;
        this.context = context;
        this.activity = activity;
        this.gate = context.limits().passwords();
        reset();
    }

    /** True if the client has given the password, or needs none. */
    boolean isGiven() {
        return given;
    }

    /** Whether the client has given a right password itself. A server that gets one later asks only new clients. */
    boolean isByPassword() {
        return isByPassword;
    }

    /** The client has to give the password again. */
    void reset() {
        isByPassword = false;
        given = !gate.isNeeded();
    }

    /**
     * Checks a user and a password. After too many failures from the client's address this happens later: then the
     * commands behind this one wait.
     *
     * @param onRight runs if they are right, and replies
     * @param refused told of the error if they are wrong
     */
    void check(String user, String password, Runnable onRight, Consumer<Reply> refused) {
        long delay = given ? 0 : gate.delayMillis(client.remoteAddress());
        if (delay == 0) {
            decide(user, password, onRight, refused);
            return;
        }
        activity.delayed(delay);
        long timer = context.vertx().setTimer(delay, fired -> {
            decide(user, password, onRight, refused);
            client.pipeline().finish();
            context.cycle().touch();
        });
        client.pipeline().begin(new Operation() {
            @Override
            public void cancel() {
                context.vertx().cancelTimer(timer);
            }

            @Override
            public Reply over() {
                return null;
            }
        });
    }

    private void decide(String user, String password, Runnable onRight, Consumer<Reply> refused) {
        if (DEFAULT_USER.equals(user) && gate.isRight(password)) {
            given = true;
            isByPassword = gate.isNeeded();
            onRight.run();
            return;
        }
        gate.failed(client.remoteAddress());
        context.info().statistics().passwordFailure();
        refused.accept(Refusal.error("WRONGPASS", "invalid username-password pair or user is disabled."));
    }
}
