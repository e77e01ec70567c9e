package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with memory for a few queues: whatever fills it, it refuses more before it holds more than it may. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class FullMemoryIT {

    private static final int MAX_MEMORY = 64 << 10;
    private static final Pattern QUEUED_BYTES = Pattern.compile("queued_bytes:(\\d+)");

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    /** What the queues of the consumers take. */
    private long atFirst;

    FullMemoryIT(EventLoopCount eventLoops) {
        JsonArray numbers = new JsonArray().add("seq").add("2000");
        server = TuttiServer.on(eventLoops)
                .server("maxItemSize", "16KiB")
                .producer("maxMemory", "64KiB")
                .consumer(new JsonObject().put("queue", "numbers").put("exec", numbers));
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        List.of("echo", "upper", "sha256", "sleep", "fail", "numbers")
                .forEach(queue -> Await.until(queue + " is consumed", () -> server.stat(queue, "getters") > 0));
        atFirst = queuedBytes();
    }

    private long queuedBytes() {
        Matcher line = QUEUED_BYTES.matcher((String) client.ask("INFO memory"));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    /** Asks for more and more until that is refused; gives how much there was. */
    private int fill(String command) {
        for (int done = 0; done < 2000; done++) {
            Object reply = client.ask(command.formatted(done));
            assertThat(queuedBytes()).isLessThanOrEqualTo(MAX_MEMORY);
            if (reply instanceof Failure failure) {
                assertThat(failure.text()).startsWith("FULL ").contains("producer.maxMemory");
                return done;
            }
        }
        throw new AssertionError("never full: " + command);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE CREATE q%d, QUEUE DELETE q%d",
        "QUEUE PUT q%d x, QUEUE PURGE q%d",
        "SUBMIT q%d x, QUEUE DELETE q%d",
        "QUEUE PUT ranked x PRIORITY %d, QUEUE PURGE ranked",
        "QUEUE PUT ranked x DELAY 9999999, QUEUE PURGE ranked",
        "EVENT SET e%d, EVENT CLEAR e%d",
        "BARRIER ABORT b%d, BARRIER RESET b%d"
    })
    void isFullOfWhateverThereIsAndEmptyWhenThatIsGone(String begin, String end) {
        client.ask("QUEUE CREATE ranked KIND priority");
        int begun = fill(begin);
        assertThat(begun).isGreaterThan(30);
        assertThat(client.ask("LOCK ACQUIRE l")).isInstanceOf(Long.class);
        for (int i = 0; i < begun; i++) {
            client.ask(end.formatted(i));
        }
        client.ask("QUEUE DELETE ranked");
        assertThat(client.ask("LOCK RELEASE l")).isEqualTo("OK");
        assertThat(queuedBytes()).isEqualTo(atFirst);
    }

    @Test
    void isFullOfResultsAndWhoIsRefusedHasItsItemStill() {
        String result = "r".repeat(10_000);
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            client.ask("SUBMIT work x");
            ids.add(client.list("QUEUE GET work").get(0));
        }
        List<Object> refused = new ArrayList<>();
        for (Object id : ids) {
            if (client.ask("QUEUE DONE work " + id + " " + result) instanceof Failure failure) {
                assertThat(failure.text())
                        .startsWith("FULL ")
                        .endsWith(" of them by queue work; the item stays in flight");
                refused.add(id);
            }
            assertThat(queuedBytes()).isLessThanOrEqualTo(MAX_MEMORY);
        }
        assertThat(refused).hasSizeBetween(4, 8);
        assertThat(server.stat("work", "inflight")).isEqualTo(refused.size());
        for (Object id : refused) {
            assertThat(client.ask("QUEUE DONE work " + id + " short")).isEqualTo("OK");
            assertThat(client.ask("AWAIT work " + id)).isEqualTo("short");
        }
        client.ask("QUEUE DELETE work");
        assertThat(queuedBytes()).isEqualTo(atFirst);
    }

    @Test
    void aConsumerOfTheServerTellsItsResultWhenThereIsRoomForIt() {
        String result = client.ask("RUN numbers x").toString();
        List<RespClient> callers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Object id = client.ask("SUBMIT numbers x TTL 1000");
            callers.add(server.connect().tell("AWAIT numbers " + id));
        }
        for (RespClient caller : callers) {
            assertThat(caller.read()).isEqualTo(result);
            assertThat(queuedBytes()).isLessThanOrEqualTo(MAX_MEMORY);
        }
        Await.until("no result is kept", () -> queuedBytes() == atFirst);
    }
}
