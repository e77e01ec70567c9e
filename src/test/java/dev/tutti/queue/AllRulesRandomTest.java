package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import dev.tutti.queue.JobModel.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All rules of a queue together, at random: delays, keys, expiry, leases, backoff, limits, pauses, dead letters,
 * changed settings and servers that are killed. After each step the items are where the {@link JobModel} has them, and
 * nobody waits for one that can be delivered.
 */
class AllRulesRandomTest {

    private static final int STEPS = 100_000;
    private static final String DEAD = "q.dead";
    private static final long LEASE = 7;
    private static final byte[] NOTHING = {};

    /** What was delivered to a client that had waited, and the model does not know yet. */
    private record Served(Item item, Holder by) {}

    private final List<Served> served = new ArrayList<>();
    private Random random;
    private Recorder recorder;
    private QueueScene scene;
    private WorkQueue queue;
    private JobModel model;
    private List<Holder> workers;

    private void start(MapJournal journal, long now) {
        scene = recorder.start(journal, now);
        scene.queues.random(() -> 0.5);
        queue = scene.queues.named("q");
        workers = new ArrayList<>(List.of(scene.holder("a"), scene.holder("b"), scene.holder("c")));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void theItemsAreWhereTheRulesSay(long seed) {
        random = Seeds.random(seed);
        recorder = new Recorder();
        start(new MapJournal(), 1000);
        QueueConfig settings = settings();
        scene.queues.create("q", settings);
        queue = scene.queues.named("q");
        model = new JobModel("q", settings, 1000);
        for (int step = 0; step < STEPS; step++) {
            String what = "step " + step + ": ";
            try {
                what += act();
                recorder.turnOver();
                model.dropDead(dead());
                model.check("q", queue);
                model.check(DEAD, dead());
                if (queue.stats().getters() > 0 && (model.mustDeliver() || queue.canDeliver())) {
                    throw new AssertionError("somebody waits though there is something");
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + what, e);
            }
        }
        assertThat(model.delivered()).isGreaterThan(STEPS / 50);
    }

    private WorkQueue dead() {
        return scene.queues.existing(DEAD);
    }

    private QueueConfig settings() {
        return QueueConfig.DEFAULT
                .with(QueueSetting.ATTEMPTS, random.nextInt(4))
                .with(QueueSetting.BACKOFF, random.nextInt(3))
                .with(QueueSetting.MAXBACKOFF, 6)
                .with(QueueSetting.CONCURRENCY, random.nextInt(4))
                .with(QueueSetting.RATE, random.nextInt(3))
                .with(QueueSetting.PER, 3)
                .with(QueueSetting.EXPIRES, random.nextInt(3) * 10)
                .with(QueueSetting.DEADSIZE, random.nextInt(3) * 3)
                .with(QueueSetting.DEADAGE, random.nextInt(3) * 20);
    }

    private String act() {
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> put();
            case 8, 9, 10, 11, 12 -> get(queue);
            case 13, 14 -> await();
            case 15, 16, 17, 18, 19, 20 -> settle();
            case 21 -> cancel();
            case 22 -> deadLetters();
            case 23 -> pause();
            case 24 -> change();
            default -> random.nextInt(60) == 0 ? kill() : pass();
        };
    }

    private String put() {
        String key = random.nextInt(3) == 0 ? "key " + random.nextInt(3) : null;
        Job known = key == null ? null : model.keyed(key);
        Item found = key == null ? null : queue.items().keyed(key);
        assertThat(found == null).as("nobody has " + key).isEqualTo(known == null);
        if (known != null) {
            assertThat(found.id()).isEqualTo(known.id);
            return "put again";
        }
        if (model.jobs.size() > 40) {
            return "no more";
        }
        long delay = random.nextInt(4) == 0 ? 1 + random.nextInt(9) : 0;
        int choice = random.nextInt(4);
        long expires = choice == 0 ? 1 + random.nextInt(15) : choice == 1 ? PutOptions.NEVER : 0;
        long inForce = expires == 0 ? model.settings().expiresMillis() : Math.max(0, expires);
        Item item = scene.item("", new PutOptions(null, delay, key, expires), null);
        long id = queue.put(item);
        model.put(item, delay, inForce);
        tellDeliveries();
        return "put " + id + ", delay " + delay + ", expires " + inForce;
    }

    private Holder worker() {
        return workers.get(random.nextInt(workers.size()));
    }

    private String get(WorkQueue from) {
        if (from == null || !from.canDeliver()) {
            return "nothing to get";
        }
        Holder worker = worker();
        long lease = random.nextBoolean() ? LEASE : 0;
        Item item = from.take(worker, lease);
        model.delivered(item, worker, lease);
        return "got " + item.id();
    }

    private String await() {
        Holder worker = worker();
        queue.awaitItem(worker, 1, LEASE, scene.told("getter", items -> served.add(new Served(items.get(0), worker))));
        queue.serve();
        tellDeliveries();
        return "waits to get";
    }

    private void tellDeliveries() {
        served.forEach(one -> model.delivered(one.item, one.by, LEASE));
        served.clear();
    }

    private <T> T any(List<T> some) {
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    private String settle() {
        Job job = any(model.of("q", true));
        if (job == null) {
            return "nothing in flight";
        }
        if (job.cancelled) {
            queue.endCancelled(job.holder, job.id);
            model.finish(job);
        } else if (random.nextInt(3) == 0) {
            return fail(job);
        } else if (random.nextInt(3) == 0) {
            long delay = random.nextInt(4);
            queue.release(job.holder, job.id, delay);
            job.attempts--;
            model.comeBack(job, delay);
        } else {
            queue.done(job.holder, job.id, NOTHING);
            model.finish(job);
        }
        tellDeliveries();
        return "settled " + job.id;
    }

    private String fail(Job job) {
        QueueConfig settings = model.settings();
        boolean isDelayed = random.nextInt(4) == 0;
        Boolean retry = isDelayed || random.nextInt(3) > 0 ? null : (Boolean) random.nextBoolean();
        long delay = isDelayed ? random.nextInt(9) : Failure.BACKOFF;
        queue.fail(job.holder, job.id, new Failure(NOTHING, delay, retry));
        boolean isWanted = retry == null ? settings.attempts() > 0 || isDelayed : retry;
        if (!isWanted || !settings.allowsAttemptAfter(job.attempts)) {
            model.failForGood(job);
        } else if (isDelayed) {
            model.comeBack(job, delay);
        } else {
            model.failed(job);
        }
        tellDeliveries();
        return "failed " + job.id;
    }

    private String cancel() {
        Job job = any(List.copyOf(model.jobs.values()));
        if (job == null || job.cancelled || !job.queue.equals("q")) {
            return "nothing to cancel";
        }
        queue.cancel(queue.items().find(job.id));
        if (job.holder == null) {
            model.finish(job);
        } else {
            job.cancelled = true;
        }
        tellDeliveries();
        return "cancelled " + job.id;
    }

    /** Somebody looks after the dead items. */
    private String deadLetters() {
        Job held = any(model.of(DEAD, true));
        if (held != null) {
            dead().done(held.holder, held.id, NOTHING);
            model.finish(held);
        } else if (random.nextBoolean()) {
            return get(dead());
        } else if (dead() != null && random.nextInt(10) == 0) {
            QueueScene.purge(dead());
            model.of(DEAD, false).forEach(model::finish);
        }
        return "dead items";
    }

    private String pause() {
        if (random.nextBoolean()) {
            queue.control().resume();
            model.pauseUntil(0);
        } else {
            long millis = 1 + random.nextInt(20);
            queue.control().pause(millis);
            model.pauseUntil(model.now + millis);
        }
        tellDeliveries();
        return "paused or resumed";
    }

    private String change() {
        QueueConfig next = settings();
        scene.queues.alter("q", next);
        model.alter(next);
        tellDeliveries();
        return "altered to " + next;
    }

    private String pass() {
        scene.after(1);
        model.pass();
        tellDeliveries();
        model.expire();
        return "a millisecond later";
    }

    private String kill() {
        start(recorder.journal().afterKill(), scene.timers.now());
        model.restart();
        return "another server";
    }
}
