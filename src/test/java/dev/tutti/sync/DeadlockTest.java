package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        assertThat(chains(thing("x", "a", waiter('a', 200)))).containsExactly("a -> a");
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
    void anUnnamedClientIsCalledByItsId() {
        Contention own = new Contention(
                "lock",
                "x",
                List.of(new ParticipantSnapshot(7, "", 1, "token", false)),
                List.of(new ParticipantSnapshot(7, "", 2, "acquire", true)));
        assertThat(chains(own)).containsExactly("7 -> 7");
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
            waiters.get(random.nextInt(things)).add(waiter(clients.get(i), 200 + i));
        }
        List<Contention> contentions = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            StringBuilder holders = new StringBuilder();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                holders.append((char) ('a' + random.nextInt(6)));
            }
            contentions.add(thing("t" + i, holders.toString(), waiters.get(i).toArray(ParticipantSnapshot[]::new)));
        }
        return contentions;
    }

    private static Set<Long> stuck(List<Contention> contentions) {
        Map<Long, Contention> waitsFor = new HashMap<>();
        contentions.forEach(thing -> thing.waiters().forEach(waiter -> waitsFor.put(waiter.id(), thing)));
        Set<Long> stuck = new HashSet<>(waitsFor.keySet());
        while (stuck.removeIf(
                id -> waitsFor.get(id).holders().stream().anyMatch(holder -> !stuck.contains(holder.id())))) {}
        return stuck;
    }
}
