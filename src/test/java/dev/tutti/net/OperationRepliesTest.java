package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Long replies of commands that ask several owners, which are encoded in shares of the event loop's time. */
class OperationRepliesTest {

    private static final int MANY = 1000;

    private final NetScene scene = new NetScene(new JsonObject().put("password", (String) null), null, 2);
    private final RecordedSocket socket = new RecordedSocket();
    private final RecordedSocket other = new RecordedSocket();

    OperationRepliesTest() {
        scene.open(1, socket, () -> {});
        scene.open(2, other, () -> {});
    }

    private void sends(RecordedSocket client, String text) {
        client.sends(text);
        scene.cycle.end();
    }

    /** Names of queues of the owners 0 and 1. */
    private String names() {
        return IntStream.range(0, 2)
                .mapToObj(owner -> Stream.of("a", "b", "c", "d", "e")
                        .filter(name -> scene.router.producerOf(name) == owner)
                        .findFirst()
                        .orElseThrow())
                .reduce("", (all, name) -> all + " " + name);
    }

    private static Reply look(int part, int index) {
        return Reply.array(List.of(Reply.integer(part), Reply.integer(index), Reply.integer(0), Reply.NULL));
    }

    /** Each part takes a turn. Returns the number of turns until the command behind is answered. */
    private int turnsUntilPong() {
        int turns = 0;
        StringBuilder all = new StringBuilder(socket.written());
        while (!all.toString().endsWith("+PONG\r\n")) {
            assertThat(all).doesNotContain("PONG");
            sends(other, "PING\r\n");
            assertThat(other.written()).isEqualTo("+PONG\r\n");
            scene.nextTurn();
            all.append(socket.written());
            turns++;
        }
        assertThat(all.toString().split("item\r\n")).hasSize(MANY + 1);
        assertThat(all).startsWith("*" + MANY + "\r\n");
        return turns;
    }

    @Test
    void theItemsOfAGetAnyAreEncodedInShares() {
        sends(socket, "QUEUE GETANY 2" + names() + " COUNT 1000\r\nPING\r\n");
        assertThat(scene.sent()).containsExactly("Look", "Look");
        scene.ownerReplies(1, look(0, 0), look(1, -1));
        assertThat(scene.sent()).containsExactly("Take");
        scene.timePassesWithEachLook(3);
        Reply item = new Reply.Delivery("q", 7, "item".getBytes(), 1);
        scene.ownerReplies(
                1, Reply.array(IntStream.range(0, MANY).mapToObj(i -> item).toList(), 4 * MANY));
        assertThat(turnsUntilPong()).isGreaterThan(100);
    }

    @Test
    void theResultsOfAWaitAreEncodedInShares() {
        sends(socket, "WAIT" + " q 7".repeat(MANY) + "\r\nPING\r\n");
        while (scene.timers.count() > 0) {
            scene.nextTurn();
        }
        scene.timePassesWithEachLook(3);
        for (int task = 1; task <= MANY; task++) {
            scene.ownerReplies(-task, Reply.text("item"));
        }
        assertThat(turnsUntilPong()).isGreaterThan(100);
    }
}
