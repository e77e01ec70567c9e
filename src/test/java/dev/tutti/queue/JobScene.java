package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Some queues and their dead-letter queues beside a {@link JobModel}, one server after another, and the workers that
 * use them.
 */
final class JobScene {

    static final List<String> NAMES = List.of("q", "r");

    private static final int WORKERS = 3;
    private static final long START = 1000;

    final Random random;
    final Recorder recorder = new Recorder();
    final JobModel model = new JobModel(NAMES, START);
    final JobWaits waits = new JobWaits(model);
    private List<Holder> workers;
    QueueScene scene;

    JobScene(Random random) {
        this.random = random;
        start(new MapJournal(), START);
        for (String name : NAMES) {
            create(model.queue(name));
        }
    }

    private void start(MapJournal journal, long now) {
        scene = recorder.start(journal, now);
        scene.queues.random(() -> 0.5);
        workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(scene.holder("worker"));
        }
    }

    /** The server is killed, and another one begins with its journal. */
    void kill() {
        waits.restart();
        start(recorder.journal().afterKill(), scene.timers.now());
        model.restart();
    }

    // ---- queues

    /** Null if there is none. */
    WorkQueue actual(JobQueue queue) {
        return scene.queues.existing(queue.name);
    }

    WorkQueue named(JobQueue queue) {
        return scene.queues.named(queue.name);
    }

    JobQueue anyOfAll() {
        return any(List.copyOf(model.queues()));
    }

    /** No dead-letter queue. */
    JobQueue anyQueue() {
        return model.queue(any(NAMES));
    }

    void create(JobQueue queue) {
        QueueConfig settings = settings(any(List.of(Kind.values())));
        scene.queues.create(queue.name, settings);
        model.create(queue, settings);
    }

    QueueConfig settings(Kind kind) {
        QueueConfig settings = new QueueConfig(kind, random.nextInt(3) * 4, 0, random.nextInt(4))
                .with(QueueSetting.BACKOFF, random.nextInt(3))
                .with(QueueSetting.MAXBACKOFF, 6)
                .with(QueueSetting.CONCURRENCY, random.nextInt(4))
                .with(QueueSetting.RATE, random.nextInt(3))
                .with(QueueSetting.PER, 3)
                .with(QueueSetting.EXPIRES, random.nextInt(3) * 10)
                .with(QueueSetting.DEADSIZE, random.nextInt(3) * 3)
                .with(QueueSetting.DEADAGE, random.nextInt(3) * 20);
        return kind == Kind.FAIR ? settings.with(QueueSetting.GROUPLIMIT, random.nextInt(3)) : settings;
    }

    // ---- workers

    <T> T any(List<T> some) {
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    Holder anyWorker() {
        return any(workers);
    }

    /** Another worker comes in place of one that has closed. */
    void replace(Holder closed) {
        workers.remove(closed);
        workers.add(scene.holder("worker"));
    }

    /** All workers close. */
    void leaveAll() {
        workers.forEach(waits::leave);
        workers.forEach(scene.queues.departures()::close);
    }
}
