package dev.tutti.sync;

import dev.tutti.log.ShownName;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A deadlock: coroutines in a cycle, each waiting for a lock or permit that the next one holds.
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
            return waiter.name().isEmpty()
                    ? String.valueOf(waiter.id())
                    : waiter.id() + "(" + ShownName.of(waiter.name()) + ")";
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

    /**
     * The cycle from that member round to it again, by names: {@code a -> b -> a}. If it is alone, the text says what
     * it holds.
     */
    String cycleFrom(Member from) {
        int first = members.indexOf(from);
        StringBuilder cycle = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            cycle.append(members.get((first + i) % members.size()).label()).append(" -> ");
        }
        cycle.append(from.label());
        return members.size() > 1
                ? cycle.toString()
                : cycle.append(": this connection holds ")
                        .append(from.thing.kind().equals("semaphore") ? "permits of " : "")
                        .append(from.thing.kind())
                        .append(' ')
                        .append(ShownName.of(from.thing.name()))
                        .append(" already")
                        .toString();
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
     * Finds every deadlock among these. A coroutine is in at most one of them. Takes time in proportion to the number
     * of holders and waiters.
     */
    static List<Deadlock> in(List<Contention> contentions) {
        return new DeadlockSearch(contentions).find();
    }
}
