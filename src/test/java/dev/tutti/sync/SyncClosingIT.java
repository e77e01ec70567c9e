package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end or are unblocked while they hold or wait. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class SyncClosingIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient worker;

    SyncClosingIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        worker = server.connect();
    }

    private void awaitReply(String command, long reply) {
        Await.until(command + " answers " + reply, () -> client.integer(command) == reply);
    }

    @ParameterizedTest
    @EnumSource(SessionEnd.class)
    void whatItHeldIsFree(SessionEnd end) {
        for (int i = 0; i < 10; i++) {
            worker.integer("LOCK ACQUIRE l" + i);
        }
        worker.integer("SEMAPHORE ACQUIRE s LIMIT 3");
        worker.integer("SEMAPHORE ACQUIRE s");
        worker.integer("CONDITION ACQUIRE c");
        end.of(worker, client);
        for (int i = 0; i < 10; i++) {
            awaitReply("LOCK LOCKED l" + i, 0);
        }
        awaitReply("SEMAPHORE VALUE s", 1);
        awaitReply("CONDITION LOCKED c", 0);
    }

    @ParameterizedTest
    @EnumSource(SessionEnd.class)
    void whatItHeldGoesToThoseWhoWait(SessionEnd end) {
        long token = worker.integer("LOCK ACQUIRE l");
        worker.integer("SEMAPHORE ACQUIRE s");
        client.tell("LOCK ACQUIRE l").tell("SEMAPHORE ACQUIRE s");
        end.of(worker, server.connect());
        assertThat((Long) client.read()).isGreaterThan(token);
        assertThat((Long) client.read()).isGreaterThan(token);
        assertThat(client.refusal("LOCK RELEASE l " + token)).startsWith("NOTHELD ");
    }

    @Test
    void resetGivesEverythingBackAndGoesOn() {
        long token = worker.integer("LOCK ACQUIRE l");
        worker.ask("EVENT SET e");
        assertThat(worker.ask("RESET")).isEqualTo("RESET");
        assertThat(client.ask("LOCK LOCKED l")).isEqualTo(0L);
        assertThat(worker.refusal("LOCK RELEASE l")).startsWith("NOTHELD ");
        assertThat(worker.refusal("LOCK RELEASE l " + token)).startsWith("NOTHELD ");
        assertThat(worker.integer("LOCK ACQUIRE l")).isGreaterThan(token);
        assertThat(client.ask("EVENT IS_SET e")).isEqualTo(1L);
    }

    @Test
    void whatIsPipelinedBehindResetRunsWithoutWhatWasHeld() {
        worker.send("LOCK ACQUIRE l\nRESET\nLOCK RELEASE l\nLOCK ACQUIRE l\nPING\n");
        List<Object> replies = worker.read(5);
        assertThat(replies.get(1)).isEqualTo("RESET");
        assertThat(((Failure) replies.get(2)).text()).startsWith("NOTHELD ");
        assertThat((Long) replies.get(3)).isGreaterThan((Long) replies.get(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionEnd.class,
            names = {"CLOSE", "CONNECTION_RESET", "END_OF_STREAM"})
    void whatItWaitsForIsWithdrawnAndWhatStandsBehindDoesNotRun(SessionEnd end) {
        client.integer("LOCK ACQUIRE l");
        long id = worker.id();
        worker.integer("LOCK ACQUIRE own");
        worker.tell("LOCK ACQUIRE l").tell("LOCK ACQUIRE behind").tell("EVENT SET behind");
        server.awaitUnanswered(id, 3);
        end.of(worker, client);
        awaitReply("LOCK LOCKED own", 0);
        client.ask("LOCK RELEASE l");
        assertThat(client.ask("LOCK LOCKED l")).isEqualTo(0L);
        assertThat(client.ask("LOCK LOCKED behind")).isEqualTo(0L);
        assertThat(client.ask("EVENT IS_SET behind")).isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EVENT WAIT e",
                "LOCK ACQUIRE l",
                "SEMAPHORE ACQUIRE s",
                "CONDITION ACQUIRE c",
                "CONDITION WAIT mine",
                "BARRIER WAIT b PARTIES 9",
                "EVENT WAIT e TIMEOUT 3600000"
            })
    void aCommandThatWaitsIsUnblockedWithNullOrAnErrorHavingTakenNothing(String command) {
        client.send("LOCK ACQUIRE l\nSEMAPHORE ACQUIRE s\nCONDITION ACQUIRE c\n");
        client.read(3);
        worker.integer("CONDITION ACQUIRE mine");
        long id = worker.id();
        worker.tell(command).tell("PING");
        Await.until("it waits", () -> client.integer("CLIENT UNBLOCK " + id) == 1);
        assertThat(worker.read(2)).isEqualTo(List.of(Null.BULK, "PONG"));
        worker.tell(command);
        Await.until("it waits", () -> client.integer("CLIENT UNBLOCK " + id + " ERROR") == 1);
        assertThat(((Failure) worker.read()).text()).startsWith("UNBLOCKED ");
        assertThat(worker.ask("CONDITION RELEASE mine")).isEqualTo("OK");
        client.send("LOCK RELEASE l\nSEMAPHORE RELEASE s\nCONDITION RELEASE c\nBARRIER STATE b\n");
        assertThat(client.read(4))
                .isEqualTo(List.of("OK", "OK", "OK", List.of("parties", 0L, "waiting", 0L, "broken", 0L)));
        assertThat(client.integer("LOCK LOCKED l") + client.integer("CONDITION LOCKED c"))
                .isZero();
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(1L);
    }

    @Test
    void aServerThatStopsAnswersNoCommandThatWaits() throws Exception {
        // A lock would be given back to it by a connection that is closed before.
        long id = worker.id();
        worker.tell("EVENT WAIT e");
        server.awaitUnanswered(id, 1);
        server.stop();
        assertThat(worker.isAtEnd()).isTrue();
    }

    // ---- the end of the client's side of the stream

    @Test
    void aClientThatSendsNoMoreIsAnsweredAndGivesBackWhatItTook() {
        worker.send("LOCK ACQUIRE l\nEVENT SET e\nEVENT WAIT e\nBARRIER WAIT b PARTIES 1\n")
                .endOutput();
        assertThat(worker.read()).isInstanceOf(Long.class);
        assertThat(worker.read(3)).isEqualTo(List.of("OK", 1L, 0L));
        assertThat(worker.isAtEnd()).isTrue();
        awaitReply("LOCK LOCKED l", 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EVENT WAIT e",
                "LOCK ACQUIRE l",
                "SEMAPHORE ACQUIRE s TIMEOUT 3600000",
                "CONDITION ACQUIRE c",
                "CONDITION WAIT mine",
                "BARRIER WAIT b PARTIES 2"
            })
    void itsWaitIsWithdrawnUnansweredAndWithItWhatStandsBehindIt(String command) {
        client.send("LOCK ACQUIRE l\nSEMAPHORE ACQUIRE s\nCONDITION ACQUIRE c\n");
        client.read(3);
        worker.send("CONDITION ACQUIRE mine\n" + command + "\nEVENT SET behind\n")
                .endOutput();
        assertThat(worker.read()).isInstanceOf(Long.class);
        assertThat(worker.isAtEnd()).isTrue();
        awaitReply("CONDITION LOCKED mine", 0);
        assertThat(client.ask("EVENT IS_SET behind")).isEqualTo(0L);
        assertThat(client.list("BARRIER STATE b").get(3)).isEqualTo(0L);
    }
}
