package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Survey;
import dev.tutti.config.Names;
import dev.tutti.coroutine.Neighbours;
import dev.tutti.waiting.Presence;
import dev.tutti.waiting.Standing;
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
    private final Neighbours neighbours;
    private long lastSuspicion;
    private boolean looking;

    /** @param timeout how old a deadlock is when it is ended, in milliseconds; 0 for never */
    DeadlockDetector(long timeout, Timers timers, Neighbours neighbours) {
        this.timeout = timeout;
        this.period = Math.max(1, timeout / LOOKS);
        this.timers = timers;
        this.neighbours = neighbours;
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
        List<Standing> answers = new ArrayList<>();
        int[] missing = {neighbours.count()};
        for (int i = 0; i < neighbours.count(); i++) {
            neighbours.ask(i, new Survey(null, true), reply -> {
                if (reply instanceof Reply.Standings standings) {
                    answers.addAll(standings.all());
                }
                if (--missing[0] == 0) {
                    judge(answers, asked);
                }
            });
        }
    }

    private void judge(List<Standing> standings, long asked) {
        Deadlock.in(standings).stream()
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
            Presence waiter = victim.waiter();
            neighbours.interrupt(
                    Names.owner(victim.thing().name(), neighbours.count()),
                    waiter.id(),
                    waiter.since(),
                    Refusal.deadlock(deadlock.chain(victim)),
                    () -> log.warn("deadlock: {}; the ACQUIRE of {} is refused", deadlock.story(), waiter.id()));
        });
    }
}
