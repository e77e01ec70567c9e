package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueNamesQuery;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.waiting.Walk;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The replies of a query to all owners. Here each takes a millisecond to be made. */
class BroadcastTest {

    private final NetScene scene = new NetScene(new JsonObject());
    private final List<String> written = new ArrayList<>();
    private final Broadcast<Notice.QueueNames> broadcast =
            new Broadcast<>(scene.router.poll(new QueueNamesQuery()), scene.budget, () -> written.add("broken off"));

    private void start(Function<Integer, Reply> make, int count) {
        broadcast.start(
                answers -> Walk.past(IntStream.range(0, count).iterator(), number -> {
                    scene.passes(1);
                    return make.apply(number);
                }),
                reply -> written.add(RecordedBus.told(reply)),
                () -> written.add("end"));
        scene.cycle.end();
    }

    private void answer() {
        scene.router.receive(RecordedBus.notice(-1, new Notice.QueueNames(List.of())));
    }

    @Test
    void aLongReplyIsMadeInSeveralTurns() {
        start(Reply::integer, 25);
        assertThat(written).isEmpty();
        answer();
        assertThat(written).hasSize(10);
        scene.nextTurn();
        assertThat(written).hasSize(20);
        scene.nextTurn();
        assertThat(written).hasSize(26).startsWith("0", "1", "2").endsWith("24", "end");
    }

    @Test
    void aCancelledOneWritesNothingMore() {
        start(Reply::integer, 25);
        answer();
        broadcast.cancel();
        scene.nextTurn();
        assertThat(written).hasSize(10);
    }

    @Test
    void anErrorOfAnOwnerIsTheReply() {
        start(Reply::integer, 25);
        scene.router.receive(RecordedBus.reply(-1, Refusal.internalError()));
        assertThat(written).containsExactly(RecordedBus.told(Refusal.internalError()), "end");
    }

    @Test
    void aBugBeforeTheFirstReplyIsTheReply() {
        start(
                number -> {
                    throw new IllegalStateException("a bug");
                },
                25);
        answer();
        assertThat(written).containsExactly(RecordedBus.told(Refusal.internalError()), "end");
    }

    @Test
    void aBugBehindAReplyBreaksOff() {
        start(
                number -> {
                    if (number == 1) {
                        throw new IllegalStateException("a bug");
                    }
                    return Reply.integer(number);
                },
                25);
        answer();
        assertThat(written).containsExactly("0", "broken off");
    }
}
