package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues that are recorded while everything is done with them at random, and recovered: as the model says. */
class RecoveryRandomTest {

    private static final int STEPS = 50_000;
    private static final int STEPS_OF_A_SERVER = 50;
    private static final int LONGEST_PAUSE = 15;

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsRecoveredGoesOnAsIfTheServerHadOnlyLostItsConnections(long seed) {
        Random random = new Random(seed);
        Recorder recorder = new Recorder();
        RandomCast cast = new RandomCast(random, recorder.start(new MapJournal(), RandomCast.START));
        RandomActions actions = new RandomActions(cast);
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            try {
                what += actions.act();
                recorder.turnOver();
                Likeness.ofEvents(what, cast.scene, cast.model);
                if (random.nextInt(STEPS_OF_A_SERVER) == 0) {
                    Likeness.ofAll(what, cast.scene, cast.model);
                    what += ", and then a new server";
                    long now = cast.model.shelves.now + random.nextInt(LONGEST_PAUSE);
                    QueueModel survivors = Survivors.of(cast.model, now, RandomCast::isConsumer);
                    cast.restart(recorder.start(recorder.journal().afterKill(), now), survivors);
                    recorder.turnOver();
                    Likeness.ofAll(what, cast.scene, cast.model);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        actions.everythingEnds();
        recorder.turnOver();
        assertThat(recorder.journal().read((key, value) -> {}))
                .as("records, seed " + seed)
                .isZero();
    }
}
