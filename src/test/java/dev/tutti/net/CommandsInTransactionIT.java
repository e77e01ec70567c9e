package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command that a transaction may have is answered in it, also one whose reply somebody else has to give. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class CommandsInTransactionIT {

    /** Those that are refused there, and those that end the transaction. */
    private static final Set<String> OTHERS = Set.of(
            "auth",
            "run",
            "gather",
            "taskgroup",
            "wait",
            "subscribe",
            "psubscribe",
            "unsubscribe",
            "punsubscribe",
            "multi",
            "exec",
            "discard",
            "watch",
            "reset",
            "quit");

    private static final List<String> LINES = List.of(
            "queue put q a",
            "submit q a",
            "await q 1",
            "cancel q 1",
            "schedule list",
            "event set e",
            "lock acquire l",
            "semaphore acquire s",
            "condition acquire c",
            "barrier state b",
            "unwatch",
            "ping",
            "echo a",
            "hello 2",
            "acl whoami",
            "select 0",
            "client id",
            "config get save",
            "info",
            "waiters",
            "drain",
            "undrain",
            "role",
            "sentinel myid",
            "cluster nodes",
            "command count",
            "help");

    @RegisterExtension
    private final TuttiServer server;

    @TempDir
    private Path directory;

    CommandsInTransactionIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).journaled();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(LINES);
        lines.add("backup " + directory.resolve("copy"));
        return lines;
    }

    private static String name(String line) {
        return line.substring(0, (line + " ").indexOf(' '));
    }

    @Test
    void theListIsComplete() {
        Set<Object> inside = new TreeSet<>(server.connect().list("COMMAND LIST"));
        inside.removeAll(OTHERS);
        assertThat(lines().stream().map(CommandsInTransactionIT::name).collect(Collectors.toSet()))
                .isEqualTo(inside);
    }

    @Test
    void eachIsAnsweredBetweenTwoOthers() {
        RespClient client = server.connect();
        for (String line : lines()) {
            assertThat(client.ask("MULTI")).isEqualTo("OK");
            for (String queued : List.of("EVENT IS_SET before", line, "EVENT IS_SET behind")) {
                assertThat(client.ask(queued)).as(queued).isEqualTo("QUEUED");
            }
            List<Object> replies = client.list("EXEC");
            assertThat(replies).as(line).hasSize(3);
            assertThat(List.of(replies.get(0), replies.get(2))).as(line).containsOnly(0L);
        }
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }
}
