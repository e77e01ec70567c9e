package dev.tutti.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who wait for one thing, in the order they came; nobody overtakes. Whoever is to be told that the wait is over is
 * called last, after every change: it may come back at once.
 *
 * @param <W> what one of them wants, and how it is told
 */
public final class WaitQueue<W> {

    private final class Waiter extends IntrusiveNode {
        private final Participant participant;
        private final W want;

        private Waiter(Participant participant, W want) {
            this.participant = participant;
            this.want = want;
        }
    }

    private final IntrusiveList<Waiter> waiters = new IntrusiveList<>();

    /**
     * Stands at the end.
     *
     * @param onWithdrawal what to do when it has left the line unserved
     */
    public Wait enter(Participant participant, W want, Consumer<W> onWithdrawal) {
        Waiter waiter = new Waiter(participant, want);
        waiters.addLast(waiter);
        return () -> {
            waiter.unlink();
            onWithdrawal.accept(want);
        };
    }

    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    public int size() {
        return waiters.size();
    }

    /** What the first one wants, or null if nobody waits. */
    public W first() {
        Waiter first = waiters.first();
        return first == null ? null : first.want;
    }

    /** Takes the first one out, or gives null. */
    public W poll() {
        Waiter first = waiters.poll();
        return first == null ? null : first.want;
    }

    /** Takes everybody out, so that whoever comes back while they are told is not among them. */
    public List<W> pollAll() {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<W> all = new ArrayList<>(waiters.size());
        while (!waiters.isEmpty()) {
            all.add(waiters.poll().want);
        }
        return all;
    }

    /** What they want, in order. */
    public List<W> all() {
        List<W> all = new ArrayList<>(waiters.size());
        waiters.forEach(waiter -> all.add(waiter.want));
        return all;
    }

    /** Who waits, in order. */
    public List<Participant> parties() {
        List<Participant> parties = new ArrayList<>(waiters.size());
        waiters.forEach(waiter -> parties.add(waiter.participant));
        return parties;
    }
}
