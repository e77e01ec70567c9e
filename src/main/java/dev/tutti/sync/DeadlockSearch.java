package dev.tutti.sync;

import dev.tutti.sync.Deadlock.Member;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The search for deadlocks. It follows PostgreSQL's: build the graph of waiters and holders, and look for cycles. A
 * semaphore needs one more rule, since its waiter goes on as soon as enough holders do. And an ACQUIREALL waits for
 * several things at a time and goes on only when it can have all. So all waiters that can go on are removed first, and
 * only the cycles among the rest are deadlocks.
 */
final class DeadlockSearch {

    /** A lock, semaphore or condition that is held, with the waiters that are not known to be served some time. */
    private static final class Thing {
        private final List<Member> line;
        private int passed;
        /** The permits that are free, or become free because their holders can go on. */
        private long available;

        private Thing(Contention contention) {
            line = members(contention);
            available = contention.free();
        }

        /** The next waiter that can be served in its turn, or null. */
        private Member next() {
            boolean can = passed < line.size()
                    && available >= line.get(passed).waiter().permits();
            return can ? line.get(passed++) : null;
        }
    }

    /** A part of the permits of a thing. */
    private record Share(Thing thing, int permits) {}

    private final List<Contention> held;
    /** The waits, by client, that are not known to end. */
    private final Map<Long, List<Member>> stuck = new LinkedHashMap<>();
    /** The permits that each waiting client holds. */
    private final Map<Long, List<Share>> shares = new HashMap<>();
    /** Things of which permits have become available. */
    private final ArrayDeque<Thing> changed = new ArrayDeque<>();

    DeadlockSearch(List<Contention> contentions) {
        held = contentions.stream().filter(Contention::isHeld).toList();
        List<Thing> things = held.stream().map(Thing::new).toList();
        for (Thing thing : things) {
            for (Member member : thing.line) {
                stuck.computeIfAbsent(member.waiter().id(), id -> new ArrayList<>(1))
                        .add(member);
            }
        }
        for (int i = 0; i < things.size(); i++) {
            share(things.get(i), held.get(i).holders());
        }
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

    private void share(Thing thing, List<ParticipantSnapshot> holders) {
        for (ParticipantSnapshot holder : holders) {
            if (isStuck(holder)) {
                shares.computeIfAbsent(holder.id(), id -> new ArrayList<>(1)).add(new Share(thing, holder.permits()));
            } else {
                thing.available += holder.permits();
            }
        }
        changed.add(thing);
    }

    /** A holder can go on if it waits for nothing, or holds by its lease alone. */
    private boolean isStuck(ParticipantSnapshot holder) {
        return !holder.detached() && stuck.containsKey(holder.id());
    }

    /** Finds all deadlocks. To be called once. */
    List<Deadlock> find() {
        removeThoseThatCanGoOn();
        return cycles();
    }

    private void removeThoseThatCanGoOn() {
        for (Thing thing = changed.poll(); thing != null; thing = changed.poll()) {
            for (Member served = thing.next(); served != null; served = thing.next()) {
                remove(served);
            }
        }
    }

    private void remove(Member served) {
        long id = served.waiter().id();
        List<Member> waits = stuck.get(id);
        waits.remove(served);
        if (waits.isEmpty()) {
            stuck.remove(id);
            for (Share share : shares.getOrDefault(id, List.of())) {
                share.thing.available += share.permits;
                changed.add(share.thing);
            }
        }
    }

    /**
     * Follows the edges from each waiter. Every stuck one waits for another stuck one, so the path always runs into a
     * cycle.
     */
    private List<Deadlock> cycles() {
        List<Deadlock> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (List<Member> waits : stuck.values()) {
            List<Member> path = new ArrayList<>();
            Member next = waits.get(0);
            while (seen.add(next.waiter().id())) {
                path.add(next);
                next = stuck.get(stuckHolder(next.thing())).get(0);
            }
            int first = path.indexOf(next);
            if (first >= 0) {
                found.add(new Deadlock(List.copyOf(path.subList(first, path.size()))));
            }
        }
        return found;
    }

    private long stuckHolder(Contention thing) {
        return thing.holders().stream()
                .filter(this::isStuck)
                .findFirst()
                .orElseThrow()
                .id();
    }
}
