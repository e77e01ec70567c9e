package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tutti.config.QueueConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of a queue and its dead-letter queue, as simply as it can be said: which items are unfinished, and
 * from when and until when each may be delivered. It knows no order.
 */
final class JobModel {

    static final long NEVER = Long.MAX_VALUE;

    /** An unfinished item. */
    static final class Job {
        final long id;
        final String key;
        String queue;
        int attempts;
        /** It is not delivered before. */
        long ready;
        /** It is gone then, unless somebody has got it. */
        long expires;
        /** Null while nobody has it. */
        Holder holder;
        /** The end of the lease. */
        long leased = NEVER;

        boolean cancelled;

        Job(long id, String queue, String key, long ready, long expires) {
            this.id = id;
            this.queue = queue;
            this.key = key;
            this.ready = ready;
            this.expires = expires;
        }
    }

    final Map<Long, Job> jobs = new HashMap<>();
    private final Set<Long> finished = new HashSet<>();
    private final ArrayDeque<Long> deliveries = new ArrayDeque<>();
    private int delivered;
    private final String name;
    private QueueConfig settings;
    long now;
    private long pausedUntil;
    /** Whether an item has died in this step, so that there may be too many dead ones. */
    private boolean died;
    /** Whether a dead item has come back in this step, which may be before or after one died. */
    private boolean deadReturned;
    /** The deliveries before this time were made under another rate. */
    private long rateSince;

    JobModel(String name, QueueConfig settings, long now) {
        this.name = name;
        this.settings = settings;
        this.now = now;
    }

    /** The number of deliveries by all servers. */
    int delivered() {
        return delivered;
    }

    QueueConfig settings() {
        return settings;
    }

    void alter(QueueConfig next) {
        if (next.rate() != settings.rate() || next.ratePerMillis() != settings.ratePerMillis()) {
            rateSince = now + Math.max(next.ratePerMillis(), settings.ratePerMillis());
        }
        settings = next;
        died = true;
    }

    void pauseUntil(long end) {
        pausedUntil = end;
    }

    boolean isPaused() {
        return now < pausedUntil;
    }

    // ---- what happens

    void put(Item item, long delay, long expires) {
        Job job = new Job(item.id(), name, item.options().key(), now + delay, expires == 0 ? NEVER : now + expires);
        assertThat(jobs.put(job.id, job)).isNull();
    }

    void delivered(Item item, Holder holder, long lease) {
        Job job = jobs.get(item.id());
        assertThat(finished).as("delivered though finished").doesNotContain(item.id());
        assertThat(job).as("item " + item.id() + " is delivered and not known").isNotNull();
        assertThat(job.holder).as("has a holder").isNull();
        assertThat(job.ready).as("not ready").isLessThanOrEqualTo(now);
        assertThat(job.expires).as("expired").isGreaterThanOrEqualTo(now);
        delivered++;
        job.holder = holder;
        job.leased = lease == 0 ? NEVER : now + lease;
        job.expires = NEVER;
        job.attempts++;
        assertThat(item.attempts()).isEqualTo(job.attempts);
        if (job.queue.equals(name)) {
            assertThat(isPaused()).as("paused").isFalse();
            assertThat(settings.concurrency() == 0 || held(name) <= settings.concurrency())
                    .as("more than CONCURRENCY")
                    .isTrue();
            deliveries.add(now);
            assertThat(now < rateSince || isWithinRate(0)).as("more than RATE").isTrue();
        }
    }

    private boolean isWithinRate(int more) {
        while (!deliveries.isEmpty() && deliveries.peek() <= now - settings.ratePerMillis()) {
            deliveries.remove();
        }
        return settings.rate() == 0 || deliveries.size() + more <= settings.rate();
    }

    void finish(Job job) {
        jobs.remove(job.id);
        finished.add(job.id);
    }

    /** @param delay until it may be delivered again */
    void comeBack(Job job, long delay) {
        job.holder = null;
        job.leased = NEVER;
        job.ready = now + delay;
        deadReturned |= isDead(job);
    }

    void failForGood(Job job) {
        comeBack(job, 0);
        died = true;
        job.queue = name + ".dead";
        job.attempts = 0;
        job.expires = settings.deadAgeMillis() == 0 ? NEVER : now + settings.deadAgeMillis();
    }

    private static boolean isDead(Job job) {
        return job.queue.endsWith(".dead");
    }

    /** What an attempt that failed by itself leads to. */
    void failed(Job job) {
        if (isDead(job)) {
            comeBack(job, 0);
        } else if (settings.allowsAttemptAfter(job.attempts)) {
            comeBack(job, Failure.backoff(settings, job.attempts, () -> 0.5));
        } else {
            failForGood(job);
        }
    }

    /** The next millisecond. */
    void pass() {
        now++;
        for (Job job : List.copyOf(jobs.values())) {
            if (job.holder != null && job.leased <= now) {
                if (job.cancelled) {
                    finish(job);
                } else {
                    failed(job);
                }
            }
        }
    }

    /** What has expired by now, and was not delivered in its last millisecond, is gone. */
    void expire() {
        for (Job job : List.copyOf(jobs.values())) {
            if (job.holder == null && job.expires <= now) {
                finish(job);
            }
        }
    }

    /** The server is killed: items without a lease of their own come back, and the attempts count. */
    void restart() {
        deliveries.clear();
        rateSince = 0;
        for (Job job : List.copyOf(jobs.values())) {
            if (job.cancelled) {
                finish(job);
            } else if (job.holder != null && (isDead(job) || settings.allowsAttemptAfter(job.attempts))) {
                comeBack(job, 0);
            } else if (job.holder != null) {
                failForGood(job);
            }
        }
    }

    // ---- what must be so

    List<Job> of(String queue, boolean held) {
        List<Job> some = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (job.queue.equals(queue) && (job.holder != null) == held) {
                some.add(job);
            }
        }
        return some;
    }

    private int held(String queue) {
        return of(queue, true).size();
    }

    /** Whether somebody who waits to get would have to be served. */
    boolean mustDeliver() {
        return !isPaused()
                && now >= rateSince
                && isWithinRate(1)
                && (settings.concurrency() == 0 || held(name) < settings.concurrency())
                && of(name, false).stream().anyMatch(job -> job.ready <= now);
    }

    /** Takes those as finished that a dead-letter queue has dropped because it was too long. */
    void dropDead(WorkQueue dead) {
        List<Job> all = of(name + ".dead", false);
        int tooMany = settings.deadSize() == 0 ? 0 : Math.max(0, all.size() - settings.deadSize());
        if (died && tooMany > 0) {
            List<Job> gone = all.stream()
                    .filter(job -> dead == null || dead.items().find(job.id) == null)
                    .toList();
            assertThat(gone).as("dropped dead items").hasSizeBetween(deadReturned ? 0 : tooMany, tooMany);
            gone.forEach(this::finish);
        }
        died = false;
        deadReturned = false;
    }

    void check(String queue, WorkQueue actual) {
        int ready = 0;
        int delayed = 0;
        int held = 0;
        for (Job job : jobs.values()) {
            if (!job.queue.equals(queue)) {
                continue;
            }
            if (job.holder != null) {
                held += job.cancelled ? 0 : 1;
                continue;
            }
            ready += job.ready <= now ? 1 : 0;
            delayed += job.ready <= now ? 0 : 1;
            boolean isThere = actual != null && actual.items().isPending(job.id);
            boolean hasKey = job.key == null
                    || isDead(job)
                    || actual.items().keyed(job.key).id() == job.id;
            if (!isThere || !hasKey) {
                fail("item " + job.id + " is there: " + isThere + ", has its key: " + hasKey);
            }
        }
        compare("ready", queue, actual == null ? 0 : actual.size(), ready);
        compare("delayed", queue, actual == null ? 0 : actual.stats().delayed(), delayed);
        compare("in flight", queue, actual == null ? 0 : actual.stats().inFlight(), held);
    }

    private static void compare(String what, String queue, int actual, int expected) {
        if (actual != expected) {
            fail(actual + " items are " + what + " in " + queue + ", expected " + expected);
        }
    }

    /** The unfinished item of the queue with this key, or null. A dead or cancelled item has none. */
    Job keyed(String key) {
        return jobs.values().stream()
                .filter(job -> key.equals(job.key) && job.queue.equals(name) && !job.cancelled)
                .findFirst()
                .orElse(null);
    }
}
