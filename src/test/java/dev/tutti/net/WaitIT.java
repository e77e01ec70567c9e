package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WAIT, for consumers of the server and remote workers on the queues {@code work} and {@code play}. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(60)
class WaitIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient caller;
    private RespClient worker;
    private long work;
    private long play;

    WaitIT(int owners) {
        server = TuttiServer.usual()
                .server("instances", owners)
                .producer("instances", owners)
                .server("closeGrace", "1h");
    }

    @BeforeEach
    void submit() {
        caller = server.connect();
        worker = server.connect();
        work = caller.integer("SUBMIT work a");
        play = caller.integer("SUBMIT play b");
    }

    private String both() {
        return "work " + work + " play " + play;
    }

    private void finish(String queue, String result) {
        worker.ask(
                "QUEUE DONE " + queue + " " + worker.list("QUEUE GET " + queue).get(0) + " " + result);
    }

    private void fail(String queue) {
        worker.ask(
                "QUEUE FAIL " + queue + " " + worker.list("QUEUE GET " + queue).get(0) + " oops");
    }

    /** Sends a command, and waits until it waits. */
    private RespClient waiting(String command) {
        RespClient one = server.connect();
        long id = one.id();
        one.tell(command);
        server.awaitUnanswered(id, 1);
        return one;
    }

    @Test
    void resultsComeInTheOrderOfTheArguments() {
        RespClient waiting = waiting("WAIT " + both() + " work " + work);
        finish("play", "B");
        finish("work", "A");
        assertThat(waiting.read()).isEqualTo(List.of("A", "B", "A"));
        assertThat(waiting.ask("WAIT ALL_COMPLETED TIMEOUT 0 " + both())).isEqualTo(List.of("A", "B"));
    }

    @Test
    void theFirstIsEnough() {
        RespClient waiting = waiting("WAIT first_completed " + both());
        finish("play", "B");
        assertThat(waiting.read()).isEqualTo(List.of(Null.BULK, "B"));
        assertThat(waiting.ask("WAIT TIMEOUT 0 " + both())).isEqualTo(List.of(Null.BULK, "B"));
        finish("work", "A");
        assertThat(waiting.ask("AWAIT work " + work)).as("nothing is cancelled").isEqualTo("A");
    }

    @Test
    void theFirstExceptionIsEnough() {
        RespClient waiting = waiting("WAIT FIRST_EXCEPTION " + both());
        fail("play");
        assertThat(waiting.read()).isEqualTo(List.of(Null.BULK, new Failure("FAILED oops")));
        assertThat(waiting.ask("WAIT FIRST_EXCEPTION work " + work + " work 99"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .first()
                .isEqualTo(Null.BULK);
        RespClient cancelled = waiting("WAIT FIRST_EXCEPTION work " + work + " play " + submitted("play"));
        assertThat(caller.integer("CANCEL work " + work)).isOne();
        finish("play", "C");
        assertThat(list(cancelled.read())).element(1).isEqualTo("C");
    }

    private long submitted(String queue) {
        return caller.integer("SUBMIT " + queue + " x");
    }

    private static List<?> list(Object reply) {
        return (List<?>) reply;
    }

    @Test
    void unknownIdsAreErrorsInTheirPlaces() {
        finish("work", "A");
        List<Object> all = caller.list("WAIT nobody 5 work " + work + " work 99");
        assertThat(((Failure) all.get(0)).text()).startsWith("NOITEM item 5 was never submitted here");
        assertThat(all.get(1)).isEqualTo("A");
        assertThat(((Failure) all.get(2)).text()).startsWith("NOITEM item 99");
    }

    @Test
    void whenTheTimeIsUpItAnswersAsItStands() {
        finish("work", "A");
        assertThat(caller.ask("WAIT TIMEOUT 20 " + both())).isEqualTo(List.of("A", Null.BULK));
        assertThat(caller.ask("WAIT TIMEOUT 0 " + both())).isEqualTo(List.of("A", Null.BULK));
        assertThat(caller.ask("WAITERS play")).isEqualTo(List.of());
    }

    @Test
    void isUnblocked() {
        finish("work", "A");
        RespClient waiting = server.connect();
        long id = waiting.id();
        waiting.tell("WAIT " + both());
        server.awaitUnanswered(id, 1);
        assertThat(caller.ask("CLIENT UNBLOCK " + id)).isEqualTo(1L);
        assertThat(list(waiting.read())).hasSize(2).last().isEqualTo(Null.BULK);
        waiting.tell("WAIT " + both());
        server.awaitUnanswered(id, 1);
        assertThat(caller.ask("CLIENT UNBLOCK " + id + " ERROR")).isEqualTo(1L);
        assertThat(waiting.read()).isEqualTo(new Failure("UNBLOCKED client unblocked via CLIENT UNBLOCK"));
        assertThat(waiting.ask("ECHO usual")).isEqualTo("usual");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseClientLeavesOrSendsNoMoreIsWithdrawn(boolean leaves) {
        RespClient waiting = server.connect();
        long id = waiting.id();
        waiting.tell("WAIT " + both());
        waiting.tell("ECHO behind");
        server.awaitUnanswered(id, 2);
        if (leaves) {
            waiting.close();
        } else {
            waiting.endOutput();
            assertThat(waiting.isAtEnd()).isTrue();
        }
        server.awaitGone(id);
        finish("work", "A");
        finish("play", "B");
        assertThat(caller.ask("WAIT " + both())).isEqualTo(List.of("A", "B"));
    }

    @Test
    void whoSendsNoMoreGetsWhatIsThere() {
        finish("work", "A");
        RespClient last = server.connect();
        last.send("WAIT FIRST_COMPLETED " + both() + "\n");
        last.endOutput();
        assertThat(last.read()).isEqualTo(List.of("A", Null.BULK));
        assertThat(last.isAtEnd()).isTrue();
    }

    @Test
    void isRefusedInATransaction() {
        assertThat(caller.ask("MULTI")).isEqualTo("OK");
        assertThat(caller.refusal("WAIT " + both())).startsWith("ERR WAIT can't be used inside MULTI");
        assertThat(caller.refusal("EXEC")).startsWith("EXECABORT ");
    }

    @Test
    void takesAnyNumberAndTheConsumersResults() {
        StringBuilder pairs = new StringBuilder();
        List<Object> results = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String queue = i % 2 == 0 ? "echo" : "upper";
            pairs.append(' ').append(queue).append(' ').append(caller.integer("SUBMIT " + queue + " a" + i));
            results.add((i % 2 == 0 ? "a" : "A") + i);
        }
        assertThat(caller.list("WAIT" + pairs)).isEqualTo(results);
    }

    /** asyncio's as_completed. */
    @Test
    void overWhatIsLeftItGivesOneAfterTheOther() {
        finish("play", "B");
        assertThat(caller.ask("WAIT FIRST_COMPLETED " + both())).isEqualTo(List.of(Null.BULK, "B"));
        finish("work", "A");
        assertThat(caller.ask("WAIT FIRST_COMPLETED work " + work)).isEqualTo(List.of("A"));
    }
}
