package dev.tutti;

import dev.tutti.config.ConfigurationException;
import java.net.BindException;
import java.net.SocketException;

/** The reason for which a server cannot listen, as a mistake in the section of the configuration that says where. */
final class ListenFailure {

    private ListenFailure() {}

    /** @param section of the configuration, with the keys {@code host} and {@code port} */
    static ConfigurationException explain(String section, String host, int port, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && reason.contains("in use")) {
            return ConfigurationException.of(
                    section + ".port", port, "on " + host + " is in use, expected a free port");
        }
        if (failure instanceof SocketException && reason.contains("Permission denied")) {
            return ConfigurationException.of(
                    section + ".port", port, "needs rights that this user lacks, expected a port above 1023");
        }
        return ConfigurationException.of(
                section + ".host", host, "cannot be listened on (" + reason + "), expected an address of this machine");
    }
}
