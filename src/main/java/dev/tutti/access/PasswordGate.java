package dev.tutti.access;

import dev.tutti.config.User;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.platform.NetworkAddress;
import java.util.Map;

/**
 * The users of a server and their passwords, and the tries to guess these. All doors of the server share one gate, so
 * that a try counts at each of them. Thread-safe.
 */
public final class PasswordGate {

    /** Takes the place of a user that there is not, so that the answer takes as long. No password has this hash. */
    private static final User NOBODY = User.withoutRights();

    /** @param others those besides the one of the server, by name */
    private record Users(User server, Map<String, User> others) {
        User find(String name) {
            return name.equals(User.DEFAULT) ? server : others.get(name);
        }
    }

    private volatile Users users;
    private final PasswordFailures failures = new PasswordFailures(System::nanoTime);
    private final EventLog events;

    /**
     * @param password of the server, or null if it needs none
     * @param others the users besides the default one, by name
     */
    public PasswordGate(String password, Map<String, User> others, EventLog events) {
        this.events = events;
        change(password, others);
    }

    /** Sets other users and passwords. Clients that have given the one before need not give this one. */
    public void change(String password, Map<String, User> others) {
        users = new Users(User.ofServer(password), others);
    }

    public boolean isNeeded() {
        return users.server.needsPassword();
    }

    /** The user as it is now, or null if there is none of that name. */
    public User find(String name) {
        return users.find(name);
    }

    /** The user if the password is right, or if it needs none; otherwise null. */
    public User login(String name, String password) {
        User user = users.find(name);
        boolean isRight = (user == null ? NOBODY : user).hasPassword(password);
        return isRight ? user : null;
    }

    /** The same, but a name that no user has means the default user. */
    public User loginOfAnyName(String name, String password) {
        return login(users.others.containsKey(name) ? name : User.DEFAULT, password);
    }

    /**
     * The milliseconds by which the answer to the next try is late, since too many from this client's address were
     * wrong. 0 for no delay.
     *
     * @param client its address and port
     */
    public long delayMillis(String client) {
        return failures.delayMillis(NetworkAddress.withoutPort(client));
    }

    /**
     * Counts a wrong try, and logs it.
     *
     * @param client its address and port
     */
    public void failed(String client) {
        String address = NetworkAddress.withoutPort(client);
        failures.failed(address);
        events.add(
                EventKind.FAILED_LOGIN,
                address,
                () -> new LogLine("a wrong password or user came from " + client).with("client", client));
    }
}
