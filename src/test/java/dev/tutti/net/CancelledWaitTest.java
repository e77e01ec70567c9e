package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that is told of a cancelled item of its client ends what waits for tasks, and nothing else. */
class CancelledWaitTest {

    private static final long ID = 7;
    private static final int OWNERS = 3;
    private static final String CANCELLED = "-CANCELLED item 5 was cancelled\r\n";
    private static final String GATHER = "GATHER q a p b\r\n";
    private static final String RUN = "RUN q a\r\n";

    private final NetScene scene = new NetScene(new JsonObject(), null, OWNERS);
    private final RecordedSocket socket = new RecordedSocket();
    private final Connection connection = scene.open(ID, socket, () -> {});
    /** The time of the scene. */
    private long nanos;

    private List<String> sends(String... commands) {
        socket.sends(String.join("", commands));
        return scene.sent();
    }

    private void passes() {
        scene.passesNanos(1);
        nanos++;
    }

    /** The news that item 5 is cancelled now. */
    private List<String> isCancelled() {
        return wasCancelled(nanos);
    }

    private List<String> wasCancelled(long then) {
        scene.router.receive(RecordedBus.notice(ID, new Notice.ItemCancelled(5, then)));
        return scene.sent();
    }

    private void reply(long coroutine, Reply reply) {
        scene.router.receive(RecordedBus.reply(coroutine, reply));
        scene.cycle.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GATHER", "GATHER RETURN_EXCEPTIONS", "TASKGROUP"})
    void whatAnOperationRunsIsCancelled(String command) {
        assertThat(sends(command + " q a p b\r\n")).containsExactly("CheckOpen", "CheckOpen");
        reply(-1, Reply.OK);
        reply(-2, Reply.OK);
        assertThat(scene.sent()).containsExactly("Run", "Run");
        passes();
        assertThat(isCancelled()).containsExactly("Closed", "Closed");
        assertThat(socket.written()).isEqualTo(CANCELLED);
        assertThat(isCancelled()).isEmpty();
        reply(-3, Reply.text("A"));
        assertThat(socket.written()).isEmpty();
    }

    @Test
    void whatALimitHeldBackNeverRuns() {
        sends("GATHER LIMIT 1 q a q b\r\n");
        reply(-1, Reply.OK);
        assertThat(scene.sent()).containsExactly("Run");
        assertThat(isCancelled()).containsExactly("Closed");
        reply(-2, Reply.text("A"));
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void whatHasNotBegunNeverDoes() {
        sends(GATHER);
        assertThat(isCancelled()).isEmpty();
        assertThat(socket.written()).isEqualTo(CANCELLED);
        reply(-1, Reply.OK);
        reply(-2, Reply.OK);
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void aWaitNoLongerAwaitsItsTasks() {
        sends("WAIT q 1 p 2\r\n");
        reply(-1, Reply.NULL);
        reply(-2, Reply.NULL);
        assertThat(scene.sent()).containsExactly("Await", "Await");
        assertThat(isCancelled()).containsExactly("Closed", "Closed");
        assertThat(socket.written()).isEqualTo(CANCELLED);
    }

    @Test
    void whatBeganLaterGoesOn() {
        passes();
        sends(GATHER);
        assertThat(wasCancelled(nanos - 1)).isEmpty();
        assertThat(socket.written()).isEmpty();
        assertThat(connection.pipeline().length()).isOne();
        isCancelled();
        assertThat(socket.written()).isEqualTo(CANCELLED);
    }

    @Test
    void whatIsAnsweredAlreadyRunsOn() {
        sends(GATHER);
        reply(-1, Reply.OK);
        reply(-2, Reply.OK);
        reply(-3, new Reply.Error("FAILED", "oops".getBytes()));
        assertThat(socket.written()).isEqualTo("-FAILED oops\r\n");
        assertThat(scene.sent()).endsWith("Detached");
        assertThat(isCancelled()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {RUN, "RUN q a KEY k\r\n", "AWAIT q 1\r\n"})
    void theOwnerIsTold(String command) {
        sends(command);
        passes();
        assertThat(isCancelled()).containsExactly("ItemCancelled");
        reply(ID, Reply.text("A"));
        assertThat(socket.written()).isEqualTo("$1\r\nA\r\n");
        assertThat(isCancelled()).isEmpty();
    }

    @Test
    void theOwnerIsNotToldForARunThatBeganLater() {
        sends(RUN);
        reply(ID, Reply.text("A"));
        passes();
        sends(RUN);
        assertThat(wasCancelled(nanos - 1)).isEmpty();
        assertThat(isCancelled()).containsExactly("ItemCancelled");
    }

    @Test
    void theOwnerIsToldForTheFirstOfSeveral() {
        sends(RUN);
        passes();
        sends(RUN);
        assertThat(wasCancelled(nanos - 1)).containsExactly("ItemCancelled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE GET q\r\n",
                "QUEUE GETANY 3 q p r\r\n",
                "LOCK ACQUIREALL 3 a b c\r\n",
                "LOCK ACQUIRE a\r\n",
                "SUBMIT q a\r\n",
                "QUEUE LIST\r\n"
            })
    void otherCommandsGoOn(String command) {
        sends(command);
        assertThat(isCancelled()).isEmpty();
        assertThat(socket.written()).isEmpty();
        assertThat(connection.pipeline().length()).isOne();
    }

    @Test
    void noCommandIsNone() {
        assertThat(isCancelled()).isEmpty();
        sends("MULTI\r\n");
        assertThat(isCancelled()).isEmpty();
        sends(RUN);
        assertThat(isCancelled()).isEmpty();
        assertThat(connection.pipeline().isIdle()).isTrue();
    }
}
