package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Submitted items and their results, before and after the server starts again. */
class TaskRestartIT extends RestartCase {

    TaskRestartIT(StopMode mode) {
        super(mode, TuttiServer.usual().journaled());
    }

    private long submit(String queue, String item) {
        return client.integer("SUBMIT " + queue + " " + item);
    }

    private long get(String queue) {
        return (Long) client.list("QUEUE GET " + queue + " TIMEOUT 0").get(0);
    }

    private void assertOk(String command) {
        assertThat(client.ask(command)).isEqualTo("OK");
    }

    private void assertAwaited(String queue, long id, Object outcome) {
        assertThat(client.ask("AWAIT " + queue + " " + id + " TIMEOUT 20000")).isEqualTo(outcome);
    }

    private static Failure cancelled(long id) {
        return new Failure("CANCELLED item " + id + " was cancelled");
    }

    private void assertForgotten(String queue, long id) {
        assertThat(client.refusal("AWAIT " + queue + " " + id + " TIMEOUT 0")).startsWith("NOITEM ");
    }

    @Test
    void resultsAreKept() throws Exception {
        long done = submit("work", "a");
        assertOk("QUEUE DONE work " + get("work") + " result");
        long empty = submit("work", "b");
        assertOk("QUEUE DONE work " + get("work"));
        long failed = submit("work", "c");
        assertOk("QUEUE FAIL work " + get("work") + " why-not");
        long cancelled = submit("work", "d");
        assertThat(client.integer("CANCEL work " + cancelled)).isEqualTo(1);
        long cancelledInFlight = submit("work", "e");
        get("work");
        assertThat(client.integer("CANCEL work " + cancelledInFlight)).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            restart();
            assertAwaited("work", done, "result");
            assertAwaited("work", empty, "");
            assertAwaited("work", failed, new Failure("FAILED why-not"));
            assertAwaited("work", cancelled, cancelled(cancelled));
            assertAwaited("work", cancelledInFlight, cancelled(cancelledInFlight));
            assertThat(client.integer("CANCEL work " + done)).isZero();
            assertThat(client.list("QUEUE LIST")).doesNotContain("work", "work.dead");
            assertThat(client.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
        }
    }

    @Test
    void resultsAreForgottenWhenTheirTimeIsOver() throws Exception {
        long soon = submit("work", "a TTL 900");
        long atOnce = submit("work", "b TTL 0");
        long late = submit("work", "c TTL 3600000");
        assertOk("QUEUE DONE work " + get("work") + " A");
        assertOk("QUEUE DONE work " + get("work") + " B");
        assertOk("QUEUE DONE work " + get("work") + " C");
        restart();
        assertForgotten("work", atOnce);
        Await.until(
                "the result is forgotten",
                () -> client.ask("AWAIT work " + soon).toString().contains("NOITEM"));
        restart();
        assertForgotten("work", atOnce);
        assertForgotten("work", soon);
        assertAwaited("work", late, "C");
        assertOk("QUEUE DELETE work");
        restart();
        assertForgotten("work", late);
    }

    @Test
    void whatHasNotEndedIsAwaitedAfterwards() throws Exception {
        long waiting = submit("work", "a TTL 3600000");
        long inFlight = submit("work", "b");
        long delayed = submit("work", "c DELAY 3600000");
        long retried = get("work");
        get("work");
        assertOk("QUEUE RELEASE work " + retried);
        restart();
        for (long id : List.of(waiting, inFlight, delayed)) {
            assertThat(client.ask("AWAIT work " + id + " TIMEOUT 0")).isEqualTo(Null.BULK);
        }
        RespClient awaiting = server.connect();
        awaiting.tell("AWAIT work " + inFlight);
        // What was in flight goes first.
        assertThat(get("work")).isEqualTo(inFlight);
        assertOk("QUEUE DONE work " + inFlight + " B");
        assertThat(awaiting.read()).isEqualTo("B");
        assertThat(get("work")).isEqualTo(waiting);
        assertOk("QUEUE FAIL work " + waiting + " no");
        assertThat(client.integer("CANCEL work " + delayed)).isEqualTo(1);
        restart();
        assertAwaited("work", inFlight, "B");
        assertAwaited("work", waiting, new Failure("FAILED no"));
        assertAwaited("work", delayed, cancelled(delayed));
        assertThat(client.list("QUEUE LIST")).doesNotContain("work", "work.dead");
    }

    @Test
    void tasksOfTheServerBeginAnew() throws Exception {
        List<Long> sleeping = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sleeping.add(submit("sleep", "3600000"));
        }
        long upper = submit("upper", "a");
        assertAwaited("upper", upper, "A");
        server.awaitStat("sleep", "inflight", 20);
        restart();
        assertAwaited("upper", upper, "A");
        server.awaitStat("sleep", "inflight", 20);
        for (long id : sleeping) {
            assertThat(client.integer("CANCEL sleep " + id)).isEqualTo(1);
            assertAwaited("sleep", id, cancelled(id));
        }
    }

    @Test
    void whatIsDoneByTasksOfTheServerIsDoneInTheEnd() throws Exception {
        long first = submit("sleep", "300");
        long second = submit("sleep", "310");
        client.integer("QUEUE PUT sleep 320");
        restart();
        assertAwaited("sleep", first, "300");
        assertAwaited("sleep", second, "310");
        assertOk("QUEUE JOIN sleep");
        assertThat(client.integer("QUEUE SIZE sleep.dead")).isZero();
    }

    @Test
    void whatHadItsLastAttemptHasFailedForThoseWhoAwaitIt() throws Exception {
        assertOk("QUEUE CREATE work ATTEMPTS 1");
        long id = submit("work", "a");
        get("work");
        restart();
        if (mode == StopMode.GRACEFUL) {
            assertThat(get("work")).isEqualTo(id);
            return;
        }
        Object failure = client.ask("AWAIT work " + id);
        assertThat(((Failure) failure).text()).startsWith("FAILED ").endsWith(" and it is out of attempts");
        assertThat(client.integer("QUEUE SIZE work.dead")).isZero();
        restart();
        assertAwaited("work", id, failure);
    }

    private static Failure dropped(long id) {
        return new Failure("CANCELLED item " + id + " was dropped, since the queue was shut down");
    }

    @Test
    void whatIsDroppedByAShutdownIsCancelled() throws Exception {
        long inFlight = submit("work", "a");
        long waiting = submit("work", "b");
        get("work");
        assertOk("QUEUE SHUTDOWN work IMMEDIATE");
        restart();
        assertAwaited("work", waiting, dropped(waiting));
        assertAwaited("work", inFlight, dropped(inFlight));
        restart();
        assertAwaited("work", waiting, dropped(waiting));
        assertAwaited("work", inFlight, dropped(inFlight));
    }

    @Test
    void whatIsDeletedIsForgotten() throws Exception {
        long ended = submit("work", "a");
        assertOk("QUEUE DONE work " + get("work"));
        long inFlight = submit("work", "b");
        long waiting = submit("work", "c");
        get("work");
        assertOk("QUEUE DELETE work");
        restart();
        assertForgotten("work", ended);
        assertForgotten("work", inFlight);
        assertForgotten("work", waiting);
    }

    @Test
    void resultsOutliveTheQueueThatIsCreatedAnew() throws Exception {
        long id = submit("work", "a");
        assertOk("QUEUE DONE work " + get("work") + " A");
        assertOk("QUEUE CREATE work KIND lifo");
        restart();
        assertAwaited("work", id, "A");
        assertThat(client.list("QUEUE STATS work")).startsWith("kind", "lifo");
    }

    @Test
    void priorityIsKept() throws Exception {
        assertOk("QUEUE CREATE work KIND priority");
        long late = submit("work", "late PRIORITY 2");
        long early = submit("work", "early PRIORITY 1");
        restart();
        assertThat(List.of(get("work"), get("work"))).containsExactly(early, late);
        assertOk("QUEUE DONE work " + early + " E");
        assertAwaited("work", early, "E");
    }
}
