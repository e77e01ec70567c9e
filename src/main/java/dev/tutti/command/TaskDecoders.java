package dev.tutti.command;

import static dev.tutti.command.CommandGroup.TASK;

import java.util.ArrayList;
import java.util.List;

/** RUN, GATHER and their kin: from words to records. */
final class TaskDecoders {

    private TaskDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("RUN", "queue item [TIMEOUT ms]", "Runs a task and waits for its result", w -> run(w)),
                row(
                        "GATHER",
                        "[TIMEOUT ms] [LIMIT n] [RETURN_EXCEPTIONS] [queue item ...]",
                        "Runs tasks in parallel and waits for every result",
                        w -> gather(w)),
                row(
                        "TASKGROUP",
                        "[TIMEOUT ms] [LIMIT n] [queue item ...]",
                        "As GATHER, but the first failure cancels the others",
                        w -> QueueDecoders.notYet()),
                row(
                        "SUBMIT",
                        "queue item [TTL ms] [PRIORITY n] [DELAY ms] [TIMEOUT ms]",
                        "Starts a task, whose result is kept",
                        w -> QueueDecoders.notYet()),
                row("AWAIT", "queue id [TIMEOUT ms]", "Waits for a task's result", w -> QueueDecoders.notYet()),
                row("CANCEL", "queue id", "Cancels a task", w -> QueueDecoders.notYet()));
    }

    private static CommandSpec row(String name, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, null, TASK, syntax, summary, decoder);
    }

    private static Command run(Words words) {
        String queue = words.queue();
        byte[] item = words.item();
        long timeout = words.option("TIMEOUT") ? words.millis("TIMEOUT") : Command.NO_TIMEOUT;
        if (words.hasMore()) {
            throw words.unknownOption("TIMEOUT");
        }
        return new QueueCommand.Run(queue, item, timeout);
    }

    private static Command gather(Words words) {
        long timeout = Command.NO_TIMEOUT;
        int limit = 0;
        boolean returnExceptions = false;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LIMIT")) {
                limit = words.count("LIMIT", 1);
            } else if (words.option("RETURN_EXCEPTIONS")) {
                returnExceptions = true;
            } else {
                break;
            }
        }
        return new ConnectionCommand.Gather(runs(words), timeout, limit, returnExceptions);
    }

    private static List<QueueCommand.Run> runs(Words words) {
        if (words.left() % 2 != 0) {
            throw Refusal.malformed("wrong number of arguments, expected pairs of queue and item");
        }
        List<QueueCommand.Run> runs = new ArrayList<>(words.left() / 2);
        while (words.hasMore()) {
            runs.add(new QueueCommand.Run(words.queue(), words.item(), Command.FOR_EVER));
        }
        return List.copyOf(runs);
    }
}
