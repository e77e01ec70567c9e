package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tutti.Seeds;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.coroutine.Outbox;
import dev.tutti.journal.MapJournal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Connections, consumers and parts of gathers that say anything at any time, close, time out and are unblocked: every
 * command has one reply, none has two, nothing goes wrong inside, and in the end nothing is left.
 */
class OwnerRandomTest {

    private static final int STEPS = 100_000;
    private static final int CONNECTIONS = 8;
    private static final long CONSUMER = 500;
    /** Those whose journal fails. */
    private static final int SERVERS = 100;

    private static final int STEPS_OF_A_SERVER = 200;
    private static final List<String> QUEUES = List.of("q", "r", "q.dead", "narrow", "ranked", "turns");
    private static final List<String> LINES = List.of(
            "QUEUE PUT $q a",
            "QUEUE PUT $q a TIMEOUT $n",
            "QUEUE PUT $q a DELAY $n",
            "QUEUE GET $q",
            "QUEUE GET $q TIMEOUT $n",
            "QUEUE GET $q COUNT 3 LEASE $n",
            "QUEUE GET $q TIMEOUT 0",
            "QUEUE DONE $q $id r",
            "QUEUE DONE $q $id",
            "QUEUE FAIL $q $id",
            "QUEUE RELEASE $q $id",
            "QUEUE RELEASE $q $id DELAY $n",
            "QUEUE TOUCH $q $id",
            "QUEUE JOIN $q TIMEOUT $n",
            "QUEUE JOIN $q",
            "QUEUE PEEK $q COUNT 5",
            "RUN $q a TIMEOUT $n",
            "RUN $q a",
            "SUBMIT $q a TTL $n",
            "SUBMIT $q a TIMEOUT $n DELAY $n",
            "AWAIT $q $id TIMEOUT $n",
            "AWAIT $q $id",
            "CANCEL $q $id",
            "QUEUE CREATE $q MAXSIZE 2",
            "QUEUE CREATE $q KIND priority ATTEMPTS 2",
            "QUEUE PUT ranked a PRIORITY $n",
            "QUEUE STATS $q",
            "QUEUE SETTINGS $q",
            "QUEUE PUT turns a GROUP g$n",
            "QUEUE PUT $q a EXPIRES $n",
            "QUEUE PUT $q a KEY k$n DELAY $n",
            "SUBMIT $q a KEY k$n TTL $n EXPIRES $n",
            "RUN $q a KEY k$n TIMEOUT $n",
            "QUEUE RESCHEDULE $q $id DELAY $n",
            "QUEUE RESCHEDULE ranked $id PRIORITY $n",
            "QUEUE MOVE $q q ID $id",
            "QUEUE MOVE q.dead $q ID $id",
            "QUEUE FAIL $q $id oops DELAY $n",
            "QUEUE FAIL $q $id oops RETRY no",
            "QUEUE TOUCH $q $id progress LEASE $n",
            "QUEUE INSPECT $q $id",
            "QUEUE ITEMS $q COUNT 9",
            "QUEUE GETANY 2 $q r TIMEOUT $n",
            "QUEUE GETANY 3 narrow $q turns",
            "QUEUE GET $q LEASE 3 DETACHED TIMEOUT $n");
    private static final List<String> RARE = List.of(
            "QUEUE MOVE $q q",
            "QUEUE MOVE q.dead r COUNT 2",
            "QUEUE PURGE $q",
            "QUEUE SHUTDOWN $q",
            "QUEUE SHUTDOWN $q IMMEDIATE",
            "QUEUE DELETE $q",
            "QUEUE PAUSE $q FOR 1$n",
            "QUEUE PAUSE $q",
            "QUEUE RESUME $q",
            "QUEUE RESUME $q",
            "QUEUE ALTER $q CONCURRENCY $n RATE $n PER 4",
            "QUEUE ALTER $q BACKOFF $n EXPIRES $n ATTEMPTS $n",
            "QUEUE ALTER $q DEADSIZE $n DEADAGE $n",
            "QUEUE CREATE turns KIND fair GROUPLIMIT 1",
            "QUEUE DELETE $q");

    /** Null without one. */
    private MapJournal journal;

    private OneOwner owner = new OneOwner();
    /** How many replies each coroutine is still to have. */
    private final Map<Long, Integer> unanswered = new HashMap<>();
    /** Those that have closed: what the journal held back may be told to them still. */
    private final Set<Long> gone = new HashSet<>();

    private final long[] connections = LongStream.rangeClosed(1, CONNECTIONS).toArray();
    private long opened = 1000;
    private Random random;
    private long ids = 1;
    private long tasks;
    /** What the consumer has, or 0. */
    private long running;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void everyCommandHasOneReplyAndInTheEndNothingIsLeft(long seed) {
        random = Seeds.random(seed);
        run("seed " + seed, STEPS);
        everybodyGoes();
        isEmpty("seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void theSameInSlicesAndInTheEndNothingIsLeft(long seed) {
        random = Seeds.random(seed);
        for (int part = 0; part < 50; part++) {
            owner.becomeSlow();
            run("seed " + seed + ", slow part " + part, random.nextInt(STEPS / 200));
            owner.becomeQuick();
            run("seed " + seed + ", quick part " + part, random.nextInt(STEPS / 200));
        }
        everybodyGoes();
        isEmpty("seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void theSameWithAJournalThatTakesItsTimeAndInTheEndNothingIsLeftInIt(long seed) {
        random = Seeds.random(seed);
        begin();
        run("seed " + seed, STEPS / 4);
        everybodyGoes();
        written();
        isEmpty("seed " + seed);
        assertThat(journal.read((key, value) -> {})).as("records, seed " + seed).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void everyCommandHasOneReplyThoughTheJournalFails(long seed) {
        random = Seeds.random(seed);
        for (int server = 0; server < SERVERS; server++) {
            String what = "seed " + seed + ", server " + server;
            begin();
            run(what, random.nextInt(STEPS_OF_A_SERVER));
            journal.fail("the disk broke");
            run(what + " after the failure", STEPS_OF_A_SERVER);
            everybodyGoes();
        }
    }

    /** Each failure is logged, and that would bury all else. */
    @BeforeAll
    static void logNoFailures() {
        ((Logger) LoggerFactory.getLogger(Outbox.class)).setLevel(Level.OFF);
    }

    @AfterAll
    static void logFailures() {
        ((Logger) LoggerFactory.getLogger(Outbox.class)).setLevel(null);
    }

    private void begin() {
        journal = new MapJournal();
        journal.holdBack();
        owner = new OneOwner(journal);
        unanswered.clear();
        gone.clear();
        ids = 1;
        running = 0;
    }

    private void run(String what, int steps) {
        for (int step = 0; step < steps; step++) {
            try {
                heard(act());
                if (journal != null && random.nextInt(3) == 0) {
                    written();
                }
                assertThat(owner.memory.usedByItems()).isEqualTo(owner.usedAsQueuesTell(QUEUES));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what + ", step " + step, e);
            }
        }
    }

    /** What is on its way to the journal is there, or has failed. */
    private void written() {
        journal.writeAll();
        heard(owner.replies());
    }

    private void everybodyGoes() {
        for (long id : List.copyOf(unanswered.keySet())) {
            close(id);
        }
        QUEUES.forEach(queue -> owner.ask(1000, "QUEUE DELETE " + queue, "QUEUE DELETE " + queue + ".dead"));
        gone.add(1000L);
        owner.afterAllSlices();
    }

    private void isEmpty(String what) {
        assertThat(owner.memory.used()).as("memory, " + what).isZero();
        assertThat(owner.timers.next()).as("time, " + what).isEqualTo(Long.MAX_VALUE);
    }

    // ---- what is said

    private List<String> act() {
        int dice = random.nextInt(100);
        long connection = connections[random.nextInt(CONNECTIONS)];
        if (dice < 65) {
            return say(connection);
        } else if (dice < 75) {
            return owner.after(random.nextInt(6));
        } else if (dice < 80) {
            return unblock(connection);
        } else if (dice < 85) {
            return close(connection);
        } else if (dice < 86) {
            return reset(connection);
        } else if (dice < 87) {
            heard(owner.send(connection, new Signal.InputEnded()));
            return close(connection);
        } else if (dice < 92) {
            return part();
        }
        return consumer();
    }

    private List<String> say(long connection) {
        String[] lines = new String[1 + random.nextInt(3)];
        for (int i = 0; i < lines.length; i++) {
            List<String> choice = random.nextInt(40) == 0 ? RARE : LINES;
            lines[i] = choice.get(random.nextInt(choice.size()))
                    .replace("$q", QUEUES.get(random.nextInt(QUEUES.size())))
                    .replace("$n", "" + random.nextInt(10))
                    .replace("$id", "" + Math.max(1, ids - random.nextInt(8)));
        }
        unanswered.merge(connection, lines.length, Integer::sum);
        return owner.ask(connection, lines);
    }

    private List<String> unblock(long connection) {
        unanswered.merge(999L, 1, Integer::sum);
        return owner.send(connection, new Signal.Unblock(random.nextBoolean(), "net", 999));
    }

    private List<String> close(long coroutine) {
        unanswered.remove(coroutine);
        gone.add(coroutine);
        for (int i = 0; i < CONNECTIONS; i++) {
            if (connections[i] == coroutine) {
                connections[i] = ++opened;
            }
        }
        return owner.close(coroutine);
    }

    /** Only one that waits for nothing may be reset: it is its turn then. */
    private List<String> reset(long connection) {
        return unanswered.getOrDefault(connection, 0) == 0 ? owner.send(connection, new Signal.Reset()) : List.of();
    }

    /** A part of a gather begins, is cancelled, detached or given up. */
    private List<String> part() {
        if (tasks == 0 || random.nextBoolean()) {
            unanswered.put(--tasks, 1);
            return owner.send(tasks, new Run(any(), new byte[5], Command.FOR_EVER));
        }
        long task = tasks + random.nextInt((int) Math.min(5, -tasks));
        int dice = random.nextInt(3);
        if (dice == 0) {
            return close(task);
        }
        return owner.send(task, dice == 1 ? new Signal.Cancel() : new Signal.Detached());
    }

    private String any() {
        return QUEUES.get(random.nextInt(QUEUES.size()));
    }

    /** The consumer of the queue q asks for an item, or says how the one it has ended. */
    private List<String> consumer() {
        if (unanswered.getOrDefault(CONSUMER, 0) > 0) {
            return List.of();
        } else if (running == 0) {
            running = -1;
            unanswered.put(CONSUMER, 1);
            return owner.send(CONSUMER, new Consume("q"));
        } else if (running > 0) {
            long id = running;
            running = 0;
            unanswered.put(CONSUMER, 1);
            return owner.send(
                    CONSUMER, random.nextBoolean() ? new Done("q", id, new byte[3]) : new Fail("q", id, new byte[3]));
        }
        return List.of();
    }

    // ---- what is heard

    private void heard(List<String> replies) {
        for (String reply : replies) {
            assertThat(reply).doesNotContain("internal error");
            long coroutine = Long.parseLong(reply.substring(0, reply.indexOf(':')));
            String text = reply.substring(reply.indexOf(' ') + 1);
            if (coroutine == CONSUMER) {
                heardByConsumer(text);
            }
            if (!(journal != null && gone.contains(coroutine)) && !text.equals("Cancellation")) {
                int left = unanswered.getOrDefault(coroutine, 0);
                assertThat(left)
                        .as("unanswered of " + coroutine + ", and now " + text)
                        .isPositive();
                unanswered.put(coroutine, left - 1);
            }
            if (text.matches("\\d+")) {
                ids = Math.max(ids, Long.parseLong(text));
            }
        }
    }

    private void heardByConsumer(String text) {
        if (running < 0) {
            running = text.startsWith("[") ? Long.parseLong(text.substring(1, text.indexOf(','))) : 0;
        }
    }
}
