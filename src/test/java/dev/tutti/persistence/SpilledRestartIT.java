package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Queues of which most items are in the journal only, when the server starts again. */
@ParameterizedClass
@EnumSource(StopMode.class)
class SpilledRestartIT {

    private static final int ITEMS = 6_000;
    private static final int PIPELINED = 500;

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.bare().journaled().server("maxItemSize", "64KiB").producer("maxMemory", "1MiB");

    private final StopMode mode;
    private RespClient client;

    SpilledRestartIT(StopMode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void fillTheQueue() {
        client = server.connect();
        String body = "x".repeat(400);
        for (int item = 0; item < ITEMS; item += PIPELINED) {
            for (int i = 0; i < PIPELINED; i++) {
                client.tell("QUEUE PUT q " + (item + i) + "-" + body);
            }
            assertThat(client.read(PIPELINED)).allMatch(Long.class::isInstance);
        }
        assertThat(server.stat("q", "size")).isEqualTo(ITEMS);
    }

    private void restart() throws Exception {
        server.restart(mode);
        client = server.connect();
    }

    @Test
    void noneComesBackAfterAPurge() throws Exception {
        assertThat(client.integer("QUEUE PURGE q")).isEqualTo(ITEMS);
        long last = client.integer("QUEUE PUT q last");
        restart();
        assertThat(server.items("q")).containsExactly("last");
        assertThat(client.list("QUEUE GET q").get(0)).isEqualTo(last);
    }

    @Test
    void noneComesBackAfterADelete() throws Exception {
        assertThat(client.ask("QUEUE DELETE q")).isEqualTo("OK");
        restart();
        assertThat(server.stat("q", "size")).isZero();
    }

    @Test
    void allComeBackInOrderWithoutEither() throws Exception {
        restart();
        assertThat(server.stat("q", "size")).isEqualTo(ITEMS);
        for (int item = 0; item < ITEMS; item += PIPELINED) {
            int expected = item;
            List<?> got = client.list("QUEUE GET q COUNT " + PIPELINED);
            assertThat(got)
                    .extracting(
                            delivery -> ((List<?>) delivery).get(1).toString().replaceFirst("-.*", ""))
                    .startsWith(String.valueOf(expected))
                    .endsWith(String.valueOf(expected + PIPELINED - 1));
            // Memory has no room for all of them in flight.
            got.forEach(delivery -> client.tell("QUEUE DONE q " + ((List<?>) delivery).get(0)));
            assertThat(client.read(got.size())).allMatch("OK"::equals);
        }
    }
}
