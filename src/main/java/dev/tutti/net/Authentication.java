package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;

/** Whether one client has given the password, and its tries. All methods belong to the connection's event loop. */
final class Authentication {

    static final String DEFAULT_USER = "default";

    private final Session.Client client;
    private final ConnectionContext context;
    private final Activity activity;
    private boolean given;

    /** @param activity told of the time by which answers are late */
    Authentication(Session.Client client, ConnectionContext context, Activity activity) {
        this.client = client;
        this.context = context;
        this.activity = activity;
        reset();
    }

    /** True if the client has given the password, or needs none. */
    boolean isGiven() {
        return given;
    }

    /** The client has to give the password again. */
    void reset() {
        given = context.config().password() == null;
    }

    /**
     * Checks a user and a password. After too many failures from the client's address this happens later: then the
     * commands behind this one wait.
     *
     * @param onRight runs if they are right, and replies
     * @param refused told of the error if they are wrong
     */
    void check(String user, String password, Runnable onRight, Consumer<Reply> refused) {
        String address = address();
        long delay = given ? 0 : context.limits().passwordFailures().delayMillis(address);
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
        String expected = context.config().password();
        if (DEFAULT_USER.equals(user) && (expected == null || same(expected, password))) {
            given = true;
            onRight.run();
            return;
        }
        context.limits().passwordFailures().failed(address());
        context.info().statistics().passwordFailure();
        context.limits().strangers().warn("a wrong password or user came from " + client.remoteAddress());
        refused.accept(Refusal.error("WRONGPASS", "invalid username-password pair or user is disabled."));
    }

    /** Compares in a time that does not depend on how many characters are right. */
    private static boolean same(String password, String given) {
        return MessageDigest.isEqual(password.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of the client without its port. */
    private String address() {
        String address = client.remoteAddress();
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }
}
