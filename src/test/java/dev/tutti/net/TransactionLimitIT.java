package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bytes that a client may have queued since MULTI. */
@Timeout(60)
class TransactionLimitIT {

    private static final int MAX_COMMAND = 4096;
    private static final String ITEM = "x".repeat(1000);

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.bare().server("maxItemSize", "1KiB").server("maxCommandSize", MAX_COMMAND + "B");

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private void queue(int puts) {
        assertThat(client.ask("MULTI")).isEqualTo("OK");
        for (int i = 0; i < puts; i++) {
            assertThat(client.ask("QUEUE PUT q " + ITEM)).isEqualTo("QUEUED");
        }
    }

    @Test
    void moreThanACommandMayHaveIsRefusedAndNothingRuns() {
        queue(3);
        assertThat(client.refusal("QUEUE PUT q " + ITEM))
                .isEqualTo("TOOBIG a transaction has at most 4096 bytes (server.maxCommandSize)");
        assertThat(client.refusal("EXEC")).startsWith("EXECABORT ");
        assertThat(client.integer("QUEUE SIZE q")).isZero();
    }

    @Test
    void theNextTransactionBeginsAnew() {
        queue(3);
        assertThat(client.ask("DISCARD")).isEqualTo("OK");
        queue(3);
        assertThat(client.list("EXEC")).hasSize(3);
        queue(3);
        assertThat(client.list("EXEC")).hasSize(3);
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(6);
    }
}
