package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.queue.ModelItem.Interest;
import dev.tutti.queue.ModelItem.State;
import dev.tutti.queue.ModelQueue.Getter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@link Queues} promises, in lists that are searched from end to end: slow, and plain to see. */
final class QueueModel {

    static final String CLOSED = "the connection that held it closed, and it is out of attempts";
    static final String OVERDUE = "its lease ended, and it is out of attempts";

    final ModelQueues queues = new ModelQueues();
    /** Those holders that stop what is cancelled in their hands. */
    final Predicate<String> stops;

    QueueModel(long now, Predicate<String> stops) {
        queues.now = now;
        this.stops = stops;
    }

    /** The queues as a whole. */
    ModelControl control() {
        return new ModelControl(this);
    }

    /** Single items that nobody has. */
    ModelMoves moves() {
        return new ModelMoves(this);
    }

    void add(ModelQueue queue) {
        queues.byName.put(queue.name, queue);
    }

    // ---- put, get, join, await

    void put(ModelQueue queue, ModelItem item) {
        queue.putters.add(item);
        item.queue = queue;
        queues.settle();
    }

    void get(ModelQueue queue, Getter getter) {
        queue.getters.add(getter);
        queues.settle();
    }

    void join(ModelQueue queue, String joiner) {
        queue.joiners.add(joiner);
    }

    void withdraw(String key) {
        for (ModelQueue queue : queues.byName.values()) {
            queue.putters.removeIf(item -> item.body.equals(key));
            queue.getters.removeIf(getter -> getter.key().equals(key));
            queue.joiners.remove(key);
            ModelQueues.items(queue).forEach(item -> item.awaiting.remove(key));
        }
    }

    // ---- one in flight

    void done(ModelItem item, String result) {
        item.queue.land(item);
        item.ends();
        tell(item, " done " + result, result.length());
        queues.settle();
    }

    void fail(ModelItem item, String message, String by) {
        leave(item, by);
        if (item.queue.config.attempts() > 0 && item.attempts < item.queue.config.attempts()) {
            comeBack(item.failed(message), 0);
        } else {
            failForGood(item, message);
        }
        queues.settle();
    }

    void release(ModelItem item, String by, long delay) {
        leave(item, by);
        item.attempts--;
        comeBack(item, delay);
        queues.settle();
    }

    void touch(ModelItem item) {
        queues.schedule(item, item.lease);
    }

    private void leave(ModelItem item, String by) {
        item.queue.land(item);
        if (!item.holder.equals(by) && !item.detached) {
            item.former.add(item.holder);
        }
        item.holder = null;
    }

    /** Back to the front, when so many milliseconds are over. */
    void comeBack(ModelItem item, long delay) {
        if (item.queue.closed) {
            item.ends();
            tell(item, Fate.SHUT_DOWN);
        } else if (delay > 0) {
            item.comesBack = true;
            queues.holdBack(item, delay);
        } else {
            queues.comeBack(item);
        }
    }

    private void failForGood(ModelItem item, String message) {
        boolean wanted = item.failureIsWanted();
        if (wanted) {
            item.ends();
        }
        tell(item, " failed " + message, message.length());
        if (!wanted) {
            adopt(item.buried(message), dead(item.queue));
        }
    }

    ModelQueue dead(ModelQueue queue) {
        return queues.byName.get(Names.deadLetter(queue.name));
    }

    void adopt(ModelItem item, ModelQueue to) {
        item.attempts = 0;
        item.queue = to;
        to.used = true;
        queues.enter(to, item);
    }

    private void tell(ModelItem item, Fate fate) {
        tell(item, " " + fate.words(), 0);
    }

    /** Nobody is told twice. */
    private void tell(ModelItem item, String outcome, int resultBytes) {
        if (item.outcome != null || item.interest == Interest.NOBODY) {
            return;
        }
        item.outcome = outcome;
        if (item.isSubmitted()) {
            item.resultBytes = resultBytes + Footprint.SUBMISSION;
            item.queue.kept.add(item);
            item.forgotten = queues.now + item.ttl;
            item.awaiting.forEach(awaiting -> queues.events.add(awaiting + outcome));
            item.awaiting.clear();
        } else {
            queues.events.add("awaiter of " + item.body + outcome);
        }
    }

    // ---- cancelled

    boolean cancel(ModelItem item) {
        if (item.state == State.HELD) {
            item.state = State.CANCELLED;
            item.cancelled = queues.now;
            boolean stops = this.stops.test(item.holder);
            if (!item.detached) {
                queues.events.add(item.holder + (stops ? " stops " : " cancelled ") + item.body);
            }
            if (!stops) {
                tell(item, Fate.CANCELLED);
            }
        } else if (item.state == State.READY || item.state == State.DELAYED) {
            drop(item, Fate.CANCELLED);
        } else {
            return false;
        }
        queues.settle();
        return true;
    }

    void drop(ModelItem item, Fate fate) {
        item.queue.drop(item);
        item.ends();
        tell(item, fate);
    }

    /** The holder of a cancelled one has been told. */
    void heard(ModelItem cancelled) {
        forget(cancelled, Fate.CANCELLED);
        queues.settle();
    }

    void forget(ModelItem item, Fate fate) {
        item.queue.land(item);
        item.ends();
        tell(item, fate);
    }

    // ---- holders that lose what they have

    /** @param closed whether the holder is no more */
    void giveBack(String holder, boolean closed) {
        List<ModelItem> lost = new ArrayList<>();
        queues.byName.values().forEach(queue -> lost.addAll(queue.flying));
        lost.removeIf(item -> !item.holder.equals(holder) || item.detached);
        lost.sort(Comparator.comparingLong(item -> item.taken));
        if (closed) {
            takeBack(lost, CLOSED);
            queues.byName
                    .values()
                    .forEach(queue -> ModelQueues.items(queue).forEach(item -> item.former.remove(holder)));
        }
        if (!closed) {
            release(lost);
        }
        queues.settle();
    }

    /** The attempts of items that are given up in order do not count. */
    private void release(List<ModelItem> lost) {
        List<ModelItem> comingBack = new ArrayList<>();
        for (ModelItem item : lost) {
            if (item.state == State.CANCELLED) {
                forget(item, Fate.CANCELLED);
            } else {
                comingBack.add(0, item);
            }
        }
        for (ModelItem item : comingBack) {
            leave(item, "nobody");
            item.attempts--;
            comeBack(item, 0);
        }
    }

    /** What is over ends in its order; the others go to the front, so that the first of them is the first again. */
    void takeBack(Collection<ModelItem> lost, String message) {
        List<ModelItem> comingBack = new ArrayList<>();
        for (ModelItem item : lost) {
            if (item.state == State.CANCELLED) {
                forget(item, Fate.CANCELLED);
            } else if (item.queue.isLast(item)) {
                leave(item, "nobody");
                failForGood(item, message);
            } else {
                comingBack.add(0, item);
            }
        }
        for (ModelItem item : comingBack) {
            leave(item, "nobody");
            comeBack(item.lost(message), 0);
        }
    }

    // ---- time

    void turn(long time) {
        queues.now = time;
        Map<List<?>, List<ModelItem>> groups = new LinkedHashMap<>();
        due().forEach(item -> groups.computeIfAbsent(
                        List.of(System.identityHashCode(item.queue), item.queue.delayed.contains(item)),
                        group -> new ArrayList<>())
                .add(item));
        groups.values().forEach(this::over);
        queues.byName.values().forEach(queue -> queue.kept.removeIf(item -> item.forgotten <= queues.now));
    }

    /** The delayed items that are due, and those whose lease has ended, in that order. */
    private List<ModelItem> due() {
        return queues.byName.values().stream()
                .flatMap(queue -> Stream.concat(queue.delayed.stream(), queue.flying.stream()))
                .filter(item -> item.due <= queues.now)
                .sorted(Comparator.<ModelItem>comparingLong(item -> item.due).thenComparingLong(item -> item.order))
                .toList();
    }

    /** All items of one queue whose delay is over, or whose lease has ended, change before anybody is served. */
    private void over(List<ModelItem> group) {
        ModelQueue queue = group.get(0).queue;
        if (queue.delayed.contains(group.get(0))) {
            group.forEach(this::delayIsOver);
            queues.settle(queue);
        } else {
            takeBack(group, OVERDUE);
            queues.settle();
        }
    }

    private void delayIsOver(ModelItem item) {
        if (item.comesBack) {
            item.queue.delayed.remove(item);
            queues.comeBack(item);
        } else {
            queues.enter(item.queue, item);
        }
        item.comesBack = false;
    }
}
