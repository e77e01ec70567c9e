package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.config.Names;
import dev.tutti.log.EventKind;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.queue.Item;
import dev.tutti.queue.PutOptions;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Schedules;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the items of an owner's schedules when they are due. One timer serves all of them. If many are due together,
 * they fire in slices, between which the event loop serves others.
 */
final class Firings {

    private static final Logger log = LoggerFactory.getLogger(Firings.class);

    /** The nanoseconds of a slice. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(2);
    /** The milliseconds after which the time of day is read again, since somebody may have set it. */
    private static final long LOOK = TimeUnit.SECONDS.toMillis(10);

    private final Schedules schedules;
    private final Queues queues;
    private final Admission admission;
    private final JournaledScheduleStore store;
    private final Clock clock;
    private final Timers timers;
    private Deadline timer;
    /** The time of day at the last look. */
    private long seen;

    Firings(Schedules schedules, Queues queues, Admission admission, JournaledScheduleStore store, Clock clock) {
        this.schedules = schedules;
        this.queues = queues;
        this.admission = admission;
        this.store = store;
        this.clock = clock;
        this.timers = queues.timers();
        this.seen = clock.millis();
    }

    /** Sets the timer for the first schedule. To be called when the schedules have changed. */
    void plan() {
        timers.cancel(timer);
        timer = null;
        if (schedules.size() > 0) {
            long wait = schedules.next() - clock.millis();
            timer = timers.after(Math.max(Slices.PAUSE_MILLIS, Math.min(wait, LOOK)), this::fireAll);
        }
    }

    private void fireAll() {
        timer = null;
        lookAtClock();
        long sliceEnds = timers.nanoTime() + SLICE;
        for (Schedule next = schedules.due(seen); next != null; next = schedules.due(seen)) {
            schedules.hold(next);
            fireWhenOpen(next);
            if (timers.nanoTime() - sliceEnds >= 0) {
                break;
            }
        }
        plan();
    }

    private void lookAtClock() {
        long now = clock.millis();
        if (now < seen) {
            schedules.clockSetBack(now);
        }
        seen = now;
    }

    /** While a long change of the queue goes on, a firing waits, as commands do. */
    private void fireWhenOpen(Schedule schedule) {
        Gate gate = queues.gate(schedule.spec().queue());
        if (gate == null) {
            fire(schedule);
        } else {
            gate.await(() -> {
                if (schedules.has(schedule)) {
                    fire(schedule);
                    plan();
                }
            });
        }
    }

    /** A schedule that fails because of a bug stays held, so that it does not fail again and again. */
    private void fire(Schedule schedule) {
        try {
            if (put(schedule.spec())) {
                schedules.fired(schedule, clock.millis());
                store.changed(schedule);
            } else {
                schedules.skipped(schedule, clock.millis());
                store.skipped(schedule);
            }
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("schedule {} failed, and does not fire until it is set again", schedule.name(), bug);
        }
    }

    /** Puts the item, if there is no unfinished one and the queue and the server have room. Returns whether it did. */
    private boolean put(ScheduleSpec spec) {
        WorkQueue queue = queues.named(spec.queue());
        PutOptions options = new PutOptions(spec.priority(), 0, key(spec.name()), 0, spec.group());
        try {
            if (queue.items().keyed(options.key()) != null) {
                return false;
            }
            admission.checkPut(queue, options);
            if (queue.hasRoom()) {
                queue.put(admission.admit(new Item(spec.item(), options, null)));
                return true;
            }
            logSkipped(spec, "queue " + ShownName.of(spec.queue()) + " is full");
        } catch (Refusal refusal) {
            logSkipped(spec, refusal.getMessage());
        }
        queue.forgetIfIdle();
        return false;
    }

    private void logSkipped(ScheduleSpec spec, String reason) {
        String name = ShownName.of(spec.name());
        queues.events()
                .add(
                        EventKind.SKIPPED_FIRING,
                        name,
                        () -> new LogLine("schedule " + name + " could not put its item: " + reason)
                                .with("schedule", spec.name()));
    }

    /** As a client sends it: each byte is a character. */
    private static String key(String name) {
        return Names.SCHEDULE_KEY + new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
