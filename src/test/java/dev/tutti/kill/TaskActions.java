package dev.tutti.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The ways in which a client asks for the results of tasks. */
final class TaskActions {

    private static final int MOST_TASKS = 4;

    private final Caller caller;
    private final List<InHand> inHand;

    /** @param inHand the client's items. If one of them is cancelled, the client waits no longer. */
    TaskActions(Caller caller, List<InHand> inHand) {
        this.caller = caller;
        this.inHand = inHand;
    }

    void act() {
        List<Long> ids = List.copyOf(caller.histories.tasks().ids());
        if (ids.isEmpty()) {
            return;
        }
        if (caller.random.nextBoolean()) {
            await(caller.any(ids));
            return;
        }
        List<Long> some = new ArrayList<>();
        for (int i = 1 + caller.dice(MOST_TASKS); i > 0; i--) {
            some.add(caller.any(ids));
        }
        awaitAll(some);
    }

    /** Asks for the result of a task. */
    void await(long id) {
        TaskHistory tasks = caller.histories.tasks();
        String known = tasks.awaiting(id);
        String reply = caller.say("AWAIT tasks " + id + " TIMEOUT 0");
        if (!isCancelled(reply)) {
            tasks.awaited(id, known, reply).ifPresent(caller.history()::violation);
        }
    }

    /** Whether an item of this client was cancelled while it waited. */
    private boolean isCancelled(String reply) {
        return inHand.stream().anyMatch(item -> reply.equals(TaskHistory.cancelled(item.id())));
    }

    /** Asks for what there is of the results of these tasks. */
    private void awaitAll(List<Long> ids) {
        TaskHistory tasks = caller.histories.tasks();
        List<String> known = ids.stream().map(tasks::awaiting).toList();
        String line = "WAIT TIMEOUT 0 FIRST_COMPLETED"
                + ids.stream().map(id -> " tasks " + id).collect(Collectors.joining());
        Object reply = caller.ask(line);
        if (reply instanceof List<?> replies) {
            for (int i = 0; i < ids.size(); i++) {
                tasks.awaited(ids.get(i), known.get(i), Caller.text(replies.get(i)))
                        .ifPresent(caller.history()::violation);
            }
        } else if (!isCancelled(Caller.text(reply))) {
            caller.unexpected(line, Caller.text(reply));
        }
    }
}
