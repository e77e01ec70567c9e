package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Redis's clients say to connect, and what a person asks. */
@Timeout(60)
class ConnectionCommandsIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    @Test
    void pingAndEcho() {
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertThat(client.ask("PING hello")).isEqualTo("hello");
        assertThat(client.ask("ECHO hello")).isEqualTo("hello");
    }

    @Test
    void helloTellsAboutTheServerInTheProtocolItChose() {
        List<Object> resp2 = client.list("HELLO");
        assertThat(resp2.subList(0, 2)).isEqualTo(List.of("server", "tutti"));
        assertThat(resp2).containsSequence("proto", 2L).containsSequence("id", client.id());
        Map<?, ?> resp3 = (Map<?, ?>) client.ask("HELLO 3");
        assertThat(resp3.get("proto")).isEqualTo(3L);
        assertThat(resp3.get("id")).isEqualTo(client.id());
        assertThat(resp3.get("role")).isEqualTo("master");
        assertThat(client.ask("HELLO 2")).isInstanceOf(List.class);
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void inResp3MapsAreMaps() {
        client.ask("HELLO 3");
        Map<?, ?> stats = (Map<?, ?>) client.ask("QUEUE STATS q");
        assertThat(stats.get("kind")).isEqualTo("fifo");
        assertThat(stats.get("size")).isEqualTo(0L);
        assertThat(client.ask("CONFIG GET save")).isEqualTo(Map.of("save", ""));
    }

    @Test
    void helloNamesTheConnection() {
        client.ask("HELLO 3 SETNAME worker-1");
        assertThat(client.ask("CLIENT GETNAME")).isEqualTo("worker-1");
    }

    @Test
    void anotherProtocolIsRefused() {
        assertThat(client.refusal("HELLO 4")).startsWith("NOPROTO ");
        assertThat(client.refusal("HELLO 1")).startsWith("NOPROTO ");
        assertThat(client.refusal("HELLO x")).startsWith("ERR ");
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void withoutAPasswordAuthIsAnError() {
        assertThat(client.refusal("AUTH secret")).startsWith("ERR ").contains("without any password");
        assertThat(client.refusal("AUTH")).startsWith("ERR wrong number of arguments");
        assertThat(client.ask("AUTH default x")).isEqualTo("OK");
        assertThat(client.refusal("AUTH somebody x")).startsWith("WRONGPASS ");
    }

    @Test
    void thereIsDatabaseZeroOnly() {
        assertThat(client.ask("SELECT 0")).isEqualTo("OK");
        assertThat(client.refusal("SELECT 1")).startsWith("ERR ");
        assertThat(client.refusal("SELECT x")).startsWith("ERR ");
    }

    @Test
    void quitAnswersAndCloses() {
        client.tell("PING").tell("QUIT").tell("PING");
        assertThat(client.read(2)).isEqualTo(List.of("PONG", "OK"));
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void nothingBehindQuitIsAnsweredNotEvenMalformedInput() {
        client.send("QUIT\r\n\"x\r\n");
        assertThat(client.read()).isEqualTo("OK");
        assertThat(client.isAtEnd()).isTrue();
        RespClient busy = server.connect();
        busy.send("RUN sleep 50\r\nQUIT\r\nPING\r\n\"x\r\n");
        assertThat(busy.read()).isEqualTo("50");
        assertThat(busy.read()).isEqualTo("OK");
        assertThat(busy.isAtEnd()).isTrue();
    }

    @Test
    void configGetAnswersEveryKeyWithItsValueInForce() {
        assertThat(client.list("CONFIG GET server.*"))
                .containsSequence("server.maxItemSize", "1MiB")
                .containsSequence("server.maxWaiters", "100000")
                .containsSequence("server.runTimeout", "60s")
                .containsSequence("server.password", "");
        assertThat(client.ask("CONFIG GET consumers[0].queue producer.MAXMEMORY"))
                .isEqualTo(List.of("consumers[0].queue", "echo", "producer.maxMemory", "50%"));
    }

    @Test
    void blockedClientsAreThoseThatWaitForAReply() {
        RespClient waiting = server.connect();
        long id = waiting.id();
        assertThat((String) client.ask("INFO clients")).contains("\r\nblocked_clients:0\r\n");
        waiting.tell("QUEUE GET q");
        server.awaitUnanswered(id, 1);
        assertThat((String) client.ask("INFO clients")).contains("\r\nblocked_clients:1\r\n");
        waiting.tell("QUEUE PUT q a").close();
        server.awaitGone(id);
        assertThat((String) client.ask("INFO")).contains("\r\nblocked_clients:0\r\n");
    }

    @Test
    void configGetAnswersWhatRedisBenchmarkAsks() {
        assertThat(client.ask("CONFIG GET save")).isEqualTo(List.of("save", ""));
        assertThat(client.ask("CONFIG GET appendonly")).isEqualTo(List.of("appendonly", "no"));
        assertThat(client.list("CONFIG GET *")).containsSequence("appendfsync", "no", "appendonly", "no");
        assertThat(client.ask("CONFIG GET nosuch")).isEqualTo(List.of());
        assertThat(client.refusal("CONFIG SET save x")).startsWith("ERR ");
    }

    @Test
    void infoIsLinesOfKeysAndValuesUnderHeadings() {
        String info = (String) client.ask("INFO");
        assertThat(info.split("\r\n")).contains("loading:0").allMatch(line -> line.matches("# \\w+|\\w+:.*|"));
        assertThat((String) client.ask("INFO server"))
                .startsWith("# Server\r\n")
                .doesNotContain("loading");
        assertThat((String) client.ask("INFO Persistence")).startsWith("# Persistence\r\nloading:0\r\n");
        assertThat(client.refusal("INFO nosuch")).startsWith("ERR unknown section 'nosuch', expected server, ");
        assertThat((String) client.ask("INFO replication")).contains("\r\nrole:master\r\nconnected_slaves:0\r\n");
        assertThat(((String) client.ask("INFO server locks CLIENTS")).lines().filter(line -> line.startsWith("#")))
                .containsExactly("# Server", "# Clients", "# Locks");
    }

    @Test
    void helpIsLinesForAPerson() {
        List<Object> lines = client.list("HELP");
        assertThat(lines).hasSizeGreaterThan(30).allMatch(String.class::isInstance);
        assertThat(client.list("help gather"))
                .singleElement()
                .asString()
                .contains("GATHER")
                .contains("LIMIT");
        assertThat(client.list("HELP QUEUE")).hasSizeGreaterThan(10);
        assertThat(client.refusal("HELP nosuch")).startsWith("ERR ");
    }

    // ---- COMMAND

    @Test
    void commandTellsEveryCommandsArity() {
        List<Object> all = client.list("COMMAND");
        assertThat(client.integer("COMMAND COUNT")).isEqualTo(all.size());
        assertThat(client.list("COMMAND LIST")).hasSameSizeAs(all).contains("run", "gather", "queue", "ping");
        List<?> info = (List<?>) client.list("COMMAND INFO run nosuch").get(0);
        assertThat(info.subList(0, 2)).isEqualTo(List.of("run", -3L));
        assertThat(client.list("COMMAND INFO run nosuch").get(1)).isEqualTo(Null.ARRAY);
    }

    @Test
    void commandDocsHasWhatRedisCliMakesItsHintsFrom() {
        List<Object> docs = client.list("COMMAND DOCS");
        assertThat(docs).hasSize((int) client.integer("COMMAND COUNT") * 2);
        List<?> run = (List<?>) client.list("COMMAND DOCS run").get(1);
        assertThat(run.get(run.indexOf("summary") + 1)).asString().isNotEmpty();
        assertThat(run.get(run.indexOf("group") + 1)).asString().isNotEmpty();
        assertThat(run.get(run.indexOf("arguments") + 1)).asString().contains("queue", "item", "TIMEOUT");
        assertThat(client.ask("COMMAND DOCS nosuch")).isEqualTo(List.of());
    }

    @Test
    void flagsOfCommandDocsAreSimpleStrings() throws Exception {
        client.tell("COMMAND DOCS gather").tell("PING");
        boolean flags = false;
        for (String line = client.line(); !line.equals("+PONG"); line = client.line()) {
            if (flags && !line.startsWith("*")) {
                assertThat(line).startsWith("+");
                flags = false;
            }
            flags |= line.equals("flags");
        }
    }

    @Test
    void commandDocsOfAContainerHasItsSubcommands() {
        client.ask("HELLO 3");
        Map<?, ?> docs = (Map<?, ?>) client.ask("COMMAND DOCS queue");
        Map<?, ?> subcommands = (Map<?, ?>) ((Map<?, ?>) docs.get("queue")).get("subcommands");
        assertThat(subcommands.keySet()).asString().contains("queue|put", "queue|get", "queue|join");
    }

    @Test
    void everyErrorIsAnErrorReply() {
        client.send("NOSUCH\nSELECT 5\nQUEUE\nHELLO 9\nECHO\n");
        assertThat(client.read(5)).allMatch(Failure.class::isInstance);
    }
}
