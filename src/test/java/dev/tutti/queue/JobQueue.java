package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** One queue of the {@link JobModel}: its unfinished items, and what limits their delivery. It knows no order. */
final class JobQueue {

    final String name;
    /** By id. */
    final Map<Long, Job> jobs = new LinkedHashMap<>();

    private final ArrayDeque<Long> deliveries = new ArrayDeque<>();
    private QueueConfig settings = QueueConfig.DEFAULT;
    /** The deliveries before this time were made under another rate. */
    private long rateSince;

    private long pausedUntil;
    boolean isShutDown;
    /** Whether items that come back are dropped. */
    boolean isClosed;

    JobQueue(String name) {
        this.name = name;
    }

    boolean isDead() {
        return name.endsWith(Names.DEAD);
    }

    QueueConfig settings() {
        return settings;
    }

    void create(QueueConfig first) {
        settings = first;
    }

    void alter(QueueConfig next, long now) {
        if (next.rate() != settings.rate() || next.ratePerMillis() != settings.ratePerMillis()) {
            rateSince = now + Math.max(next.ratePerMillis(), settings.ratePerMillis());
        }
        settings = next;
    }

    void pauseUntil(long end) {
        pausedUntil = end;
    }

    /** Nobody counts the deliveries of the server that was killed. */
    void restart() {
        deliveries.clear();
        rateSince = 0;
    }

    // ---- its items

    List<Job> all(Predicate<Job> which) {
        List<Job> some = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (which.test(job)) {
                some.add(job);
            }
        }
        return some;
    }

    private int count(Predicate<Job> which) {
        int count = 0;
        for (Job job : jobs.values()) {
            count += which.test(job) ? 1 : 0;
        }
        return count;
    }

    int pending() {
        return count(job -> !job.isHeld());
    }

    int ready(long now) {
        return count(job -> job.isReady(now));
    }

    boolean hasRoom() {
        return settings.maxSize() == 0 || pending() < settings.maxSize();
    }

    /** The item that has the key, or null. */
    Job keyed(String key) {
        for (Job job : jobs.values()) {
            if (job.hasKey() && job.key.equals(key)) {
                return job;
            }
        }
        return null;
    }

    /** Whether nobody can get anything any more. */
    boolean isOver() {
        return isShutDown && pending() == 0 && (isClosed || count(job -> job.isHeld() && !job.isCancelled) == 0);
    }

    // ---- limits

    /** Checks that this item could be delivered, which it was in this moment. */
    void delivered(Job job, long now) {
        assertThat(now < pausedUntil).as("paused").isFalse();
        assertThat(settings.concurrency() == 0 || count(Job::isHeld) <= settings.concurrency())
                .as("more than CONCURRENCY")
                .isTrue();
        assertThat(groupLimit() == 0 || inFlight(job.group) <= groupLimit())
                .as("more of a group than GROUPLIMIT")
                .isTrue();
        deliveries.add(now);
        assertThat(now < rateSince || isWithinRate(0, now)).as("more than RATE").isTrue();
    }

    private int groupLimit() {
        return settings.kind() == Kind.FAIR ? settings.groupLimit() : 0;
    }

    private int inFlight(String group) {
        return count(job -> job.isHeld() && Objects.equals(job.group, group));
    }

    private boolean isWithinRate(int more, long now) {
        while (!deliveries.isEmpty() && deliveries.peek() <= now - settings.ratePerMillis()) {
            deliveries.remove();
        }
        return settings.rate() == 0 || deliveries.size() + more <= settings.rate();
    }

    /** Whether a client that waits to get would have to be served. */
    boolean mustDeliver(long now) {
        return now >= pausedUntil
                && now >= rateSince
                && isWithinRate(1, now)
                && (settings.concurrency() == 0 || count(Job::isHeld) < settings.concurrency())
                && jobs.values().stream()
                        .anyMatch(job -> job.isReady(now) && (groupLimit() == 0 || inFlight(job.group) < groupLimit()));
    }

    // ---- the queue itself

    /** @param actual null if there is no such queue */
    void check(WorkQueue actual, long now) {
        int held = 0;
        for (Job job : jobs.values()) {
            if (job.isHeld()) {
                held += job.isCancelled ? 0 : 1;
            } else if (actual == null || !actual.items().isPending(job.id)) {
                fail("item " + job.id + " is not in " + name);
            }
            if (job.hasKey()) {
                checkKey(job, actual.items().keyed(job.key));
            }
        }
        int ready = ready(now);
        compare("ready", actual == null ? 0 : actual.size(), ready);
        compare("delayed", actual == null ? 0 : actual.core().pendingItems.delayed(), pending() - ready);
        compare("in flight", actual == null ? 0 : actual.core().inFlight.size(), held);
        if (actual != null) {
            assertThat(actual.isShutDown()).as("shut down").isEqualTo(isShutDown);
            assertThat(actual.hasRoom()).as("has room").isEqualTo(hasRoom());
            assertThat(actual.config()).isEqualTo(settings);
        }
    }

    /** If two items with the same key came in one step, either may have been the first, and has the key. */
    private void checkKey(Job job, Item keyed) {
        Job other = keyed == null ? null : jobs.get(keyed.id());
        if (other != null && other != job && other.step == job.step && job.key.equals(other.key)) {
            job.hasLostKey = true;
            other.hasLostKey = false;
        } else if (other != job) {
            fail("item " + job.id + " has lost its key to " + keyed);
        }
    }

    private void compare(String what, int actual, int expected) {
        if (actual != expected) {
            fail(actual + " items are " + what + " in " + name + ", expected " + expected);
        }
    }
}
