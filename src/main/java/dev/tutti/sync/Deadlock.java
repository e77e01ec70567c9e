package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Coroutines in a cycle, each of which waits for what the next one holds. Found as PostgreSQL does, in the graph of who
 * waits for whom; but whoever waits for one of several permits goes on as soon as any of their holders does, so a cycle
 * counts only if it has no such way out.
 *
 * @param members in the order of the cycle
 */
record Deadlock(List<Member> members) {

    /**
     * @param waiter who waits
     * @param thing for what; held by the next member
     * @param since when that edge of the graph came into being, in the clock of the standings
     */
    record Member(ParticipantSnapshot waiter, Contention thing, long since) {
        private String label() {
            return waiter.name().isEmpty() ? String.valueOf(waiter.id()) : waiter.name();
        }

        private String who() {
            return waiter.id() + "(" + waiter.name() + ")";
        }
    }

    /** The last to come is the greatest. */
    private static final Comparator<Member> BY_AGE = Comparator.<Member>comparingLong(member -> member.waiter.since())
            .thenComparingLong(member -> member.waiter.id());

    /** Since when all of it has been there. */
    long since() {
        return members.stream().mapToLong(Member::since).max().orElseThrow();
    }

    /** Whose command is to be refused: the last to come of those that would wait for ever to acquire something. */
    Optional<Member> victim() {
        return members.stream()
                .filter(member -> member.waiter.forEver() && Contention.ACQUIRE.equals(member.waiter.what()))
                .max(BY_AGE);
    }

    /** Who waits for whom, from that member round to it again: {@code a -> b -> a}. */
    String chain(Member from) {
        int first = members.indexOf(from);
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            chain.append(members.get((first + i) % members.size()).label()).append(" -> ");
        }
        return chain.append(from.label()).toString();
    }

    /** For the log: who waits for what, each of which the next one holds, and the last the first. */
    String story() {
        return members.stream()
                .map(member -> member.who() + " waits for " + member.thing.kind() + " " + member.thing.name())
                .collect(Collectors.joining(", "));
    }

    /** Every deadlock among these, each coroutine in one at most. */
    static List<Deadlock> in(List<Contention> contentions) {
        Map<Long, Member> stuck = new HashMap<>();
        for (Contention thing : contentions) {
            for (ParticipantSnapshot waiter : thing.waiters()) {
                if (thing.isHeld()
                        && (waiter.what().equals(Contention.ACQUIRE)
                                || waiter.what().equals(Contention.REACQUIRE))) {
                    stuck.put(waiter.id(), member(waiter, thing));
                }
            }
        }
        removeThoseWhoGoOn(stuck);
        return cycles(stuck);
    }

    private static Member member(ParticipantSnapshot waiter, Contention thing) {
        long heldSince = thing.holders().stream()
                .mapToLong(ParticipantSnapshot::since)
                .max()
                .orElseThrow();
        return new Member(waiter, thing, Math.max(waiter.since(), heldSince));
    }

    /** Whoever waits for nothing goes on, and so does, in the end, whoever waits for something that one of those holds. */
    private static void removeThoseWhoGoOn(Map<Long, Member> stuck) {
        Map<Long, List<Member>> waitingFor = new HashMap<>();
        ArrayDeque<Member> free = new ArrayDeque<>();
        for (Member member : stuck.values()) {
            for (ParticipantSnapshot holder : member.thing.holders()) {
                if (stuck.containsKey(holder.id())) {
                    waitingFor
                            .computeIfAbsent(holder.id(), id -> new ArrayList<>())
                            .add(member);
                } else {
                    free.add(member);
                }
            }
        }
        for (Member next = free.poll(); next != null; next = free.poll()) {
            if (stuck.remove(next.waiter.id()) != null) {
                free.addAll(waitingFor.getOrDefault(next.waiter.id(), List.of()));
            }
        }
    }

    /** Whoever is stuck waits for somebody who is: following them from anywhere ends in a cycle. */
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
