package dev.tutti.sync;

import dev.tutti.command.ContentionQuery;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Names;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends deadlocks: as long as somebody here has begun to wait not long ago, it asks all owners from time to time who
 * waits for whom. Who has waited since before it asked was waiting at that time, so what it finds was there as a whole,
 * though the owners answer one after another. Several owners may find the same
 * deadlock; its victim is refused once.
 */
final class DeadlockDetector {

    private static final Logger log = LoggerFactory.getLogger(DeadlockDetector.class);
    /** How many times it looks while a deadlock grows old enough to be ended. */
    private static final int LOOKS = 4;

    private final long timeout;
    private final long period;
    private final Timers timers;
    private final PeerOwners peers;
    private long lastSuspicion;
    private boolean looking;

    /** @param timeout how old a deadlock is when it is ended, in milliseconds; 0 for never */
    DeadlockDetector(long timeout, Timers timers, PeerOwners peers) {
        this.timeout = timeout;
        this.period = Math.max(1, timeout / LOOKS);
        this.timers = timers;
        this.peers = peers;
    }

    /** Somebody has begun to wait, which may have closed a cycle. */
    void suspect() {
        lastSuspicion = timers.now();
        if (!looking && timeout > 0) {
            looking = true;
            timers.after(period, this::look);
        }
    }

    private void look() {
        long asked = timers.now();
        List<Contention> answers = new ArrayList<>();
        int[] missing = {peers.count()};
        for (int i = 0; i < peers.count(); i++) {
            peers.ask(i, new ContentionQuery(null, true), reply -> {
                if (reply instanceof Reply.Standings contentions) {
                    answers.addAll(contentions.all());
                }
                if (--missing[0] == 0) {
                    judge(answers, asked);
                }
            });
        }
    }

    private void judge(List<Contention> contentions, long asked) {
        Deadlock.in(contentions).stream()
                .filter(deadlock -> deadlock.since() <= asked - timeout)
                .forEach(this::end);
        if (asked - lastSuspicion <= timeout + period) {
            timers.after(period, this::look);
        } else {
            looking = false;
        }
    }

    private void end(Deadlock deadlock) {
        deadlock.victim().ifPresent(victim -> {
            ParticipantSnapshot waiter = victim.waiter();
            peers.interrupt(
                    Names.owner(victim.thing().name(), peers.count()),
                    waiter.id(),
                    waiter.since(),
                    Refusal.deadlock(deadlock.chain(victim)),
                    () -> log.warn("deadlock: {}; the ACQUIRE of {} is refused", deadlock.story(), waiter.id()));
        });
    }
}
