package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that ends its side of the stream, as {@code nc -N} does. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class HalfCloseIT {

    private static final RespClient.Failure GRACE_IS_OVER = new RespClient.Failure(
            "ERR server.closeGrace: the client ended its input 1000 ms ago and this command has no reply yet, so it is"
                    + " withdrawn; keep the input open until the reply, or raise server.closeGrace");

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    HalfCloseIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("closeGrace", "1s");
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** Every reply until the server closes the connection. */
    private List<Object> repliesToTheEnd() {
        List<Object> replies = new ArrayList<>();
        try {
            while (true) {
                replies.add(client.read());
            }
        } catch (UncheckedIOException end) {
            assertThat(end).hasCauseInstanceOf(EOFException.class);
            return replies;
        }
    }

    @Test
    void whatItSentIsAnsweredAndThenTheConnectionIsClosed() {
        client.send("GATHER upper hello echo world\nQUEUE PUT q a\nQUEUE SIZE q\nPING\n")
                .endOutput();
        List<Object> replies = repliesToTheEnd();
        assertThat(replies).hasSize(4);
        assertThat(replies.get(0)).isEqualTo(List.of("HELLO", "world"));
        assertThat(replies.subList(2, 4)).isEqualTo(List.of(1L, "PONG"));
    }

    @Test
    void withNothingSentTheConnectionIsClosed() {
        client.endOutput();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aCommandThatIsNotWholeIsForgotten() {
        client.send("PING\n*2\r\n$4\r\nECHO\r\n$5\r\nhel").endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of("PONG"));
    }

    @Test
    void aTaskIsAnswered() {
        client.send("RUN sleep 100\nECHO after\n").endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of("100", "after"));
    }

    @Test
    void aSubmissionThatFindsRoomIsAnsweredAndAResultThatIsThereIsToo() {
        client.send("SUBMIT upper a\n");
        assertThat(client.read()).isEqualTo(1L);
        assertThat(other.ask("AWAIT upper 1")).isEqualTo("A");
        client.send("AWAIT upper 1\nSUBMIT work b\nCANCEL work 2\nAWAIT work 2\n")
                .endOutput();
        List<Object> replies = repliesToTheEnd();
        assertThat(replies.subList(0, 3)).isEqualTo(List.of("A", 2L, 1L));
        assertThat(replies.get(3)).isEqualTo(new RespClient.Failure("CANCELLED item 2 was cancelled"));
    }

    @Test
    void aTaskGroupIsAnswered() {
        client.send("TASKGROUP upper a sleep 50\nTASKGROUP sleep 3600000 fail oops\n")
                .endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of(List.of("A", "50"), new RespClient.Failure("FAILED oops")));
    }

    @Test
    void aTaskOfARemoteWorkerIsAnswered() {
        client.send("GATHER work a work b\n").endOutput();
        for (String result : List.of("A", "B")) {
            other.ask("QUEUE DONE work " + other.list("QUEUE GET work").get(0) + " " + result);
        }
        assertThat(repliesToTheEnd()).isEqualTo(List.of(List.of("A", "B")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE GET q",
                "QUEUE GET q COUNT 5",
                "QUEUE GET q TIMEOUT 3600000",
                "QUEUE PUT full b",
                "SUBMIT full b",
                "SUBMIT full b TIMEOUT 3600000",
                "AWAIT task 1",
                "QUEUE JOIN full"
            })
    void aCommandThatWaitsForAnotherClientIsWithdrawnUnansweredAndWithItWhatStandsBehindIt(String command) {
        assertThat(other.ask("SUBMIT task a")).isEqualTo(1L);
        other.ask("QUEUE CREATE full MAXSIZE 1");
        other.ask("QUEUE PUT full a");
        client.send("ECHO before\n" + command + "\nPING\nQUEUE PUT behind x\n").endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of("before"));
        assertThat(server.stat("q", "getters")).isZero();
        assertThat(server.stat("full", "putters")).isZero();
        assertThat(server.stat("full", "put")).isEqualTo(1);
        assertThat(server.stat("behind", "put")).isZero();
        assertThat(server.stat("task", "size")).isEqualTo(1);
    }

    @Test
    void aCommandThatWaitsAlreadyIsWithdrawnAtOnce() {
        long id = client.id();
        client.tell("QUEUE GET q").tell("PING");
        server.awaitStat("q", "getters", 1);
        client.endOutput();
        assertThat(repliesToTheEnd()).isEmpty();
        server.awaitGone(id);
        other.ask("QUEUE PUT q a");
        assertThat(other.integer("QUEUE SIZE q")).isEqualTo(1);
    }

    @Test
    void aGetThatNeedNotWaitIsAnswered() {
        long a = other.integer("QUEUE PUT q a");
        client.send("QUEUE GET q\nQUEUE DONE q " + a + "\nQUEUE GET q TIMEOUT 0\n")
                .endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of(List.of(a, "a", 1L), "OK", RespClient.Null.ARRAY));
    }

    @Test
    void whatItGotAndDidNotFinishComesBack() {
        other.ask("QUEUE PUT q a");
        client.send("QUEUE GET q\n").endOutput();
        assertThat(repliesToTheEnd()).hasSize(1);
        server.awaitStat("q", "size", 1);
    }

    @Test
    void aCommandThatWaitsBehindATaskIsWithdrawnWhenItsTurnComes() {
        client.send("RUN sleep 50\nQUEUE GET q\nPING\n").endOutput();
        assertThat(repliesToTheEnd()).isEqualTo(List.of("50"));
        assertThat(server.stat("q", "getters")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUN work a", "GATHER work a", "TASKGROUP work a"})
    void aTaskThatTakesLongerThanTheGraceIsCancelledAndTheClientIsToldWhy(String command) {
        client.send(command + "\nPING\n").endOutput();
        Object id = other.list("QUEUE GET work").get(0);
        assertThat(repliesToTheEnd()).containsExactly(GRACE_IS_OVER);
        server.awaitStat("work", "unfinished", 0);
        assertThat(other.refusal("QUEUE DONE work " + id)).startsWith("CANCELLED ");
    }

    @Test
    void theGraceIsCountedOnceFromTheEndOfTheStream() {
        client.send("RUN sleep 400\nRUN sleep 400\nRUN sleep 400\nRUN sleep 400\n")
                .endOutput();
        List<Object> replies = repliesToTheEnd();
        assertThat(replies).hasSizeBetween(2, 3).last().isEqualTo(GRACE_IS_OVER);
        assertThat(replies.subList(0, replies.size() - 1)).allMatch("400"::equals);
    }

    @Test
    void aClientThatReadsAllTheTimeGetsAllReplies() {
        int items = 48;
        String body = "x".repeat(1 << 19);
        for (int i = 0; i < items; i++) {
            other.integer("QUEUE PUT work " + body);
        }
        RespClient slow = server.connect(1 << 16);
        slow.send("QUEUE GET work\n".repeat(items)).endOutput();
        for (int i = 0; i < items; i++) {
            assertThat(slow.read()).asInstanceOf(LIST).element(1).isEqualTo(body);
            if (i % 8 == 0) {
                assertThat(other.ask("RUN sleep 250")).isEqualTo("250");
            }
        }
        assertThat(slow.isAtEnd()).isTrue();
    }

    @Test
    void aClientThatMerelyClosesIsNoticedByARunningTaskAfterTheGrace() {
        client.tell("RUN work a");
        Object id = other.list("QUEUE GET work").get(0);
        client.close();
        server.awaitStat("work", "unfinished", 0);
        assertThat(other.refusal("QUEUE DONE work " + id)).startsWith("CANCELLED ");
    }
}
