package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import java.util.function.IntConsumer;

/** The door for changes of a queue as a whole: its settings, pauses, a move of its items, and its end. */
public final class QueueControl {

    private final WorkQueue queue;
    private final QueueCore core;
    private final QueueContext context;

    QueueControl(WorkQueue queue, QueueContext context) {
        this.queue = queue;
        this.core = queue.core();
        this.context = context;
    }

    /** Changes the settings, but for the kind, also for the items that are here. The queue stays from now on. */
    void alter(QueueConfig settings) {
        core.header.change(settings);
        core.keep();
        core.pendingItems.storage().limitGroups(settings.groupLimit());
        core.gate.changeInSlices(core.pendingItems.storage()::applyLimit, () -> {});
    }

    /** Other settings limit this dead-letter queue from now on, also the items that are here. */
    void limitDeadLetters(QueueConfig before, QueueConfig limits) {
        core.settleDeadLetters(limits.deadSize());
        if (limits.deadAgeMillis() != before.deadAgeMillis()) {
            new Aging(queue, core, context).begin(0);
        }
    }

    /** Delivers nothing from now on, for so many milliseconds or, if that is 0, until {@link #resume}. */
    public void pause(long millis) {
        pauseAgain(millis);
        core.recordState();
    }

    /** As {@link #pause}, of a queue whose record says so already. */
    void pauseAgain(long millis) {
        core.header.pause(millis, () -> core.change(core::recordState));
    }

    public void resume() {
        core.change(() -> {
            core.header.limits().resume();
            core.recordState();
        });
    }

    /**
     * Moves up to {@code count} ready items to the end of another queue, as long as that has room. Neither of the
     * queues may be changing. No body is read.
     *
     * @param told receives the number of moved items at the end
     */
    public void moveTo(WorkQueue to, int count, IntConsumer told) {
        Transfer.begin(core, to.core(), count, told);
    }

    /**
     * Drops the items that nobody has got.
     *
     * @param told receives their number when they are dropped
     */
    public void purge(IntConsumer told) {
        int dropped = core.pendingItems.total();
        Clearing clearing = clearing(Fate.PURGED);
        core.gate.changeInSlices(() -> clearing.endPending() || clearing.tell(), () -> told.accept(dropped));
    }

    /**
     * Refuses new items, and delivers those that are left.
     *
     * @param immediate drops the items that nobody has got, and those that return
     * @param ended is run when that is done
     */
    public void shutDown(boolean immediate, Runnable ended) {
        core.header.shutDown(immediate);
        context.store().changed(queue);
        Clearing clearing = clearing(Fate.SHUT_DOWN);
        core.gate.changeInSlices(
                () -> immediate && clearing.endPending() || core.dispatcher.refusePutter() || clearing.tell(), ended);
    }

    /**
     * Ends the queue and its items. Clients that wait here find it shut down, those that await an item, cancelled.
     *
     * @param ended is run when that is done
     */
    public void delete(Runnable ended) {
        core.header.shutDown(true);
        core.header.limits().stop();
        Clearing clearing = clearing(Fate.DELETED);
        core.gate.changeInSlices(
                () -> clearing.endPending()
                        || clearing.endDelivered(core.inFlight)
                        || core.dispatcher.refuseOne()
                        || clearing.tell()
                        || core.submissions.cancelOne(),
                () -> {
                    context.forget(queue);
                    context.store().deleted(queue);
                    ended.run();
                });
    }

    private Clearing clearing(Fate fate) {
        return new Clearing(queue, core.pendingItems, context, fate);
    }
}
