package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tutti.TuttiServer;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.TaskFailed;
import dev.tutti.client.TuttiException.TimedOut;
import dev.tutti.client.TuttiException.TooBig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks, as callers of the Java client see them. */
@Timeout(60)
class TaskClientIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("maxItemSize", "1KiB");

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private Tutti tutti;

    @BeforeEach
    void connect() {
        tutti = clients.connect(server.port());
    }

    @Test
    void aTaskIsRunAndFails() {
        assertThat(get(tutti.run("upper", bytes("abc")))).isEqualTo(bytes("ABC"));
        assertThat(failure(tutti.run("fail", bytes("no luck"))))
                .isInstanceOf(TaskFailed.class)
                .hasMessage("no luck");
        assertThat(failure(tutti.run("upper", Buffer.buffer(new byte[2000])))).isInstanceOf(TooBig.class);
    }

    @Test
    void resultsAreGatheredInOrder() {
        assertThat(get(tutti.gather(List.of(new TaskCall("upper", bytes("a")), new TaskCall("echo", bytes("b"))))))
                .containsExactly(bytes("A"), bytes("b"));
        assertThat(get(tutti.gather(List.of()))).isEmpty();
        assertThat(failure(tutti.gather(List.of(new TaskCall("upper", bytes("a")), new TaskCall("fail", bytes("no"))))))
                .isInstanceOf(TaskFailed.class);
    }

    @Test
    void aRunThatTimesOutOrIsCancelledCancelsItsTask() {
        assertThat(failure(tutti.run("sleep", bytes("60000"), Duration.ofMillis(5))))
                .isInstanceOf(TimedOut.class);
        Future<Buffer> running = tutti.run("sleep", bytes("60000"));
        server.awaitStat("sleep", "inflight", 1);
        assertThat(get(tutti.cancel(running))).isTrue();
        assertThat(failure(running)).isInstanceOf(Cancelled.class);
        server.awaitStat("sleep", "inflight", 0);
    }

    @Test
    void aSubmittedTaskIsAwaitedOrCancelled() {
        SubmittedTask upper = get(tutti.submit("upper", bytes("a")));
        assertThat(get(upper.result())).isEqualTo(bytes("A"));
        assertThat(get(upper.result(Duration.ZERO))).isEqualTo(bytes("A"));
        assertThat(get(upper.cancel())).isFalse();
        SubmittedTask sleep = get(tutti.submit("sleep", bytes("60000"), new PutOptions().setKey("k")));
        assertThat(get(tutti.submit("sleep", bytes("1"), new PutOptions().setKey("k")))
                        .id())
                .isEqualTo(sleep.id());
        assertThat(failure(sleep.result(Duration.ofMillis(5)))).isInstanceOf(TimedOut.class);
        Future<Buffer> result = sleep.result();
        assertThat(get(sleep.cancel())).isTrue();
        assertThat(failure(result)).isInstanceOf(Cancelled.class);
    }

    @Test
    void anyOtherCommandIsSentUnlessItWaits() {
        assertThat(get(tutti.command("QUEUE", "CREATE", "q", "MAXSIZE", 3))).isEqualTo("OK");
        assertThat(((Map<?, ?>) get(tutti.command("QUEUE", "SETTINGS", "q"))).get("maxsize"))
                .isEqualTo(3L);
        assertThat(get(tutti.command("QUEUE", "GET", "q", "TIMEOUT", 0))).isNull();
        assertThat(failure(tutti.command("NO", "SUCH"))).hasMessageStartingWith("ERR unknown command");
        assertThatIllegalArgumentException().isThrownBy(() -> tutti.command("queue", "get", "q"));
        assertThatIllegalArgumentException().isThrownBy(() -> tutti.command("LOCK", "ACQUIRE", "l"));
        assertThatIllegalArgumentException().isThrownBy(() -> tutti.command("MULTI"));
    }
}
