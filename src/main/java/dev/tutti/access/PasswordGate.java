package dev.tutti.access;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.platform.NetworkAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The password of a server, and the tries to guess it. All doors of the server share one gate, so that a try counts at
 * each of them. Thread-safe.
 */
public final class PasswordGate {

    private volatile String password;
    private final PasswordFailures failures = new PasswordFailures(System::nanoTime);
    private final EventLog events;

    /** @param password null if the server needs none */
    public PasswordGate(String password, EventLog events) {
        this.password = password;
        this.events = events;
    }

    /** Sets another password, or none. Clients that have given the one before need not give this one. */
    public void change(String next) {
        password = next;
    }

    public boolean isNeeded() {
        return password != null;
    }

    /** Whether this is the password, or none is needed. */
    public boolean isRight(String given) {
        String right = password;
        return right == null || same(right, given);
    }

    /** Compares in a time that does not depend on how many characters are right. */
    private static boolean same(String password, String given) {
        return MessageDigest.isEqual(password.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
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
