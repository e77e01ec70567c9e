package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is told to stop. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class StoppingIT {

    @RegisterExtension
    private final TuttiServer server;

    StoppingIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @Test
    void aCommandThatWaitsIsNotAnsweredAndItsConnectionClosed() throws Exception {
        RespClient client = server.connect();
        client.ask("QUEUE CREATE full MAXSIZE 1");
        client.ask("QUEUE PUT full a");
        List<RespClient> waiters = new ArrayList<>();
        for (String command : List.of(
                "QUEUE GET q",
                "QUEUE PUT full b",
                "QUEUE JOIN full",
                "RUN work a",
                "RUN sleep 3600000",
                "GATHER work a echo b")) {
            RespClient waiter = server.connect();
            long id = waiter.id();
            waiter.tell(command);
            server.awaitUnanswered(id, 1);
            waiters.add(waiter);
        }
        server.stop();
        for (RespClient waiter : waiters) {
            assertThat(waiter.isAtEnd()).isTrue();
        }
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void commandsBehindOneThatWaitsAreNotAnsweredEither() throws Exception {
        RespClient client = server.connect();
        long id = client.id();
        client.tell("QUEUE GET q").tell("PING").tell("QUEUE PUT q a");
        server.awaitUnanswered(id, 3);
        server.stop();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void nothingIsSentToSomebodyWhoIsNotThereAnyMore() throws Exception {
        RespClient client = server.connect();
        for (int i = 0; i < 20; i++) {
            client.ask("QUEUE PUT q a");
        }
        client.tell("QUEUE GET q COUNT 5").tell("LOCK ACQUIRE l").read(2);
        for (String command : List.of("QUEUE GET none", "LOCK ACQUIRE l", "RUN sleep 3600000", "QUEUE GET q COUNT 3")) {
            server.connect().tell(command);
        }
        server.awaitStat("q", "size", 12);
        server.awaitStat("sleep", "inflight", 1);
        List<String> warnings = Warnings.during(server::stop);
        assertThat(warnings).isEmpty();
    }
}
