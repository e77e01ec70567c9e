package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.platform.NetworkAddress;

/**
 * The clients that may send the commands which reach beyond queues and locks, to the machine of the server. A user
 * other than the default one needs the role admin for them, too.
 */
final class Administrators {

    private Administrators() {}

    /**
     * Whether a client is among them.
     *
     * @param address its own
     * @param hasPassword whether it has given a right password
     */
    static boolean include(String address, boolean hasPassword) {
        return hasPassword || NetworkAddress.isLoopback(address);
    }

    static Reply refusal(String command) {
        return Refusal.error(
                "NOPERM",
                command + " may be sent from the server's own machine, or with a password: set server.password");
    }
}
