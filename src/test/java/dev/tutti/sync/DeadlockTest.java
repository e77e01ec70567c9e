package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deadlocks in the reports of owners. Clients are named by letters, which are their ids as well. */
class DeadlockTest {

    private static ParticipantSnapshot holder(char client) {
        return new ParticipantSnapshot(client, String.valueOf(client), 100, "token", false);
    }

    private static ParticipantSnapshot waiter(char client, long since, String what, boolean forEver) {
        return new ParticipantSnapshot(client, String.valueOf(client), since, what, forEver);
    }

    private static ParticipantSnapshot waiter(char client, long since) {
        return waiter(client, since, Contention.ACQUIRE, true);
    }

    private static Contention thing(String name, String holders, ParticipantSnapshot... waiters) {
        List<ParticipantSnapshot> held =
                holders.chars().mapToObj(c -> holder((char) c)).toList();
        return new Contention("lock", name, held, List.of(waiters));
    }

    private static List<String> chains(Contention... contentions) {
        return Deadlock.in(List.of(contentions)).stream()
                .map(deadlock -> deadlock.cycleFrom(deadlock.victim().orElseThrow()))
                .toList();
    }

    @Test
    void twoWhoWaitForEachOtherAreOne() {
        assertThat(chains(thing("x", "a", waiter('b', 200)), thing("y", "b", waiter('a', 300))))
                .containsExactly("a -> b -> a");
    }

    /** A client may take any printable name, and a lock nearly any. */
    @Test
    void namesDoNotPassForOtherPartsOfTheText() {
        ParticipantSnapshot a = new ParticipantSnapshot(1, "x->y", 100, Contention.ACQUIRE, true);
        ParticipantSnapshot b = new ParticipantSnapshot(2, "A),(\"B", 200, Contention.ACQUIRE, true);
        Deadlock deadlock = Deadlock.in(List.of(
                        new Contention("lock", "l,m", List.of(a), List.of(b)),
                        new Contention("lock", "n\u202em", List.of(b), List.of(a))))
                .get(0);
        assertThat(deadlock.cycleFrom(deadlock.victim().orElseThrow()))
                .isEqualTo("\"A),(\\\"B\" -> \"x->y\" -> \"A),(\\\"B\"");
        assertThat(deadlock.description())
                .contains("1(\"x->y\") waits for lock \"n\\u202em\"", "2(\"A),(\\\"B\") waits for lock \"l,m\"");
    }

    @Test
    void whoWaitsForItselfIsOne() {
        assertThat(chains(thing("x", "a", waiter('a', 200))))
                .containsExactly("a -> a: this connection holds lock x already");
    }

    /** Looking at each waiter together with each holder would take more memory than there is. */
    @Test
    void aSemaphoreMayHaveManyHoldersAndWaiters() {
        int many = 30_000;
        List<ParticipantSnapshot> holders = new ArrayList<>();
        List<ParticipantSnapshot> waiters = new ArrayList<>();
        for (int id = 0; id < many; id++) {
            holders.add(new ParticipantSnapshot(id, "", 100, "token", false));
            waiters.add(new ParticipantSnapshot(id, "", 200, Contention.ACQUIRE, true));
            waiters.add(new ParticipantSnapshot(many + id, "", 200, Contention.ACQUIRE, true));
        }
        assertThat(Deadlock.in(List.of(new Contention("semaphore", "s", holders, waiters))))
                .hasSize(1);
        holders.add(new ParticipantSnapshot(-1, "", 100, "token", false));
        assertThat(Deadlock.in(List.of(new Contention("semaphore", "s", holders, waiters))))
                .isEmpty();
    }

    @Test
    void aCycleMayBeLong() {
        assertThat(chains(
                        thing("x", "a", waiter('d', 200)),
                        thing("y", "b", waiter('a', 201)),
                        thing("z", "c", waiter('b', 202)),
                        thing("w", "d", waiter('c', 203))))
                .containsExactly("c -> d -> a -> b -> c");
    }

    @Test
    void whoOnlyWaitsForACycleIsNoPartOfIt() {
        assertThat(chains(
                        thing("x", "a", waiter('b', 200), waiter('e', 400)),
                        thing("y", "b", waiter('a', 300)),
                        thing("z", "e", waiter('f', 500))))
                .containsExactly("a -> b -> a");
    }

    @Test
    void whoWaitsInALineForOneWhoGoesOnIsInNone() {
        assertThat(chains(thing("x", "a", waiter('b', 200), waiter('c', 201)), thing("y", "c", waiter('d', 202))))
                .isEmpty();
    }

    @Test
    void oneOfSeveralPermitsIsEnoughToGoOn() {
        Contention permits = thing("s", "ab", waiter('c', 300));
        Contention lock = thing("x", "c", waiter('a', 200));
        assertThat(chains(permits, lock)).isEmpty();
        assertThat(chains(permits, thing("x", "c", waiter('a', 200), waiter('b', 400))))
                .singleElement()
                .asString()
                .contains("c");
    }

    // ---- several permits, and several locks at once

    private static Contention semaphore(int free, int held, char holder, ParticipantSnapshot... waiters) {
        return new Contention("semaphore", "s", List.of(holder(holder).permits(held)), List.of(waiters), free);
    }

    @Test
    void whoWantsMorePermitsThanBecomeFreeIsStuck() {
        assertThat(chains(semaphore(1, 2, 'a', waiter('a', 200).permits(2))))
                .containsExactly("a -> a: this connection holds permits of semaphore s already");
        assertThat(chains(semaphore(2, 1, 'a', waiter('a', 200).permits(2)))).isEmpty();
    }

    @Test
    void whoWantsOneIsStuckBehindOneWhoIsStuckForMore() {
        Contention permits = semaphore(1, 2, 'a', waiter('b', 200).permits(2), waiter('c', 300));
        assertThat(chains(permits, thing("x", "c", waiter('a', 400)))).containsExactly("a -> c -> a");
    }

    @Test
    void whoWaitsForSeveralLocksGoesOnOnlyWithAllOfThem() {
        Contention free = thing("x", "z", waiter('a', 200));
        Contention stuck = thing("y", "b", waiter('a', 200));
        Contention own = thing("w", "a", waiter('b', 300));
        assertThat(chains(free, stuck, own)).containsExactly("b -> a -> b");
        assertThat(chains(stuck, own, free)).containsExactly("b -> a -> b");
        assertThat(chains(free, stuck)).isEmpty();
    }

    @Test
    void waitingToBeNotifiedIsNotWaitingForTheLock() {
        Contention condition = thing("c", "a", waiter('b', 200, "wait", true));
        assertThat(chains(condition, thing("x", "b", waiter('a', 300)))).isEmpty();
    }

    @Test
    void whoHasBeenNotifiedWaitsForTheLockButIsNotRefused() {
        Contention condition = thing("c", "a", waiter('b', 900, Contention.REACQUIRE, true));
        assertThat(chains(condition, thing("x", "b", waiter('a', 300)))).containsExactly("a -> b -> a");
    }

    @Test
    void theLastToComeWithoutATimeoutIsRefused() {
        assertThat(chains(
                        thing("x", "a", waiter('b', 200)),
                        thing("y", "b", waiter('c', 300)),
                        thing("z", "c", waiter('a', 400, Contention.ACQUIRE, false))))
                .containsExactly("c -> b -> a -> c");
    }

    @Test
    void whereAllHaveATimeoutNobodyIsRefused() {
        List<Deadlock> found = Deadlock.in(List.of(
                thing("x", "a", waiter('b', 200, Contention.ACQUIRE, false)),
                thing("y", "b", waiter('a', 300, Contention.ACQUIRE, false))));
        assertThat(found).singleElement().matches(deadlock -> deadlock.victim().isEmpty());
    }

    @Test
    void itIsAsOldAsItsYoungestPart() {
        List<Deadlock> found =
                Deadlock.in(List.of(thing("x", "a", waiter('b', 200)), thing("y", "b", waiter('a', 300))));
        assertThat(found).singleElement().extracting(Deadlock::since).isEqualTo(300L);
        Contention handedOver = new Contention(
                "lock",
                "y",
                List.of(new ParticipantSnapshot('b', "b", 500, "token", false)),
                List.of(waiter('a', 300)));
        assertThat(Deadlock.in(List.of(thing("x", "a", waiter('b', 200)), handedOver)))
                .singleElement()
                .extracting(Deadlock::since)
                .isEqualTo(500L);
    }

    @Test
    void theLogNamesWhatTheyWaitFor() {
        assertThat(Deadlock.in(List.of(thing("x", "a", waiter('b', 200)), thing("y", "b", waiter('a', 300))))
                        .get(0)
                        .description())
                .contains("97(a) waits for lock y", "98(b) waits for lock x");
    }

    @Test
    void theLogLeavesOutAnEmptyName() {
        ParticipantSnapshot a = new ParticipantSnapshot(1, "", 100, Contention.ACQUIRE, true);
        ParticipantSnapshot b = new ParticipantSnapshot(2, "", 200, Contention.ACQUIRE, true);
        assertThat(Deadlock.in(List.of(
                                new Contention("lock", "x", List.of(a), List.of(b)),
                                new Contention("lock", "y", List.of(b), List.of(a))))
                        .get(0)
                        .description())
                .contains("1 waits for lock y", "2 waits for lock x");
    }

    @Test
    void anUnnamedClientIsCalledByItsId() {
        Contention own = new Contention(
                "lock",
                "x",
                List.of(new ParticipantSnapshot(7, "", 1, "token", false)),
                List.of(new ParticipantSnapshot(7, "", 2, "acquire", true)));
        assertThat(chains(own)).containsExactly("7 -> 7: this connection holds lock x already");
    }

    /** Compares with a model that searches, for each waiter, a sequence of releases after which it has its lock. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void findsOneWhereAndOnlyWhereNobodyCanEverGoOn(long seed) {
        Random random = Seeds.random(seed);
        for (int round = 0; round < 20_000; round++) {
            List<Contention> contentions = contentions(random);
            Set<Long> stuck = stuck(contentions);
            List<Deadlock> found = Deadlock.in(contentions);
            assertThat(found.isEmpty()).as("%s", contentions).isEqualTo(stuck.isEmpty());
            found.forEach(deadlock -> assertThat(deadlock.members())
                    .allMatch(member -> stuck.contains(member.waiter().id())));
            assertIsCycle(found);
        }
    }

    private static void assertIsCycle(List<Deadlock> found) {
        for (Deadlock deadlock : found) {
            int size = deadlock.members().size();
            for (int i = 0; i < size; i++) {
                long next = deadlock.members().get((i + 1) % size).waiter().id();
                assertThat(deadlock.members().get(i).thing().holders())
                        .extracting(ParticipantSnapshot::id)
                        .contains(next);
            }
        }
    }

    /** A client may wait for several things at once, as in ACQUIREALL, and want or have several permits. */
    private static List<Contention> contentions(Random random) {
        List<Character> clients = new ArrayList<>(Arrays.asList('a', 'b', 'c', 'd', 'e', 'f'));
        Collections.shuffle(clients, random);
        int things = 1 + random.nextInt(5);
        List<List<ParticipantSnapshot>> waiters = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            waiters.add(new ArrayList<>());
        }
        int waiting = random.nextInt(clients.size() + 1);
        for (int i = 0; i < waiting; i++) {
            int permits = 1 + random.nextInt(5) / 4;
            for (int wait = random.nextInt(4) / 3; wait >= 0; wait--) {
                List<ParticipantSnapshot> line = waiters.get(random.nextInt(things));
                ParticipantSnapshot next = waiter(clients.get(i), 200 + i).permits(permits);
                if (!line.contains(next)) {
                    line.add(next);
                }
            }
        }
        List<Contention> contentions = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            StringBuilder holders = new StringBuilder();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                holders.append((char) ('a' + random.nextInt(6)));
            }
            Contention one = thing("t" + i, holders.toString(), waiters.get(i).toArray(ParticipantSnapshot[]::new));
            int wanted = one.waiters().stream()
                    .mapToInt(ParticipantSnapshot::permits)
                    .max()
                    .orElse(1);
            int free = Math.max(0, wanted - holders.length());
            contentions.add(new Contention("semaphore", one.name(), one.holders(), one.waiters(), free));
        }
        return contentions;
    }

    private static Set<Long> stuck(List<Contention> contentions) {
        Set<Long> stuck = new HashSet<>();
        contentions.forEach(thing -> thing.waiters().forEach(waiter -> stuck.add(waiter.id())));
        while (stuck.removeIf(id -> contentions.stream().allMatch(thing -> isServed(id, thing, stuck)))) {}
        return stuck;
    }

    /** Whether the client does not wait for the thing, or enough becomes free for it and all before it in the line. */
    private static boolean isServed(long id, Contention thing, Set<Long> stuck) {
        int available = thing.free();
        for (ParticipantSnapshot holder : thing.holders()) {
            available += stuck.contains(holder.id()) ? 0 : holder.permits();
        }
        int most = 0;
        for (ParticipantSnapshot waiter : thing.waiters()) {
            most = Math.max(most, waiter.permits());
            if (waiter.id() == id) {
                return most <= available;
            }
        }
        return true;
    }
}
