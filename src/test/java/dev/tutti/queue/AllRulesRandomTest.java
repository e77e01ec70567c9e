package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All rules of queues together, at random: kinds, groups and their limits, delays, keys, expiry, leases, backoff, limits,
 * pauses, dead letters, moves, changed settings, kept results, queues that are closed, and servers that are killed. After
 * each step the items and results are where the {@link JobModel} has them, and nobody waits for an item that can be
 * delivered, for room that there is, or for a result that is known.
 */
class AllRulesRandomTest {

    private static final int STEPS = 100_000;

    private JobScene jobs;
    private JobActions items;
    private JobResultActions results;
    private JobQueueActions queues;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void theItemsAreWhereTheRulesSay(long seed) {
        jobs = new JobScene(Seeds.random(seed));
        items = new JobActions(jobs);
        results = new JobResultActions(jobs);
        queues = new JobQueueActions(jobs);
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            try {
                what += act();
                jobs.waits.tellServed();
                jobs.recorder.turnOver();
                check();
                jobs.model.endStep();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        assertThat(jobs.model.delivered()).isGreaterThan(STEPS / 50);
        assertThat(jobs.model.admitted()).isGreaterThan(STEPS / 200);
        assertThat(jobs.model.outcomes.results()).isGreaterThan(STEPS / 200);
        queues.deleteAll();
        assertThat(jobs.scene.memory.used()).isZero();
    }

    private String act() {
        return switch (jobs.random.nextInt(64)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> items.put();
            case 12, 13, 14, 15, 16, 17, 18, 19 -> items.get();
            case 20, 21, 22 -> items.await();
            case 23, 24, 25, 26, 27, 28, 29, 30, 31, 32 -> items.settle();
            case 33 -> items.cancel();
            case 34, 35 -> items.move();
            case 36, 37 -> items.reschedule();
            case 38 -> queues.moveSome();
            case 39 -> queues.pause();
            case 40 -> queues.alter();
            case 41 -> queues.leave();
            case 42 -> queues.close();
            case 43, 44 -> results.await();
            case 45 -> results.leave();
            case 46 -> items.putNoMore();
            default -> jobs.random.nextInt(60) == 0 ? queues.kill() : queues.pass();
        };
    }

    private void check() {
        for (String name : JobScene.NAMES) {
            jobs.model.dropDead(name, jobs.scene.queues.existing(name + ".dead"));
        }
        assertThat(jobs.waits.takeTold()).containsExactlyInAnyOrderElementsOf(jobs.model.outcomes.told());
        for (JobQueue queue : jobs.model.queues()) {
            WorkQueue actual = jobs.actual(queue);
            queue.check(actual, jobs.model.now);
            if (queue.isOver()) {
                jobs.waits.leaveLines(queue);
            }
            int getters = jobs.waits.getters(queue);
            assertThat(actual == null ? 0 : actual.core().dispatcher.getters())
                    .as("who waits to get from " + queue.name)
                    .isEqualTo(getters);
            if (getters > 0 && (queue.mustDeliver(jobs.model.now) || actual.canDeliver())) {
                throw new AssertionError("somebody waits though there is something in " + queue.name);
            }
        }
    }
}
