package dev.tutti.net;

import dev.tutti.access.PasswordGate;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Permissions;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.NamePatterns;
import dev.tutti.config.User;
import java.util.function.Consumer;

/**
 * The user that one client is, and its tries to become one. A client that needs no password is the default user. All
 * methods belong to the connection's event loop.
 */
final class Authentication {

    private final SessionClient client;
    private final ConnectionContext context;
    private final Activity activity;
    private final PasswordGate gate;
    /** Null before the password. */
    private User user;
    /** The same user if something may be refused to it, otherwise null, so that most clients cost one look. */
    private User limited;
    /** Whether this client has given a right password, and was not only let in without one. */
    private boolean isByPassword;

    /** @param activity told of the time by which answers are late */
    Authentication(SessionClient client, ConnectionContext context, Activity activity) {
        this.client = client;
        this.context = context;
        this.activity = activity;
        this.gate = context.limits().passwords();
        reset();
    }

    /** True if the client has given the password, or needs none. */
    boolean isGiven() {
        return user != null;
    }

    /** Whether the client has given a right password itself. A server that gets one later asks only new clients. */
    boolean isByPassword() {
        return isByPassword;
    }

    /** Empty before the password. */
    String userName() {
        return user == null ? "" : user.name();
    }

    /** Null if the user may do everything. */
    String limitedUserName() {
        return limited == null ? null : limited.name();
    }

    /** The names that the client may see. */
    NamePatterns names() {
        return limited == null ? NamePatterns.ALL : limited.names();
    }

    /** Whether the command has to come after the password, and there was none. */
    boolean isMissingFor(Command command) {
        return user == null
                && !(command instanceof ConnectionCommand.Hello)
                && !(command instanceof ConnectionCommand.Auth)
                && !(command instanceof ConnectionCommand.Reset)
                && !(command instanceof ConnectionCommand.Quit)
                && !(command instanceof ConnectionCommand.HangUp);
    }

    /** Null if the client's user may send this command. */
    Permissions.Denial denial(Command command) {
        return limited == null ? null : context.table().permissions().denial(command, limited);
    }

    /** The client has to give the password again. */
    void reset() {
        isByPassword = false;
        become(gate.isNeeded() ? null : gate.find(User.DEFAULT));
    }

    private void become(User next) {
        user = next;
        limited = next == null || next.mayDoEverything() ? null : next;
    }

    /**
     * The users of the server may have changed. A user that has more rights now has them at once. Returns false if the
     * client's user is gone, or has less rights than before. A client that has become the default user stays that.
     */
    boolean renew() {
        if (user == null || user.name().equals(User.DEFAULT)) {
            return true;
        }
        User next = gate.find(user.name());
        if (next == null || !next.includes(user)) {
            return false;
        }
        become(next);
        return true;
    }

    /**
     * Checks a user and a password. After too many failures from the client's address this happens later: then the
     * commands behind this one wait. Somebody who may do everything has nothing to guess, and waits for nothing.
     *
     * @param onRight runs if they are right, and replies
     * @param refused told of the error if they are wrong
     */
    void check(String name, String password, Runnable onRight, Consumer<Reply> refused) {
        boolean mayGuess = user == null || limited != null;
        long delay = mayGuess ? gate.delayMillis(client.remoteAddress()) : 0;
        if (delay == 0) {
            decide(name, password, onRight, refused);
            return;
        }
        activity.delayed(delay);
        long timer = context.vertx().setTimer(delay, fired -> {
            decide(name, password, onRight, refused);
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

    private void decide(String name, String password, Runnable onRight, Consumer<Reply> refused) {
        User next = gate.login(name, password);
        if (next != null) {
            become(next);
            isByPassword = next.needsPassword();
            onRight.run();
            return;
        }
        gate.failed(client.remoteAddress());
        context.info().statistics().passwordFailure();
        refused.accept(Refusal.error("WRONGPASS", "invalid username-password pair or user is disabled."));
    }
}
