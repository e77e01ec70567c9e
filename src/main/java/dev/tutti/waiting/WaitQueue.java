package dev.tutti.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The waiters for one thing, first come, first served. Not thread-safe.
 *
 * <p>Callers finish all their changes before they tell a waiter that its wait is over, since the waiter may call back
 * at once.
 *
 * @param <W> the request of a waiter, and the way to answer it
 */
public final class WaitQueue<W> {

    /** The end of a search for the waiter to serve. */
    public enum Verdict {
        TAKE,
        SKIP,
        STOP
    }

    private final class Waiter extends IntrusiveNode {
        private final Participant participant;
        private final W request;

        private Waiter(Participant participant, W request) {
            this.participant = participant;
            this.request = request;
        }
    }

    private final IntrusiveList<Waiter> waiters = new IntrusiveList<>();

    /**
     * Adds a waiter at the end of the queue.
     *
     * @param onWithdrawal called when the waiter has left the queue without being served
     */
    public Wait enter(Participant participant, W request, Consumer<W> onWithdrawal) {
        Waiter waiter = new Waiter(participant, request);
        waiters.addLast(waiter);
        return () -> {
            waiter.unlink();
            onWithdrawal.accept(request);
        };
    }

    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    public int size() {
        return waiters.size();
    }

    /** The request of the first waiter, or null if nobody waits. */
    public W first() {
        Waiter first = waiters.first();
        return first == null ? null : first.request;
    }

    /** The first waiter itself, or null if nobody waits. */
    public Participant firstParticipant() {
        Waiter first = waiters.first();
        return first == null ? null : first.participant;
    }

    /** The request of the first waiter that passes the test, or null. */
    public W first(Predicate<W> test) {
        for (Waiter waiter : waiters) {
            if (test.test(waiter.request)) {
                return waiter.request;
            }
        }
        return null;
    }

    /** Removes the first waiter and returns its request, or returns null if nobody waits. */
    public W poll() {
        Waiter first = waiters.poll();
        return first == null ? null : first.request;
    }

    /**
     * Removes the first waiter that is to be taken and returns its request, or returns null if there is none before the
     * first that stops the search.
     */
    public W pollFirst(Function<W, Verdict> test) {
        for (Waiter waiter : waiters) {
            Verdict verdict = test.apply(waiter.request);
            if (verdict == Verdict.TAKE) {
                waiter.unlink();
                return waiter.request;
            } else if (verdict == Verdict.STOP) {
                return null;
            }
        }
        return null;
    }

    /**
     * Removes all waiters and returns their requests. A waiter that waits again while these are answered is not among
     * them.
     */
    public List<W> pollAll() {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<W> all = new ArrayList<>(waiters.size());
        while (!waiters.isEmpty()) {
            all.add(waiters.poll().request);
        }
        return all;
    }

    /** The requests of all waiters, in order. */
    public List<W> all() {
        List<W> all = new ArrayList<>(waiters.size());
        waiters.forEach(waiter -> all.add(waiter.request));
        return all;
    }

    /** The waiters themselves, in order. */
    public List<Participant> participants() {
        List<Participant> participants = new ArrayList<>(waiters.size());
        waiters.forEach(waiter -> participants.add(waiter.participant));
        return participants;
    }
}
