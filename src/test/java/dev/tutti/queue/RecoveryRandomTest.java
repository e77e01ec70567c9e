package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.journal.MapJournal;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues that are recorded while everything is done with them at random, and recovered: as the model says. */
class RecoveryRandomTest {

    private static final int STEPS = 50_000;
    private static final int STEPS_OF_A_SERVER = 50;
    private static final int LONGEST_PAUSE = 15;
    /** For so many steps much is put, and then for as many it is not. */
    private static final int SEASON = 1500;

    private Random random;
    private Recorder recorder;
    private RandomClients clients;
    private RandomActions actions;

    private void begin(long seed, Recorder with) {
        random = Seeds.random(seed);
        recorder = with;
        clients = new RandomClients(random, recorder.start(new MapJournal(), RandomClients.START));
        actions = new RandomActions(clients);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void whatIsRecoveredGoesOnAsIfTheServerHadOnlyLostItsConnections(long seed) {
        begin(seed, new Recorder());
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            try {
                what += actions.act();
                recorder.turnOver();
                ModelAssert.ofEvents(what, clients.scene, clients.model);
                if (random.nextInt(STEPS_OF_A_SERVER) == 0) {
                    ModelAssert.ofAll(what, clients.scene, clients.model);
                    what += ", and then a new server";
                    restart();
                    ModelAssert.ofAll(what, clients.scene, clients.model);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        end(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void whatMemoryIsTooShortForComesBackFromTheJournalInItsTurn(long seed) {
        begin(seed, new Recorder(0));
        for (int step = 0; step < STEPS / 2; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            try {
                what += step / SEASON % 2 == 0 ? actions.actInPlenty() : actions.act();
                recorder.turnOverUnwritten();
                if (random.nextInt(5) == 0) {
                    recorder.write();
                }
                ModelAssert.ofEvents(what, clients.scene, clients.model);
                if (random.nextInt(STEPS_OF_A_SERVER) == 0) {
                    ModelAssert.butForMemory(what, clients.scene, clients.model);
                    if (random.nextInt(10) == 0) {
                        what += ", and then a new server";
                        recorder.write();
                        restart();
                        ModelAssert.butForMemory(what, clients.scene, clients.model);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        end(seed);
    }

    private void restart() {
        long now = clients.model.queues.now + random.nextInt(LONGEST_PAUSE);
        QueueModel survivors = Survivors.of(clients.model, now, RandomClients::isConsumer);
        clients.restart(recorder.start(recorder.journal().afterKill(), now), survivors);
        recorder.turnOver();
    }

    private void end(long seed) {
        actions.everythingEnds();
        recorder.turnOver();
        assertThat(recorder.journal().read((key, value) -> {}))
                .as("records, seed " + seed)
                .isZero();
        assertThat(clients.scene.memory.used()).as("memory, seed " + seed).isZero();
    }
}
