package dev.tutti.command;

import static dev.tutti.command.CommandGroup.TASK;

import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.command.ConnectionCommand.WaitFor.Until;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of the {@link CommandTable} for RUN, GATHER, TASKGROUP, SUBMIT, AWAIT, WAIT and CANCEL, with their decoders.
 */
final class TaskDecoders {

    /** The options of GATHER, TASKGROUP and WAIT, which come first, since the list of tasks is open-ended. */
    private static final List<String> OPTIONS =
            List.of("TIMEOUT", "LIMIT", "RETURN_EXCEPTIONS", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED");

    private static final BitSet OPTION_LENGTHS = new BitSet();

    static {
        OPTIONS.forEach(option -> OPTION_LENGTHS.set(option.length()));
    }

    /** The number of tasks that a step of a long list reads. */
    private static final int IN_A_STEP = 256;

    private TaskDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                write(
                        "RUN",
                        "queue item [TIMEOUT ms] [PRIORITY n] [KEY k] [GROUP g]",
                        "Runs a task and waits for its result",
                        w -> run(w)),
                writeList(
                        "GATHER",
                        "[TIMEOUT ms] [LIMIT n] [RETURN_EXCEPTIONS] [queue item ...]",
                        "Runs tasks in parallel and waits for all results",
                        w -> gather(w)),
                writeList(
                        "TASKGROUP",
                        "[TIMEOUT ms] [LIMIT n] [queue item ...]",
                        "Like GATHER, but the first failure cancels the other tasks",
                        w -> taskGroup(w)),
                write(
                        "SUBMIT",
                        "queue item [TTL ms] [PRIORITY n] [DELAY ms | AT unix-ms] [EXPIRES ms] [KEY k] [GROUP g] [TIMEOUT ms]",
                        "Starts a task and keeps its result for AWAIT",
                        w -> submit(w)),
                read("AWAIT", "queue id [TIMEOUT ms]", "Waits for a task's result", w -> await(w)),
                readList(
                        "WAIT",
                        "[TIMEOUT ms] [FIRST_COMPLETED|FIRST_EXCEPTION|ALL_COMPLETED] queue id [queue id ...]",
                        "Waits for one or all of several submitted tasks",
                        w -> waitFor(w)),
                write("CANCEL", "queue id", "Cancels a task", w -> new TaskCommand.Cancel(w.queue(), w.id())));
    }

    private static CommandSpec read(String name, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, null, TASK, Access.READ, syntax, summary, decoder);
    }

    private static CommandSpec readList(String name, String syntax, String summary, CommandSpec.ListDecoder decoder) {
        return read(name, syntax, summary, decoder);
    }

    private static CommandSpec write(String name, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, null, TASK, Access.WRITE, syntax, summary, decoder);
    }

    private static CommandSpec writeList(String name, String syntax, String summary, CommandSpec.ListDecoder decoder) {
        return write(name, syntax, summary, decoder);
    }

    private static Command run(Words words) {
        String queue = words.queue();
        byte[] item = words.item();
        ItemOptions options = new ItemOptions();
        long timeout = Command.NO_TIMEOUT;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (!options.readOfRun(words)) {
                throw words.unknownOption();
            }
        }
        return new TaskCommand.Run(queue, item, options.options(), timeout);
    }

    private static Decoding gather(Words words) {
        return gather(words, Failures.FIRST_IS_THE_REPLY, true);
    }

    private static Decoding taskGroup(Words words) {
        return gather(words, Failures.FIRST_CANCELS_THE_OTHERS, false);
    }

    private static Decoding gather(Words words, Failures otherwise, boolean mayReturnExceptions) {
        long timeout = Command.NO_TIMEOUT;
        int limit = 0;
        Failures failures = otherwise;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LIMIT")) {
                limit = words.count("LIMIT", 1);
            } else if (mayReturnExceptions && words.option("RETURN_EXCEPTIONS")) {
                failures = Failures.IN_THEIR_PLACES;
            } else {
                break;
            }
        }
        return runs(words, timeout, limit, failures);
    }

    private static Command submit(Words words) {
        String queue = words.queue();
        byte[] item = words.item();
        long ttl = TaskCommand.DEFAULT_TTL;
        ItemOptions options = new ItemOptions();
        long timeout = Command.NO_TIMEOUT;
        while (words.hasMore()) {
            if (words.option("TTL")) {
                ttl = words.millis("TTL");
            } else if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (!options.read(words)) {
                throw words.unknownOption();
            }
        }
        return new TaskCommand.Submit(queue, item, options.options(), ttl, timeout);
    }

    private static Command await(Words words) {
        String queue = words.queue();
        long id = words.id();
        long timeout = words.onlyTimeout();
        return new TaskCommand.Await(queue, id, timeout);
    }

    private static Decoding waitFor(Words words) {
        long timeout = Command.NO_TIMEOUT;
        Until until = null;
        while (words.hasMore()) {
            Until named = until(words);
            if (named != null) {
                until = named;
            } else if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else {
                break;
            }
        }
        return tasks(words, timeout, until == null ? Until.ALL_COMPLETED : until);
    }

    private static Until until(Words words) {
        for (Until until : Until.values()) {
            if (words.option(until.name())) {
                return until;
            }
        }
        return null;
    }

    /** There must be one at least. */
    private static Decoding tasks(Words words, long timeout, Until until) {
        int all = words.left();
        List<TaskCommand.Await> tasks = new ArrayList<>(all / 2);
        return () -> {
            do {
                checkPair(words, all, "id");
                tasks.add(new TaskCommand.Await(words.queue(), words.id(), Command.NO_TIMEOUT));
            } while (words.hasMore() && tasks.size() % IN_A_STEP > 0);
            return words.hasMore()
                    ? null
                    : new ConnectionCommand.WaitFor(Collections.unmodifiableList(tasks), timeout, until);
        };
    }

    /** There may be none. */
    private static Decoding runs(Words words, long timeout, int limit, Failures failures) {
        int all = words.left();
        List<TaskCommand.Run> runs = new ArrayList<>(all / 2);
        Set<String> queues = new LinkedHashSet<>();
        return () -> {
            String last = null;
            for (int i = 0; i < IN_A_STEP && words.hasMore(); i++) {
                checkPair(words, all, "item");
                String queue = words.queue();
                if (!queue.equals(last)) {
                    queues.add(queue);
                    last = queue;
                }
                runs.add(new TaskCommand.Run(queue, words.item(), Command.FOR_EVER));
            }
            return words.hasMore()
                    ? null
                    : new ConnectionCommand.Gather(
                            Collections.unmodifiableList(runs),
                            Collections.unmodifiableSet(queues),
                            timeout,
                            limit,
                            failures);
        };
    }

    /** Refuses an option in the place of a queue, and a queue that is the last word. */
    private static void checkPair(Words words, int all, String second) {
        if (words.hasMore()) {
            refuseOption(words);
        }
        if (words.left() < 2) {
            throw Refusal.malformed("wrong number of arguments, expected pairs of queue and " + second
                    + " behind the options, but the number of words is " + all);
        }
    }

    /** Refuses an option in the place of a queue. */
    private static void refuseOption(Words words) {
        if (!OPTION_LENGTHS.get(words.nextLength())) {
            return; // soon, for there may be 100,000 queues
        }
        for (String option : OPTIONS) {
            if (words.isNext(option)) {
                throw Refusal.malformed("queue name '" + words.text()
                        + "' is the name of an option: options come first, before the queues");
            }
        }
    }
}
