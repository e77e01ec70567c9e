package dev.tutti.kill;

import java.util.List;

/** What a client does with items that wait in a queue, and with items wherever they are. */
final class PendingActions {

    /** No queue with short leases: a reply of an earlier delivery may be read after its item was rescheduled. */
    private static final List<KillQueue> RESCHEDULED =
            List.of(KillQueue.RANKED, KillQueue.STACK, KillQueue.HERE, KillQueue.THERE);

    private static final List<KillQueue> CANCELLED = KillQueue.all(KillQueue::isCancelled);
    private static final int MOST_MOVED = 5;

    private final Caller caller;

    PendingActions(Caller caller) {
        this.caller = caller;
    }

    void act() {
        switch (caller.dice(4)) {
            case 0 -> moveSome();
            case 1 -> moveOne();
            case 2 -> reschedule();
            default -> cancel();
        }
    }

    private void moveSome() {
        String line = "QUEUE MOVE " + (caller.random.nextBoolean() ? "a b" : "b a") + " COUNT "
                + (1 + caller.dice(MOST_MOVED));
        String reply = caller.say(line);
        if (!reply.matches("\\d+")) {
            caller.unexpected(line, reply);
        }
    }

    /** An item goes to the queue of another owner, or comes back from the dead. */
    private void moveOne() {
        boolean isDead = caller.dice(3) == 0;
        String queues = isDead ? "retried.dead retried" : caller.random.nextBoolean() ? "a b" : "b a";
        long id = anyOf(isDead ? KillQueue.RETRIED : KillQueue.HERE);
        if (id != 0) {
            String line = "QUEUE MOVE " + queues + " ID " + id;
            String reply = caller.say(line);
            if (!reply.equals("1") && !reply.equals("0")) {
                caller.unexpected(line, reply);
            }
        }
    }

    /** One of the last items of the queue, or 0 if there is none. */
    private long anyOf(KillQueue queue) {
        List<Long> ids = caller.histories.lastPut(queue);
        return ids.isEmpty() ? 0 : caller.any(ids);
    }

    /** Only one's own items, so that no two clients change a priority at the same time. */
    private void reschedule() {
        KillQueue queue = caller.any(RESCHEDULED);
        List<Long> own = caller.histories.lastPut(queue).stream()
                .filter(id -> caller.history().item(id).body.startsWith(caller.name + "."))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        long id = caller.any(own);
        if (queue == KillQueue.RANKED && caller.random.nextBoolean()) {
            reprioritize(id);
            return;
        }
        long delay = caller.random.nextBoolean() ? 0 : caller.delay();
        int change = caller.history().delaying(id);
        long since = caller.history().nanoTime();
        boolean done = isOkay("QUEUE RESCHEDULE " + queue.key + " " + id + " DELAY " + delay);
        caller.history().delayed(id, change, since, done ? delay : 0);
    }

    private void reprioritize(long id) {
        Possible<Long> priority = caller.history().item(id).priority;
        Long next = (long) (caller.dice(5) - 2);
        int request = priority.asking(next);
        if (isOkay("QUEUE RESCHEDULE ranked " + id + " PRIORITY " + next)) {
            priority.done(request, next);
        } else {
            priority.refused(request);
        }
    }

    private boolean isOkay(String line) {
        String reply = caller.say(line);
        if (!reply.equals("OK") && !reply.startsWith("NOITEM ")) {
            caller.unexpected(line, reply);
        }
        return reply.equals("OK");
    }

    private void cancel() {
        KillQueue queue = caller.any(CANCELLED);
        long id = anyOf(queue);
        if (id == 0) {
            return;
        }
        TaskHistory tasks = queue == KillQueue.TASKS ? caller.histories.tasks() : new TaskHistory();
        String end = TaskHistory.cancelled(id);
        caller.histories.ending(id, true);
        tasks.ending(id, end);
        if (caller.say("CANCEL " + queue.key + " " + id).equals("1")) {
            caller.histories.ended(id, true);
            tasks.ended(id, end);
        } else {
            caller.histories.notEnded(id, true);
            tasks.notEnded(id, end);
        }
    }
}
