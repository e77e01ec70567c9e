package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/** Those who wait at one queue, in three lines. Whoever leaves unserved has changed nothing. */
final class Waiters {

    /** Those of every queue at which nobody has waited yet, of whatever event loop: nobody ever enters a line of these. */
    static final Waiters NOBODY = new Waiters(null, null);

    record Putter(Item item, QueueWaiter<Item> told) {}

    record Getter(Holder holder, int count, long lease, QueueWaiter<List<Item>> told) {}

    final WaitQueue<Putter> putters = new WaitQueue<>();
    final WaitQueue<Getter> getters = new WaitQueue<>();
    final WaitQueue<QueueWaiter<Void>> joiners = new WaitQueue<>();
    private final QueueContext context;
    private final Runnable onWithdrawal;

    /** @param onWithdrawal told when somebody has left unserved */
    Waiters(QueueContext context, Runnable onWithdrawal) {
        this.context = context;
        this.onWithdrawal = onWithdrawal;
    }

    Wait put(Participant participant, Putter putter) {
        return putters.enter(participant, putter, left -> {
            putter.item.end(context);
            onWithdrawal.run();
        });
    }

    Wait get(Getter getter) {
        return getters.enter(getter.holder.participant(), getter, left -> onWithdrawal.run());
    }

    Wait join(Participant participant, QueueWaiter<Void> joiner) {
        return joiners.enter(participant, joiner, left -> onWithdrawal.run());
    }

    void refusePutters() {
        List<Putter> refused = putters.pollAll();
        refused.forEach(putter -> putter.item.end(context));
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

    /** Who waits, but for idle consumers of this process. */
    List<ParticipantSnapshot> presences() {
        List<ParticipantSnapshot> all = new ArrayList<>();
        getters.participants().stream()
                .filter(participant -> !participant.isIdle())
                .forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "get")));
        putters.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "put")));
        joiners.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "join")));
        return all;
    }
}
