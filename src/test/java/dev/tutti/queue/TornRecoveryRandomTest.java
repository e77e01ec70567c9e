package dev.tutti.queue;

import dev.tutti.Seeds;
import dev.tutti.journal.MapJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queues that are recorded while everything is done with them at random: whatever the last commit is that has reached
 * the disk, what is recovered is how they were then.
 */
class TornRecoveryRandomTest {

    private static final int SERVERS = 8;
    private static final int STEPS = 250;
    private static final int LONGEST_PAUSE = 15;
    /** For so many milliseconds it is seen that what was recovered comes due in time. */
    private static final int WATCHED = 12;

    /**
     * How many commits there were, and what should be left of the queues if those are all, at a start some time later.
     *
     * @param watched the same as the survivors
     */
    private record Moment(String what, int commits, long start, QueueModel survivors, QueueModel watched) {}

    private Random random;
    private final Recorder recorder = new Recorder();
    private RandomClients clients;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void whatIsRecoveredIsAsItWasAtTheLastCommitThatIsThere(long seed) {
        random = Seeds.random(seed);
        clients = new RandomClients(random, recorder.start(new MapJournal(), RandomClients.START));
        for (int server = 0; server < SERVERS; server++) {
            String what = "seed " + seed + ", server " + server + ", ";
            MapJournal journal = recorder.journal();
            List<Moment> moments = run(what);
            for (Moment moment : moments) {
                compare(moment, recorder.start(journal.after(moment.commits), moment.start));
            }
            goOn(journal, moments.get(random.nextInt(moments.size())));
        }
    }

    /** Gives a moment for each commit, and lists nothing else: what happened between two commits may be lost. */
    private List<Moment> run(String server) {
        List<Moment> moments = new ArrayList<>();
        RandomActions actions = new RandomActions(clients);
        for (int step = 0; step < STEPS; step++) {
            int before = recorder.journal().commits();
            String what = server + "step " + step + ": " + actions.act();
            recorder.turnOver();
            if (recorder.journal().commits() > before) {
                moments.add(moment(what));
            }
        }
        return moments;
    }

    private Moment moment(String what) {
        long start = clients.model.queues.now + random.nextInt(LONGEST_PAUSE);
        return new Moment(what, recorder.journal().commits(), start, survivors(start), survivors(start));
    }

    private QueueModel survivors(long start) {
        QueueModel survivors = Survivors.of(clients.model, start, RandomClients::isConsumer);
        survivors.queues.events.clear();
        return survivors;
    }

    private void compare(Moment moment, QueueScene scene) {
        QueueModel watched = moment.watched;
        ModelAssert.ofAll(moment.what, scene, watched);
        for (ModelQueue modelQueue : watched.queues.byName.values()) {
            modelQueue.kept.forEach(modelItem -> {
                scene.tell(scene.queues.named(modelQueue.name), clients.id(modelItem), "late");
                watched.queues.events.add("late" + modelItem.outcome);
            });
        }
        for (int millis = 1; millis <= WATCHED; millis++) {
            ModelAssert.ofEvents(moment.what, scene, watched);
            scene.after(1);
            watched.turn(moment.start + millis);
            ModelAssert.ofAll(moment.what + ", " + millis + " ms later", scene, watched);
        }
    }

    private void goOn(MapJournal journal, Moment moment) {
        QueueScene scene = recorder.start(journal.after(moment.commits), moment.start);
        clients.restart(scene, moment.survivors);
        recorder.turnOver();
    }
}
