package dev.tutti.sync;

import dev.tutti.config.ShownName;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A deadlock: coroutines in a cycle, each waiting for a lock or permit that the next one holds.
 *
 * <p>The search follows PostgreSQL's: build the graph of waiters and holders, and look for cycles. A semaphore needs
 * one more rule, since its waiter goes on as soon as any holder does. So all waiters that can go on are removed first,
 * and only the cycles among the rest are deadlocks.
 *
 * @param members in the order of the cycle
 */
record Deadlock(List<Member> members) {

    /**
     * One edge of the cycle: a waiter and the thing that it waits for.
     *
     * @param waiter the waiting coroutine
     * @param thing the lock or permit, held by the next member
     * @param since when the edge came into being, in milliseconds of the owners' monotonic clock
     */
    record Member(ParticipantSnapshot waiter, Contention thing, long since) {
        private String label() {
            return waiter.name().isEmpty() ? String.valueOf(waiter.id()) : ShownName.of(waiter.name());
        }

        private String idAndName() {
            return waiter.id() + "(" + ShownName.of(waiter.name()) + ")";
        }
    }

    /** Orders members by the time at which they began to wait. The latest is the greatest. */
    private static final Comparator<Member> BY_AGE = Comparator.<Member>comparingLong(member -> member.waiter.since())
            .thenComparingLong(member -> member.waiter.id());

    /** When the newest edge of the cycle came into being, and thereby the cycle. */
    long since() {
        return members.stream().mapToLong(Member::since).max().orElseThrow();
    }

    /**
     * The member whose command is to be refused: the last to begin waiting among the ACQUIREs without a timeout. Empty
     * if there is none.
     */
    Optional<Member> victim() {
        return members.stream()
                .filter(member -> member.waiter.forEver() && Contention.ACQUIRE.equals(member.waiter.what()))
                .max(BY_AGE);
    }

    /** The cycle from that member round to it again, by names: {@code a -> b -> a}. */
    String cycleFrom(Member from) {
        int first = members.indexOf(from);
        StringBuilder cycle = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            cycle.append(members.get((first + i) % members.size()).label()).append(" -> ");
        }
        return cycle.append(from.label()).toString();
    }

    /**
     * Describes the cycle for the log, as a list of waiters and the things they wait for. Each thing is held by the
     * next member, the last one by the first.
     */
    String description() {
        return members.stream()
                .map(member -> member.idAndName() + " waits for " + member.thing.kind() + " "
                        + ShownName.of(member.thing.name()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Finds every deadlock among these. A coroutine is in at most one of them. Takes time in proportion to the number of
     * holders and waiters.
     */
    static List<Deadlock> in(List<Contention> contentions) {
        Map<Long, Member> stuck = new HashMap<>();
        Map<Contention, List<Member>> waiting = new IdentityHashMap<>();
        for (Contention thing : contentions) {
            if (thing.isHeld()) {
                List<Member> members = members(thing);
                members.forEach(member -> stuck.put(member.waiter.id(), member));
                waiting.put(thing, members);
            }
        }
        removeThoseThatCanGoOn(stuck, waiting);
        return cycles(stuck);
    }

    /** Those who wait to get the thing. */
    private static List<Member> members(Contention thing) {
        long heldSince = thing.holders().stream()
                .mapToLong(ParticipantSnapshot::since)
                .max()
                .orElseThrow();
        return thing.waiters().stream()
                .filter(waiter -> waiter.what().equals(Contention.ACQUIRE)
                        || waiter.what().equals(Contention.REACQUIRE))
                .map(waiter -> new Member(waiter, thing, Math.max(waiter.since(), heldSince)))
                .toList();
    }

    /**
     * Removes the waiters that can go on. A waiter can go on if a holder of its lock or permit waits for nothing, or
     * can itself go on, or holds by its lease alone.
     *
     * @param waiting the things that are held, with those who wait for them; is emptied of the things that become free
     */
    private static void removeThoseThatCanGoOn(Map<Long, Member> stuck, Map<Contention, List<Member>> waiting) {
        Map<Long, List<Contention>> heldBy = new HashMap<>();
        ArrayDeque<Contention> free = new ArrayDeque<>();
        for (Contention thing : waiting.keySet()) {
            for (ParticipantSnapshot holder : thing.holders()) {
                if (!holder.detached() && stuck.containsKey(holder.id())) {
                    heldBy.computeIfAbsent(holder.id(), id -> new ArrayList<>()).add(thing);
                } else {
                    free.add(thing);
                }
            }
        }
        for (Contention next = free.poll(); next != null; next = free.poll()) {
            List<Member> members = waiting.remove(next);
            for (Member member : members == null ? List.<Member>of() : members) {
                long id = member.waiter.id();
                if (stuck.get(id) == member) {
                    stuck.remove(id);
                    free.addAll(heldBy.getOrDefault(id, List.of()));
                }
            }
        }
    }

    /**
     * Follows the edges from each member. Every stuck member waits for another stuck one, so the path always runs into
     * a cycle.
     */
    private static List<Deadlock> cycles(Map<Long, Member> stuck) {
        List<Deadlock> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (Member start : stuck.values()) {
            List<Member> path = new ArrayList<>();
            Member next = start;
            while (seen.add(next.waiter.id())) {
                path.add(next);
                next = stuck.get(next.thing.holders().get(0).id());
            }
            int first = path.indexOf(next);
            if (first >= 0) {
                found.add(new Deadlock(List.copyOf(path.subList(first, path.size()))));
            }
        }
        return found;
    }
}
