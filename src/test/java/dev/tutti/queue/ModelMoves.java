package dev.tutti.queue;

import dev.tutti.queue.ModelItem.State;

/** The commands of the {@link QueueModel} that give a single item, which nobody has, another place. */
record ModelMoves(QueueModel model) {

    /** To the end of another queue, or of the same one. */
    void move(ModelItem item, ModelQueue to) {
        long delay = delayLeft(item);
        item.queue.drop(item);
        item.attempts = 0;
        item.queue = to;
        to.used = true;
        enter(item, delay);
    }

    /** @param priority null to leave it as it is */
    void reschedule(ModelItem item, Long priority, long delay) {
        long left = delay == WorkQueue.SAME_TIME ? delayLeft(item) : delay;
        item.queue.drop(item);
        item.options = item.options.rescheduled(priority == null ? item.options.given() : priority, left);
        enter(item, left);
    }

    private long delayLeft(ModelItem item) {
        return item.state == State.DELAYED ? item.due - model.queues.now : 0;
    }

    private void enter(ModelItem item, long delay) {
        item.comesBack = false;
        if (delay > 0) {
            model.queues.holdBack(item, delay);
        } else {
            model.queues.enter(item.queue, item);
        }
        model.queues.settle();
    }
}
