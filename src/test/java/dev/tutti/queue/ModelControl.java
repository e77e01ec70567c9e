package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.ModelItem.State;
import java.util.List;

/** The commands of the {@link QueueModel} for a queue as a whole. */
record ModelControl(QueueModel model) {

    void create(ModelQueue queue, QueueConfig config) {
        queue.config = config;
        queue.created = true;
        queue.used = true;
    }

    int purge(ModelQueue queue) {
        int dropped = queue.ready.size() + queue.delayed.size();
        dropAll(queue, Fate.PURGED);
        model.queues.settle();
        return dropped;
    }

    private void dropAll(ModelQueue queue, Fate fate) {
        List.copyOf(queue.ready).forEach(item -> model.drop(item, fate));
        List.copyOf(queue.delayed).forEach(item -> model.drop(item, fate));
    }

    int move(ModelQueue from, ModelQueue to, int count) {
        int most = Math.min(count, from.ready.size());
        int moved = 0;
        while (moved < most && (to == from || to.hasRoom())) {
            model.adopt(from.takeFirst(), to);
            model.queues.settle(to);
            moved++;
        }
        model.queues.settle();
        return moved;
    }

    void shutDown(ModelQueue queue, boolean immediate) {
        queue.shutDown = true;
        queue.used = true;
        queue.putters.forEach(item -> model.queues.events.add(item.body + " shut down"));
        queue.putters.clear();
        if (immediate) {
            queue.closed = true;
            dropAll(queue, Fate.SHUT_DOWN);
        }
        model.queues.settle();
    }

    void delete(ModelQueue queue) {
        queue.putters.forEach(item -> model.queues.events.add(item.body + " shut down"));
        queue.getters.forEach(getter -> model.queues.events.add(getter.key() + " shut down"));
        queue.joiners.forEach(joiner -> model.queues.events.add(joiner + " shut down"));
        dropAll(queue, Fate.DELETED);
        for (ModelItem item : List.copyOf(queue.flying)) {
            if (item.state == State.HELD && !item.detached) {
                model.queues.events.add(
                        item.holder + (model.stops.test(item.holder) ? " stops " : " cancelled ") + item.body);
            }
            model.forget(item, Fate.DELETED);
        }
        queue.clear();
    }
}
