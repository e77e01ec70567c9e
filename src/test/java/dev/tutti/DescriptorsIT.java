package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that may open few files: connections never take those that the journal needs. */
@Timeout(90)
class DescriptorsIT {

    private static final int FILES = 200;
    private static final int CLIENTS = 300;
    private static final Failure TOO_MANY = new Failure("ERR max number of clients reached");
    private static final String ITEM = "x".repeat(20_000);

    @TempDir
    private Path directory;

    private ServerProcess server;
    private int port;
    private final List<RespClient> clients = new ArrayList<>();

    private void start() throws IOException {
        String conf = "{\"server\": {\"port\": 0}, \"producer\": {\"journal\": \"data\", \"reserve\": \"1MiB\"}}";
        server = ServerProcess.startWithFiles(FILES, directory, "--conf", conf);
        port = server.port();
    }

    private RespClient connect() {
        RespClient client = new RespClient(port);
        clients.add(client);
        return client;
    }

    @AfterEach
    void end() {
        clients.forEach(RespClient::close);
        server.kill();
    }

    /** The first line of a section of INFO that begins so. */
    private static String info(RespClient client, String section, String line) {
        return client.ask("INFO " + section)
                .toString()
                .lines()
                .filter(one -> one.startsWith(line))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void silentConnectionsLeaveTheJournalItsFiles() throws Exception {
        start();
        for (int i = 0; i < CLIENTS; i++) {
            connect();
        }
        RespClient first = clients.get(0);
        int most = Integer.parseInt(info(first, "clients", "maxclients:").substring("maxclients:".length()));
        assertThat(most).isBetween(10, FILES);
        assertThat(clients.get(CLIENTS - 1).read()).isEqualTo(TOO_MANY);
        assertThat(clients.get(most - 1).ask("PING")).isEqualTo("PONG");
        assertThat(clients.get(most).read()).isEqualTo(TOO_MANY);
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(first.ask("QUEUE PUT q " + ITEM)).isInstanceOf(Long.class);
        }
        assertThat(info(first, "persistence", "journal_state:")).isEqualTo("journal_state:ok");
        clients.get(1).close();
        Object reply = connect().ask("PING");
        while (reply.equals(TOO_MANY)) {
            reply = connect().ask("PING");
        }
        assertThat(reply).isEqualTo("PONG");
        server.kill();
        assertThat(server.output())
                .containsOnlyOnce(
                        "the server accepts only " + most + " connections instead of server.maxConnections 10000")
                .contains("ulimit -n")
                .doesNotContain("\tat ", "Exception", "no connection can be accepted");
        start();
        assertThat(connect().integer("QUEUE SIZE q")).isEqualTo(CLIENTS);
    }

    @Test
    void tooFewFilesForOneConnectionEndTheStartWithOneLine() throws Exception {
        server = ServerProcess.startWithFiles(60, directory, "--conf", "{\"server\": {\"port\": 0}}");
        assertThat(server.errors()).singleElement().asString().startsWith("the process may open 60 files, ");
        assertThat(server.exitCode()).isEqualTo(2);
    }
}
