package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/** The clients that wait at one queue: to put, to get, or for the end of all items. Each kind is served in order. */
final class Waiters {

    /** Shared by all queues, of all event loops, at which nobody has waited yet. Nobody is ever added to it. */
    static final Waiters NOBODY = new Waiters(null, null);

    record Putter(Item item, QueueWaiter<Item> told) {}

    record Getter(Holder holder, int count, long lease, QueueWaiter<List<Item>> told) {}

    final WaitQueue<Putter> putters = new WaitQueue<>();
    final WaitQueue<Getter> getters = new WaitQueue<>();
    private final WaitQueue<QueueWaiter<Void>> joiners = new WaitQueue<>();
    private final QueueContext context;
    private final Runnable onWithdrawal;

    /** @param onWithdrawal is called when a client has left unserved, which changes nothing else */
    Waiters(QueueContext context, Runnable onWithdrawal) {
        this.context = context;
        this.onWithdrawal = onWithdrawal;
    }

    Wait put(Participant participant, Putter putter) {
        return putters.enter(participant, putter, left -> {
            context.end(putter.item);
            onWithdrawal.run();
        });
    }

    Wait get(Getter getter) {
        return getters.enter(getter.holder.participant(), getter, left -> onWithdrawal.run());
    }

    Wait join(Participant participant, QueueWaiter<Void> joiner) {
        return joiners.enter(participant, joiner, left -> onWithdrawal.run());
    }

    /** Serves those who get and those who put, as long as there are items and room: each change may allow the next. */
    void serve(PendingItems pendingItems, InFlightItems inFlight) {
        while (true) {
            if (!getters.isEmpty() && inFlight.canDeliver()) {
                Getter getter = getters.poll();
                getter.told.served(inFlight.deliver(getter.holder, getter.count, getter.lease));
            } else if (!putters.isEmpty() && pendingItems.hasRoom()) {
                Putter putter = putters.poll();
                pendingItems.enter(putter.item);
                putter.told.served(putter.item);
            } else {
                return;
            }
        }
    }

    void serveJoiners() {
        joiners.pollAll().forEach(joiner -> joiner.served(null));
    }

    void refusePutters() {
        List<Putter> refused = putters.pollAll();
        refused.forEach(putter -> context.end(putter.item));
        refused.forEach(putter -> putter.told.shutDown());
    }

    void refuseGetters() {
        getters.pollAll().forEach(getter -> getter.told.shutDown());
    }

    void refuseAll() {
        refusePutters();
        refuseGetters();
        joiners.pollAll().forEach(QueueWaiter::shutDown);
    }

    boolean isEmpty() {
        return getters.isEmpty() && putters.isEmpty() && joiners.isEmpty();
    }

    /** Those who wait, except idle consumers of this process. */
    List<ParticipantSnapshot> snapshots() {
        List<ParticipantSnapshot> all = new ArrayList<>();
        getters.participants().stream()
                .filter(participant -> !participant.isIdle())
                .forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "get")));
        putters.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "put")));
        joiners.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "join")));
        return all;
    }
}
