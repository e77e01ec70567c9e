package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends random commands for one kind of primitive to an owner and to a model, and compares both after each step.
 * Clients also time out, are unblocked, reset and close.
 */
abstract class RandomSyncTest<M extends SyncModel> {

    private static final int STEPS = 100_000;
    private static final int CLIENTS = 12;

    private final SyncOwner owner = new SyncOwner();
    private final M model;
    private final List<String> told = new ArrayList<>();
    private Random random;

    RandomSyncTest(M model) {
        this.model = model;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void behavesAsTheModel(long seed) {
        random = Seeds.random(seed);
        for (int step = 0; step < STEPS; step++) {
            compare(seed, step, act());
        }
        for (int client = 1; client <= CLIENTS; client++) {
            owner.close(client);
            model.close(client);
        }
        undo();
        assertThat(owner.remembered()).as("remembered after seed " + seed).isZero();
        assertThat(owner.nothingIsDue()).as("nothing due after seed " + seed).isTrue();
    }

    // ---- what is done

    private String act() {
        long client = 1 + random.nextInt(CLIENTS);
        int dice = random.nextInt(100);
        if (dice < 12) {
            return pass(random.nextInt(40) == 0 ? random.nextInt(600) : random.nextInt(4));
        } else if (dice < 16) {
            return unblock(client, random.nextBoolean());
        } else if (dice < 20) {
            return end(client, random.nextInt(3));
        }
        return model.waits(client) ? "client " + client + " waits" : act(client, model, random);
    }

    /** Sends a random command of a client that does not wait, with {@link #ask}, and does the same in the model. */
    abstract String act(long client, M model, Random random);

    /** Removes the state that outlives connections, such as a set event or a broken barrier. */
    void undo() {}

    String ask(long client, String line) {
        told(owner.ask(client, line));
        return client + " asks " + line;
    }

    static String timeout(int timeout) {
        return timeout < 0 ? "" : " TIMEOUT " + timeout;
    }

    private String pass(int millis) {
        told(owner.pass(millis));
        model.pass(millis);
        return millis + " ms pass";
    }

    private String unblock(long client, boolean withError) {
        told(owner.unblock(client, withError));
        model.unblock(client, withError);
        return client + " is unblocked";
    }

    private String end(long client, int how) {
        if (how == 0) {
            told(owner.close(client));
            model.close(client);
            return client + " closes";
        } else if (how == 1 && !model.waits(client)) {
            told(owner.reset(client));
            model.giveBack(client);
            return client + " is reset";
        }
        told(owner.endInput(client));
        told(owner.close(client));
        model.endInputAndClose(client);
        return client + " ends its input and closes";
    }

    // ---- what holds then

    private void told(List<String> more) {
        told.addAll(more);
    }

    private void compare(long seed, int step, String what) {
        check(seed, step, what, sorted(told), sorted(model.events));
        told.clear();
        model.events.clear();
        List<Contention> contentions = owner.contentions();
        check(seed, step, what, contentions.stream().map(RandomSyncTest::text).toList(), model.contentions());
        check(
                seed,
                step,
                what,
                owner.sums(),
                contentions.stream().map(RandomSyncTest::sum).toList());
        check(seed, step, what, owner.remembered(), model.remembered());
    }

    private static List<String> sorted(List<String> events) {
        return events.stream().sorted().toList();
    }

    private static ContentionSum sum(Contention contention) {
        return new ContentionSum(
                contention.kind(),
                contention.isHeld() ? 1 : 0,
                contention.holders().size(),
                contention.waiters().size(),
                oldest(contention.holders()),
                oldest(contention.waiters()));
    }

    private static long oldest(List<ParticipantSnapshot> participants) {
        return participants.stream().mapToLong(ParticipantSnapshot::since).min().orElse(Long.MAX_VALUE);
    }

    private static String text(Contention contention) {
        return SyncModel.contention(
                contention.kind(), contention.name(), texts(contention.holders()), texts(contention.waiters()));
    }

    private static List<String> texts(List<ParticipantSnapshot> presences) {
        return presences.stream()
                .map(one -> SyncModel.presence(one.id(), one.what(), one.since(), one.forEver()))
                .toList();
    }

    /** An assertion that builds its message only when it fails. */
    private static void check(long seed, int step, String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual)
                    .as("seed " + seed + ", step " + step + ": " + what)
                    .isEqualTo(expected);
        }
    }
}
