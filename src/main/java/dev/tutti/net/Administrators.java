package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.ServerConfig;
import dev.tutti.platform.NetworkAddress;

/** The clients that may send the commands which reach beyond queues and locks, to the machine of the server. */
final class Administrators {

    private Administrators() {}

    /** Whether a client at that address, which has given the password if there is one, is among them. */
    static boolean include(String address, ServerConfig config) {
        return config.password() != null || NetworkAddress.isLoopback(address);
    }

    static Reply refusal(String command) {
        return Refusal.error(
                "NOPERM",
                command + " may be sent from the server's own machine, or with a password: set server.password");
    }
}
