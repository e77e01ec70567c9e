package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that listens on all networks and has no password. */
@Timeout(60)
class ProtectedModeIT {

    private static final int PATIENCE_MILLIS = 10_000;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().server("host", "0.0.0.0");

    /** An address of this machine by which a client seems to be on another one. */
    private static Optional<InetAddress> network() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    @Test
    void aClientOfAnotherMachineIsToldWhyItIsClosed() throws Exception {
        Optional<InetAddress> network = network();
        assumeThat(network).isPresent();
        RespClient watcher = server.connect();
        long before = connected(watcher);
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket(network.get(), server.port())) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(told)
                        .startsWith("-DENIED Tutti is running in protected mode")
                        .contains("server.password", "server.protectedMode")
                        .endsWith("\r\n")
                        .hasLineCount(1);
            }
        }
        Await.until("the refused clients are gone", () -> connected(watcher) == before);
        assertThat(logged.of(EventKind.REFUSED_CLIENT))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("the server is in protected mode, and has no password"));
    }

    private static long connected(RespClient watcher) {
        return watcher.ask("INFO clients")
                .toString()
                .lines()
                .filter(line -> line.startsWith("connected_clients:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }
}
