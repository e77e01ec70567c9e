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

    /** The results of submitted items, by id. */
    final Map<Long, KeptResult> kept = new LinkedHashMap<>();
    /** Those who wait for room, in their order. */
    final ArrayDeque<JobPutter> putters = new ArrayDeque<>();

    private final ArrayDeque<Long> deliveries = new ArrayDeque<>();
    private QueueConfig settings = QueueConfig.DEFAULT;
    /** The deliveries before this time were made under another rate. */
    private long rateSince;

    private long pausedUntil;
    boolean isShutDown;
    /** Whether items that come back are dropped. */
    boolean isClosed;
    /** The last step in which an item came back. */
    int returned = -1;
    /** The last step in which the item of one who waited for room came in. */
    int admitted = -1;

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

    /** Nobody counts the deliveries of the server that was killed, and nobody waits. */
    void restart() {
        deliveries.clear();
        putters.clear();
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

    /** The unfinished item that has the key, or the one whose result is kept; or null. */
    Job keyed(String key) {
        for (Job job : jobs.values()) {
            if (job.hasKey() && job.key.equals(key)) {
                return job;
            }
        }
        for (KeptResult result : kept.values()) {
            if (result.hasKey(key)) {
                return result.job();
            }
        }
        return null;
    }

    /** The milliseconds until an item that is put now expires, 0 for never, if EXPIRES has this value. */
    long lifetime(long expires) {
        return expires == 0 ? settings.expiresMillis() : Math.max(0, expires);
    }

    /** Forgets the results that are kept no longer. Returns the ids of their items. */
    List<Long> forgetResults(long now) {
        List<Long> gone = kept.values().stream()
                .filter(result -> result.until() <= now)
                .map(result -> result.job().id)
                .toList();
        kept.keySet().removeAll(gone);
        return gone;
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
        compare(
                "waiting to be put",
                actual == null ? 0 : actual.core().dispatcher.putters(),
                putters.size());
        compare(
                "kept as results",
                actual == null ? 0 : actual.core().submissions.results(),
                kept.size());
        if (actual != null) {
            assertThat(actual.isShutDown()).as("shut down").isEqualTo(isShutDown);
            assertThat(actual.hasRoom()).as("has room").isEqualTo(hasRoom());
            assertThat(actual.config()).isEqualTo(settings);
        }
    }

    /** After each step, nobody waits for room that there is, and nobody has got room that there was not. */
    void checkRoom(int step) {
        boolean isWithinBounds = returned == step || settings.maxSize() == 0 || pending() <= settings.maxSize();
        if (admitted == step && !isWithinBounds) {
            fail("the item of one who waited is in " + name + ", which has " + pending() + " items");
        } else if (!putters.isEmpty() && hasRoom()) {
            fail(putters.peek() + " waits though there is room in " + name);
        }
        for (JobPutter putter : putters) {
            if (putter.key() != null && keyed(putter.key()) != null) {
                fail(putter + " waits though " + keyed(putter.key()) + " has its key in " + name);
            }
        }
    }

    /** Checks who has which result. */
    void checkResults(WorkQueue actual) {
        for (Job job : jobs.values()) {
            Submission submission = actual.items().submission(job.id);
            if ((submission != null) != job.isSubmitted()
                    || submission != null && submission.hasEnded() != job.hasResult) {
                fail("item " + job.id + " has " + submission);
            }
        }
        for (KeptResult result : kept.values()) {
            List<String> told = new ArrayList<>();
            actual.items().submission(result.job().id).tell(JobWaits.awaiter("it is", told::add));
            assertThat(told).containsExactly("it is " + result.outcome());
            if (result.job().key != null && result.hasKey(result.job().key)) {
                checkKey(result.job(), actual.items().keyed(result.job().key));
            }
        }
    }

    /** If two items with the same key came in one step, either may have been the first, and has the key. */
    private void checkKey(Job job, Item keyed) {
        Job other = keyed == null ? null : known(keyed.id());
        if (other != null && other != job && other.step == job.step && job.key.equals(other.key)) {
            job.hasLostKey = true;
            other.hasLostKey = false;
        } else if (other != job) {
            fail("item " + job.id + " has lost its key to " + keyed);
        }
    }

    private Job known(long id) {
        return kept.containsKey(id) ? kept.get(id).job() : jobs.get(id);
    }

    private void compare(String what, int actual, int expected) {
        if (actual != expected) {
            fail(actual + " items are " + what + " in " + name + ", expected " + expected);
        }
    }
}
