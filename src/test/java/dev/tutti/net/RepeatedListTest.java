package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that asks for a list as soon as it has read the last one. Each part of a list takes a turn of the event
 * loop, and its end another one: the next command comes between the last part and the end.
 */
class RepeatedListTest {

    private static final long ID = 1;

    private final NetScene scene = new NetScene(new JsonObject());
    private final RecordedSocket socket = new RecordedSocket();

    RepeatedListTest() {
        scene.open(ID, socket, () -> {});
        scene.timePassesWithEachLook(20);
    }

    private static Notice answer(Command query) {
        return switch (query.getClass().getSimpleName()) {
            case "QueueNamesQuery" -> new Notice.QueueNames(List.of("a", "b"));
            case "SchedulesQuery" -> new Notice.ScheduleViews(List.of());
            case "ContentionQuery" -> new Notice.Contentions(0, List.of());
            case "ListClients" -> new Notice.ClientLines(List.of("id=1\n".getBytes(), "id=2\n".getBytes()));
            case "CountBlocked" -> new Notice.Count(0);
            default -> throw new AssertionError(query);
        };
    }

    /** Another turn, in which all that was asked is answered. Returns the bytes that were written. */
    private String turn() {
        assertThat(scene.timers.count(0) - scene.timers.count(2))
                .as("timers of a later turn")
                .isPositive();
        scene.nextTurn();
        return answers();
    }

    private String answers() {
        List<RecordedBus.Asked> asked = scene.bus.requests();
        asked.forEach(query -> scene.router.receive(RecordedBus.notice(query.coroutine(), answer(query.command()))));
        scene.cycle.end();
        return socket.written();
    }

    private String sends(String command) {
        socket.sends(command + "\r\n");
        scene.cycle.end();
        return answers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE LIST", "SCHEDULE LIST", "WAITERS", "CLIENT LIST", "INFO server", "INFO locks"})
    void itIsAnsweredEachTime(String command) {
        String first = whole(sends(command));
        for (int i = 0; i < 3; i++) {
            StringBuilder next = new StringBuilder(sends(command));
            while (next.length() < first.length()) {
                next.append(turn());
            }
            assertThat(next).hasToString(first);
        }
    }

    /** The reply, to its end. */
    private String whole(String begun) {
        StringBuilder reply = new StringBuilder(begun);
        while (scene.timers.count(0) > scene.timers.count(2)) {
            reply.append(turn());
        }
        return reply.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE LIST", "WAITERS", "CLIENT LIST", "INFO locks"})
    void aClientThatHasEndedItsInputIsClosedBehindIt(String command) {
        String begun = sends(command);
        socket.endsItsOutput();
        scene.cycle.end();
        assertThat(whole(begun)).isNotEmpty().doesNotContain("closeGrace");
        assertThat(socket.ends()).isEqualTo(1);
    }
}
