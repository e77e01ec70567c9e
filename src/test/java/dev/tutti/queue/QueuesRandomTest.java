package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may be done with queues, at random, beside a model in which the same is done. */
class QueuesRandomTest {

    private static final int STEPS = 100_000;
    /** After so many steps all is compared, and after each what happened in it. */
    private static final int ROUND = 10;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void behavesAsTheModel(long seed) {
        QueueScene scene = new QueueScene(RandomClients.CONFIGURED);
        RandomClients clients = new RandomClients(Seeds.random(seed), scene);
        QueueModel model = clients.model;
        RandomActions actions = new RandomActions(clients);
        for (int step = 0; step < STEPS; step++) {
            String did = "nothing";
            try {
                did = actions.act();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
            String what = "seed " + seed + ", step " + step + ": " + did;
            ModelAssert.ofEvents(what, scene, model);
            if (step % ROUND == 0) {
                ModelAssert.ofAll(what, scene, model);
            }
        }
        actions.everythingEnds();
        ModelAssert.ofEvents("seed " + seed + ", at the end", scene, model);
        ModelAssert.ofAll("seed " + seed + ", at the end", scene, model);
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(scene.queues.all()).isEmpty();
        assertThat(model.queues.byName.keySet()).allMatch(name -> scene.queues.existing(name) == null, "is forgotten");
    }
}
