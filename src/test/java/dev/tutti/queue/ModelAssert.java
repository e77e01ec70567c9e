package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Asserts that queues are as their model is. */
final class ModelAssert {

    private ModelAssert() {}

    /** That the same has happened in both since the last time. */
    static void ofEvents(String what, QueueScene scene, QueueModel model) {
        check(what, sorted(scene.log), sorted(model.queues.events));
        scene.log.clear();
        model.queues.events.clear();
    }

    private static List<String> sorted(List<String> events) {
        return events.size() < 2 ? events : events.stream().sorted().toList();
    }

    static void ofAll(String what, QueueScene scene, QueueModel model) {
        check(what + ", memory", scene.memory.used(), model.queues.bytes());
        for (WorkQueue queue : scene.queues.all()) {
            check(
                    what + ", memory of " + queue.name(),
                    queue.core().counters().bytes(),
                    model.queues.bytes(model.queues.byName.get(queue.name())));
        }
        butForMemory(what, scene, model);
    }

    /** Of what is left to the journal nothing is in memory but the id. */
    static void butForMemory(String what, QueueScene scene, QueueModel model) {
        check(what + ", time", scene.timers.next(), model.queues.next());
        List<String> names = new ArrayList<>();
        for (WorkQueue queue : scene.queues.all()) {
            names.add(queue.name());
            scene.await(queue, Integer.MAX_VALUE);
            compare(what + ", " + queue.name(), queue, model.queues.byName.get(queue.name()));
        }
        check(what, names, model.queues.listed());
        ofTotals(what, scene, model);
    }

    private static void ofTotals(String what, QueueScene scene, QueueModel model) {
        long unfinished = 0;
        long results = 0;
        for (ModelQueue modelQueue : model.queues.byName.values()) {
            unfinished += modelQueue.unfinished();
            results += modelQueue.kept.size();
        }
        check(what + ", unfinished items", scene.totals.unfinished(), unfinished);
        check(what + ", kept results", scene.totals.results(), results);
    }

    private static void compare(String what, WorkQueue queue, ModelQueue modelQueue) {
        QueueStats stats = queue.stats();
        check(what + ", somebody waits for a ready item", modelQueue.hasNext() && stats.getters() > 0, false);
        check(what + ", somebody waits for free room", queue.hasRoom() && stats.putters() > 0, false);
        check(
                what,
                ready(queue),
                modelQueue.line().stream()
                        .map(modelItem -> modelItem + past(modelItem.trace))
                        .toList());
        check(what, stats.unfinished(), modelQueue.unfinished());
        check(what, stats.inFlight(), modelQueue.inFlight());
        check(what, stats.delayed(), modelQueue.delayed.size());
        check(what, stats.getters(), modelQueue.getters.size());
        check(what, stats.putters(), modelQueue.putters.size());
        check(what, queue.isShutDown(), modelQueue.shutDown);
        check(what, queue.isOver(), modelQueue.isOver());
        check(what, queue.config(), modelQueue.config);
    }

    private static List<String> ready(WorkQueue queue) {
        return queue.bodies().peek(Integer.MAX_VALUE).stream()
                .map(item -> QueueScene.text(item) + "/" + item.attempts() + past(item.trace()))
                .toList();
    }

    /** The message of an error is left out, because a full memory has no room for it. */
    private static String past(ItemTrace trace) {
        String error = trace.error() == null ? "" : " failed";
        String progress = trace.progress() == null ? "" : " progress " + QueueScene.text(trace.progress());
        return error + progress + (trace.from() == null ? "" : " from " + trace.from() + " " + trace.attempts());
    }

    /** An assertion that costs next to nothing while it holds. */
    private static void check(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }
}
