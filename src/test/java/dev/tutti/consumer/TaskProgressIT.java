package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The progress that a user's class tells by its context, as clients see it. */
class TaskProgressIT extends RestartCase {

    TaskProgressIT(StopMode mode) {
        super(
                mode,
                TuttiServer.bare()
                        .consumer(consumer("worker"))
                        .consumer(consumer("event_loop"))
                        .consumer(consumer("event_loop")
                                .put("queue", "resuming")
                                .put("class", UserTasks.Resuming.class.getName()))
                        .queue("resuming", new JsonObject().put("attempts", 2))
                        .queue("worker", new JsonObject().put("attempts", 2))
                        .journaled());
    }

    private static JsonObject consumer(String threading) {
        return new JsonObject()
                .put("queue", threading)
                .put("class", UserTasks.Progress.class.getName())
                .put("threading", threading)
                .put("concurrency", 1);
    }

    private Map<String, Object> inspect(String queue, long id) {
        List<Object> pairs = client.list("QUEUE INSPECT " + queue + " " + id);
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put((String) pairs.get(i), pairs.get(i + 1));
        }
        return map;
    }

    private void awaitProgress(String queue, long id, String progress) {
        Await.until(
                "the progress is shown",
                () -> progress.equals(inspect(queue, id).get("progress")));
    }

    @Test
    void inspectShowsTheLastOneWhileTheItemRunsAndAfterARestart() throws Exception {
        for (String queue : List.of("worker", "event_loop")) {
            long id = client.integer("QUEUE PUT " + queue + " begun,half");
            awaitProgress(queue, id, "half");
            assertThat(inspect(queue, id)).containsEntry("state", "inflight");
            client.ask("QUEUE PAUSE " + queue);
            restart();
            assertThat(inspect(queue, id)).containsEntry("state", "ready").containsEntry("progress", "half");
        }
    }

    /** As a command does, which has the id of its item in its environment. */
    @Test
    void aClientMayTellItInstead() {
        long id = client.integer("QUEUE PUT worker begun");
        awaitProgress("worker", id, "begun");
        assertThat(client.ask("QUEUE TOUCH worker " + id + " half")).isEqualTo("OK");
        assertThat(inspect("worker", id)).containsEntry("progress", "half");
    }

    @Test
    void itStaysWithAnItemThatFailsAndDies() throws Exception {
        long id = client.integer("QUEUE PUT worker 1,2,3,fail");
        server.awaitStat("worker.dead", "size", 1);
        for (int life = 0; life < 2; life++) {
            assertThat(inspect("worker", id))
                    .containsEntry("state", "dead")
                    .containsEntry("progress", "fail")
                    .containsEntry("error", "item " + id + " of worker, 2");
            restart();
        }
    }

    @Test
    void theNextAttemptReadsItAlsoAfterARestart() throws Exception {
        assertThat(client.ask("RUN resuming fail")).isEqualTo("half of fail");
        long id = client.integer("SUBMIT resuming item");
        awaitProgress("resuming", id, "half of item");
        restart();
        assertThat(client.ask("AWAIT resuming " + id)).isEqualTo("half of item");
    }

    @Test
    void itIsRefusedIfItIsTooLongAndTheItemFails() {
        assertThat(client.refusal("RUN worker " + "x".repeat(4097)))
                .isEqualTo("FAILED the progress has 4097 bytes, and at most 4096 are allowed");
    }
}
