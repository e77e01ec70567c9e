package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.ServerConfig;
import dev.tutti.platform.NetworkAddress;
import java.util.Optional;

/**
 * Refuses the clients of other machines while nobody needs a password or a certificate, as Redis's protected mode does.
 * So a server that listens on a network by mistake serves nobody there.
 */
public final class ProtectedMode {

    private static final String REMEDY = "set server.password (or TUTTI_PASSWORD in the environment) or"
            + " server.tls.clientCa, or set server.protectedMode to false if all that can reach this port may use it";

    private ProtectedMode() {}

    /**
     * Whether the server refuses a client.
     *
     * @param needsPassword whether the server asks for a password at the moment
     * @param address the client's address and port
     */
    static boolean refuses(ServerConfig config, boolean needsPassword, String address) {
        return config.protectedMode() && isOpen(config, needsPassword) && !NetworkAddress.isLoopback(address);
    }

    private static boolean isOpen(ServerConfig config, boolean needsPassword) {
        return !needsPassword && (config.tls() == null || config.tls().clientCa() == null);
    }

    static Reply refusal() {
        return Refusal.error(
                "DENIED",
                "Tutti is running in protected mode, since no password is set. In this mode connections are only"
                        + " accepted from the loopback interface. To connect from other machines, " + REMEDY + ".");
    }

    /**
     * A line for the log if the server listens on a network and asks for nothing.
     *
     * @param address the address and port on which it listens
     */
    public static Optional<String> warning(ServerConfig config, String address) {
        boolean isLocal = config.host().equals("localhost") || NetworkAddress.isLoopback(address);
        if (isLocal || !isOpen(config, config.password() != null)) {
            return Optional.empty();
        }
        return Optional.of(
                config.protectedMode()
                        ? "clients of other machines are refused, since there is no password: " + REMEDY
                        : "whoever can reach " + address + " can use the server, since there is no password and"
                                + " server.protectedMode is false");
    }
}
