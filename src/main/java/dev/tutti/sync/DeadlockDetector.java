package dev.tutti.sync;

import dev.tutti.command.ContentionQuery;
import dev.tutti.command.Notice.Contentions;
import dev.tutti.command.Refusal;
import dev.tutti.config.Names;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;
import java.util.List;

/**
 * Finds and ends deadlocks. While a coroutine of this owner has begun to wait recently, the detector asks all owners
 * for their holders and waiters, several times per {@code server.deadlockTimeout}.
 *
 * <p>The owners answer one after another, so their contentions do not show one moment. The detector therefore counts a
 * cycle only if all of its edges are older than the question: then all existed at once when the question was asked.
 * Several owners may find the same deadlock, but its victim is refused only once.
 */
final class DeadlockDetector {

    /** How many times the detector looks within {@code server.deadlockTimeout}. */
    private static final int LOOKS = 4;

    private long timeout;
    private long period;
    private final Timers timers;
    private final PeerOwners peers;
    private final EventLog events;
    private long lastSuspicion;
    private boolean looking;
    /** The next look, or null. */
    private Deadline next;

    /**
     * Creates the detector of one owner.
     *
     * @param timeout the age in milliseconds at which a deadlock is ended, or 0 to end none
     */
    DeadlockDetector(long timeout, Timers timers, PeerOwners peers, EventLog events) {
        this.events = events;
        this.timers = timers;
        this.peers = peers;
        set(timeout);
    }

    private void set(long millis) {
        timeout = millis;
        period = Math.max(1, millis / LOOKS);
    }

    /** Sets another timeout, also for those that wait already. */
    void change(long millis) {
        if (millis != timeout) {
            set(millis);
            if (next != null) {
                timers.cancel(next);
                next = null;
                looking = false;
            }
            suspect();
        }
    }

    /** Notes that a coroutine has begun to wait, which may have closed a cycle. */
    void suspect() {
        lastSuspicion = timers.now();
        if (!looking && timeout > 0) {
            looking = true;
            next = timers.after(period, this::look);
        }
    }

    private void look() {
        next = null;
        long asked = timers.now();
        peers.poll(new ContentionQuery(null, true))
                .start(
                        answers -> {
                            judge(answers, asked);
                            lookAgain(asked);
                        },
                        error -> lookAgain(asked));
    }

    private void judge(List<Contentions> answers, long asked) {
        if (timeout == 0) {
            return;
        }
        List<Contention> all =
                answers.stream().flatMap(answer -> answer.all().stream()).toList();
        Deadlock.in(all).stream()
                .filter(deadlock -> deadlock.since() <= asked - timeout)
                .forEach(this::end);
    }

    private void lookAgain(long asked) {
        if (timeout > 0 && asked - lastSuspicion <= timeout + period) {
            next = timers.after(period, this::look);
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
                    Refusal.deadlock(deadlock.cycleFrom(victim)),
                    () -> logged(deadlock, waiter.id()));
        });
    }

    private void logged(Deadlock deadlock, long victim) {
        events.add(
                EventKind.DEADLOCK,
                "",
                () -> new LogLine("deadlock of connections: " + ShownName.cut(deadlock.description())
                                + "; the ACQUIRE of connection " + victim
                                + " is refused")
                        .with("connection", victim));
    }
}
