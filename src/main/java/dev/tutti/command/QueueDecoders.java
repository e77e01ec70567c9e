package dev.tutti.command;

import static dev.tutti.command.CommandGroup.QUEUE;

import dev.tutti.queue.Failure;
import dev.tutti.queue.PutOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The rows of the {@link CommandTable} for QUEUE, with their decoders. */
final class QueueDecoders {

    private static final byte[] NO_BYTES = {};

    private QueueDecoders() {}

    static List<CommandSpec> specs() {
        List<CommandSpec> specs = new ArrayList<>(itemSpecs());
        specs.addAll(ItemDecoders.specs());
        specs.addAll(QueueSettingDecoders.specs());
        return specs;
    }

    private static List<CommandSpec> itemSpecs() {
        return List.of(
                write(
                        "PUT",
                        "q item [TIMEOUT ms] [PRIORITY n] [DELAY ms | AT unix-ms] [EXPIRES ms] [KEY k] [GROUP g]",
                        "Puts an item; waits while the queue is full",
                        w -> put(w)),
                write(
                        "GET",
                        "q [COUNT n] [TIMEOUT ms] [LEASE ms] [DETACHED]",
                        "Gets an item; waits while the queue is empty",
                        w -> get(w)),
                write(
                        "GETANY",
                        "n q [q ...] [COUNT c] [TIMEOUT ms] [LEASE ms] [DETACHED]",
                        "Gets an item from the first of n queues that has one; waits while all are empty",
                        w -> getAny(w)),
                write(
                        "DONE",
                        "q id [result] [ATTEMPT n]",
                        "Finishes an item, with a result for its caller",
                        w -> done(w)),
                write(
                        "FAIL",
                        "q id [message] [DELAY ms] [RETRY yes|no] [ATTEMPT n]",
                        "Fails an attempt; the item is retried while attempts are left",
                        w -> fail(w)),
                write(
                        "RELEASE",
                        "q id [DELAY ms] [ATTEMPT n]",
                        "Returns an item to its queue; the attempt does not count",
                        w -> release(w)),
                read("JOIN", "q [TIMEOUT ms]", "Waits until all items have been finished", w -> join(w)),
                read("SIZE", "q", "Counts the ready items", w -> new QueueCommand.Size(w.queue())),
                read("PEEK", "q [COUNT n]", "Shows the first ready items without taking them", w -> peek(w)),
                write("PURGE", "q", "Deletes all ready and delayed items", w -> new QueueCommand.Purge(w.queue())),
                read("STATS", "q", "Shows the counts and settings of a queue", w -> new QueueCommand.Stats(w.queue())),
                read("LIST", "", "Lists the names of all queues", w -> list()),
                write("PAUSE", "q [FOR ms]", "Delivers no item until the time has passed, or RESUME", w -> pause(w)),
                write("RESUME", "q", "Ends a pause", w -> new SettingsCommand.Resume(w.queue())),
                write(
                        "MOVE",
                        "from to [COUNT n | ID id]",
                        "Moves ready items, or one item, to another queue",
                        w -> move(w)),
                write(
                        "RESCHEDULE",
                        "q id [DELAY ms | AT unix-ms] [PRIORITY n]",
                        "Gives an item that nobody has got another time or priority",
                        w -> reschedule(w)),
                write(
                        "SHUTDOWN",
                        "q [IMMEDIATE]",
                        "Refuses new items at once, and GET when the queue is empty",
                        w -> shutdown(w)),
                write("DELETE", "q", "Deletes a queue and all its items", w -> new QueueCommand.Delete(w.queue())));
    }

    static CommandSpec read(String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("QUEUE", subcommand, QUEUE, Access.READ, syntax, summary, decoder);
    }

    static CommandSpec write(String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("QUEUE", subcommand, QUEUE, Access.WRITE, syntax, summary, decoder);
    }

    private static Command put(Words words) {
        String queue = words.queue();
        byte[] item = words.item();
        if (!words.hasMore()) {
            return new QueueCommand.Put(queue, item, PutOptions.NORMAL, Command.NO_TIMEOUT);
        }
        ItemOptions options = new ItemOptions();
        long timeout = Command.NO_TIMEOUT;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (!options.read(words)) {
                throw words.unknownOption();
            }
        }
        return new QueueCommand.Put(queue, item, options.options(), timeout);
    }

    private static Command getAny(Words words) {
        List<String> all = List.copyOf(new LinkedHashSet<>(words.counted("queue name", words::queue)));
        return new GetAnyCommand.GetAny(all, get(all.get(0), words));
    }

    private static Command get(Words words) {
        return get(words.queue(), words);
    }

    private static QueueCommand.Get get(String queue, Words words) {
        int count = 0;
        long timeout = Command.NO_TIMEOUT;
        long lease = QueueCommand.QUEUES_LEASE;
        boolean detached = false;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("COUNT")) {
                count = words.count("COUNT", 1);
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else if (words.option("DETACHED")) {
                detached = true;
            } else {
                throw words.unknownOption();
            }
        }
        return new QueueCommand.Get(queue, count, timeout, lease, detached);
    }

    private static Command done(Words words) {
        return new QueueCommand.Done(words.queue(), words.id(), optionalItem(words), attempt(words));
    }

    private static Command fail(Words words) {
        String queue = words.queue();
        long id = words.id();
        byte[] message = optionalItem(words);
        long delay = Failure.BACKOFF;
        Boolean retry = null;
        int attempt = QueueCommand.ANY_ATTEMPT;
        while (words.hasMore()) {
            if (words.option("DELAY")) {
                delay = words.millis("DELAY");
            } else if (words.option("RETRY")) {
                retry = words.yesOrNo("RETRY");
            } else if (words.option("ATTEMPT")) {
                attempt = words.count("ATTEMPT", 1);
            } else {
                throw words.unknownOption();
            }
        }
        if (delay != Failure.BACKOFF && Boolean.FALSE.equals(retry)) {
            throw Words.excluding("DELAY", "RETRY no");
        }
        return new QueueCommand.Fail(queue, id, new Failure(message, delay, retry), attempt);
    }

    /** The word before options that are pairs: it is there if the number of words that are left is odd. */
    private static byte[] optionalItem(Words words) {
        return words.left() % 2 == 1 ? words.item() : NO_BYTES;
    }

    /** Reads the end of a command that accepts only ATTEMPT. */
    private static int attempt(Words words) {
        int attempt = words.option("ATTEMPT") ? words.count("ATTEMPT", 1) : QueueCommand.ANY_ATTEMPT;
        if (words.hasMore()) {
            throw words.unknownOption();
        }
        return attempt;
    }

    private static Command release(Words words) {
        String queue = words.queue();
        long id = words.id();
        long delay = 0;
        int attempt = QueueCommand.ANY_ATTEMPT;
        while (words.hasMore()) {
            if (words.option("DELAY")) {
                delay = words.millis("DELAY");
            } else if (words.option("ATTEMPT")) {
                attempt = words.count("ATTEMPT", 1);
            } else {
                throw words.unknownOption();
            }
        }
        return new QueueCommand.Release(queue, id, delay, attempt);
    }

    private static Command move(Words words) {
        String from = words.queue();
        String to = words.queue();
        int count = Integer.MAX_VALUE;
        long id = MoveCommand.Move.NEXT;
        while (words.hasMore()) {
            if (words.option("COUNT")) {
                count = words.count("COUNT", 1);
            } else if (words.option("ID")) {
                id = words.id();
                count = 1;
            } else {
                throw words.unknownOption();
            }
        }
        return new MoveCommand.Move(from, to, count, id);
    }

    private static Command reschedule(Words words) {
        String queue = words.queue();
        long id = words.id();
        if (!words.hasMore()) {
            throw Refusal.malformed("RESCHEDULE changes nothing: give it DELAY, AT or PRIORITY");
        }
        ItemOptions options = new ItemOptions();
        while (words.hasMore()) {
            if (!options.readOfReschedule(words)) {
                throw words.unknownOption();
            }
        }
        PutOptions read = options.options();
        long delay = options.isDelayed() ? read.delay() : MoveCommand.Reschedule.SAME_TIME;
        return new MoveCommand.Reschedule(queue, id, read.given(), delay);
    }

    private static Command pause(Words words) {
        String queue = words.queue();
        long millis = words.option("FOR") ? words.integer("FOR", 1, Words.MAX_MILLIS) : 0;
        if (words.hasMore()) {
            throw words.unknownOption();
        }
        return new SettingsCommand.Pause(queue, millis);
    }

    private static Command shutdown(Words words) {
        String queue = words.queue();
        boolean immediate = words.option("IMMEDIATE");
        if (words.hasMore()) {
            throw words.unknownOption();
        }
        return new QueueCommand.Shutdown(queue, immediate);
    }

    private static Command join(Words words) {
        String queue = words.queue();
        long timeout = words.onlyTimeout();
        return new QueueCommand.Join(queue, timeout);
    }

    private static Command peek(Words words) {
        String queue = words.queue();
        int count = words.option("COUNT") ? words.count("COUNT", 1) : 1;
        if (words.hasMore()) {
            throw words.unknownOption();
        }
        return new QueueCommand.Peek(queue, count);
    }

    private static Command list() {
        return new ConnectionCommand.Everywhere(new QueueNamesQuery(), ConnectionCommand.Everywhere.Merge.NAMES);
    }
}
