package dev.tutti.queue;

import dev.tutti.waiting.Line;
import dev.tutti.waiting.Party;
import dev.tutti.waiting.Presence;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;

/** Those who wait at one queue, in three lines. Whoever leaves unserved has changed nothing. */
final class Waiters {

    /** Those of every queue at which nobody has waited yet, of whatever event loop: nobody ever enters a line of these. */
    static final Waiters NOBODY = new Waiters(null, null);

    record Putter(Item item, Served<Item> told) {}

    record Getter(Holder holder, int count, long lease, Served<List<Item>> told) {}

    final Line<Putter> putters = new Line<>();
    final Line<Getter> getters = new Line<>();
    final Line<Served<Void>> joiners = new Line<>();
    private final QueueSpace space;
    private final Runnable onWithdrawal;

    /** @param onWithdrawal told when somebody has left unserved */
    Waiters(QueueSpace space, Runnable onWithdrawal) {
        this.space = space;
        this.onWithdrawal = onWithdrawal;
    }

    Wait put(Party party, Putter putter) {
        return putters.enter(party, putter, left -> {
            putter.item.end(space);
            onWithdrawal.run();
        });
    }

    Wait get(Getter getter) {
        return getters.enter(getter.holder.party(), getter, left -> onWithdrawal.run());
    }

    Wait join(Party party, Served<Void> joiner) {
        return joiners.enter(party, joiner, left -> onWithdrawal.run());
    }

    void refusePutters() {
        List<Putter> refused = putters.pollAll();
        refused.forEach(putter -> putter.item.end(space));
        refused.forEach(putter -> putter.told.shutDown());
    }

    void refuseGetters() {
        getters.pollAll().forEach(getter -> getter.told.shutDown());
    }

    void refuseAll() {
        refusePutters();
        refuseGetters();
        joiners.pollAll().forEach(Served::shutDown);
    }

    boolean isEmpty() {
        return getters.isEmpty() && putters.isEmpty() && joiners.isEmpty();
    }

    /** Who waits, but for idle consumers of this process. */
    List<Presence> presences() {
        List<Presence> all = new ArrayList<>();
        getters.parties().stream()
                .filter(party -> !party.isIdle())
                .forEach(party -> all.add(Presence.waiting(party, "get")));
        putters.parties().forEach(party -> all.add(Presence.waiting(party, "put")));
        joiners.parties().forEach(party -> all.add(Presence.waiting(party, "join")));
        return all;
    }
}
