package dev.tutti.command;

import static dev.tutti.command.CommandGroup.QUEUE;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.PutOptions;
import java.util.List;
import java.util.Locale;

/** QUEUE …: from words to records. */
final class QueueDecoders {

    private static final byte[] NOTHING = {};

    private QueueDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("PUT", "q item [TIMEOUT ms] [PRIORITY n] [DELAY ms]", "Puts an item; waits for room", w -> put(w)),
                row("GET", "q [COUNT n] [TIMEOUT ms] [LEASE ms]", "Gets an item; waits for one", w -> get(w)),
                row("DONE", "q id [result]", "Finishes an item that was got", w -> done(w)),
                row("FAIL", "q id [message]", "Fails an item that was got: again, or for good", w -> fail(w)),
                row("RELEASE", "q id [DELAY ms]", "Gives an item back, this attempt not counted", w -> release(w)),
                row(
                        "TOUCH",
                        "q id",
                        "Starts the lease of an item anew",
                        w -> new QueueCommand.Touch(w.queue(), w.id())),
                row("JOIN", "q [TIMEOUT ms]", "Waits until every item put has been finished", w -> join(w)),
                row("SIZE", "q", "How many items are ready", w -> new QueueCommand.Size(w.queue())),
                row("PEEK", "q [COUNT n]", "The first ready items, which stay", w -> peek(w)),
                row("PURGE", "q", "Drops what is ready or delayed", w -> new QueueCommand.Purge(w.queue())),
                row("STATS", "q", "How a queue stands", w -> new QueueCommand.Stats(w.queue())),
                row("LIST", "", "The names of the queues", w -> list()),
                row(
                        "CREATE",
                        "q [KIND fifo|lifo|priority] [MAXSIZE n] [LEASE ms] [ATTEMPTS n]",
                        "Makes a queue that stays, with these settings",
                        w -> create(w)),
                row("MOVE", "from to [COUNT n]", "Moves ready items to another queue", w -> move(w)),
                row("SHUTDOWN", "q [IMMEDIATE]", "Refuses puts, and gets once it is drained", w -> shutdown(w)),
                row("DELETE", "q", "Ends a queue and all that is in it", w -> new QueueCommand.Delete(w.queue())));
    }

    private static CommandSpec row(String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("QUEUE", subcommand, QUEUE, syntax, summary, decoder);
    }

    private static Command put(Words words) {
        String queue = words.queue();
        byte[] item = words.item();
        Long priority = null;
        long delay = 0;
        long timeout = Command.NO_TIMEOUT;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("PRIORITY")) {
                priority = words.priority();
            } else if (words.option("DELAY")) {
                delay = words.millis("DELAY");
            } else {
                throw words.unknownOption("TIMEOUT, PRIORITY or DELAY");
            }
        }
        return new QueueCommand.Put(queue, item, options(priority, delay), timeout);
    }

    static PutOptions options(Long priority, long delay) {
        return priority == null && delay == 0 ? PutOptions.NORMAL : new PutOptions(priority, delay);
    }

    private static Command get(Words words) {
        String queue = words.queue();
        int count = 0;
        long timeout = Command.NO_TIMEOUT;
        long lease = QueueCommand.QUEUES_LEASE;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("COUNT")) {
                count = words.count("COUNT", 1);
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else {
                throw words.unknownOption("COUNT, TIMEOUT or LEASE");
            }
        }
        return new QueueCommand.Get(queue, count, timeout, lease);
    }

    private static Command done(Words words) {
        return new QueueCommand.Done(words.queue(), words.id(), last(words));
    }

    private static Command fail(Words words) {
        return new QueueCommand.Fail(words.queue(), words.id(), last(words));
    }

    private static byte[] last(Words words) {
        byte[] last = words.hasMore() ? words.item() : NOTHING;
        if (words.hasMore()) {
            throw words.unknownOption("nothing more");
        }
        return last;
    }

    private static Command release(Words words) {
        String queue = words.queue();
        long id = words.id();
        long delay = words.option("DELAY") ? words.millis("DELAY") : 0;
        if (words.hasMore()) {
            throw words.unknownOption("DELAY");
        }
        return new QueueCommand.Release(queue, id, delay);
    }

    private static Command move(Words words) {
        String from = words.queue();
        String to = words.queue();
        int count = words.option("COUNT") ? words.count("COUNT", 1) : Integer.MAX_VALUE;
        if (words.hasMore()) {
            throw words.unknownOption("COUNT");
        }
        return new MoveCommand.Move(from, to, count);
    }

    private static Command shutdown(Words words) {
        String queue = words.queue();
        boolean immediate = words.option("IMMEDIATE");
        if (words.hasMore()) {
            throw words.unknownOption("IMMEDIATE");
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
            throw words.unknownOption("COUNT");
        }
        return new QueueCommand.Peek(queue, count);
    }

    private static Command list() {
        return new ConnectionCommand.Everywhere(new QueueCommand.ListNames(), ConnectionCommand.Everywhere.Merge.NAMES);
    }

    private static Command create(Words words) {
        String queue = words.queue();
        QueueConfig.Kind kind = null;
        Integer maxSize = null;
        Long lease = null;
        Integer attempts = null;
        while (words.hasMore()) {
            if (words.option("KIND")) {
                kind = kind(words.text());
            } else if (words.option("MAXSIZE")) {
                maxSize = words.count("MAXSIZE", 0);
            } else if (words.option("ATTEMPTS")) {
                attempts = words.count("ATTEMPTS", 0);
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else {
                throw words.unknownOption("KIND, MAXSIZE, LEASE or ATTEMPTS");
            }
        }
        return new QueueCommand.Create(queue, kind, maxSize, lease, attempts);
    }

    private static QueueConfig.Kind kind(String word) {
        for (QueueConfig.Kind kind : QueueConfig.Kind.values()) {
            if (kind.name().equals(word.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw Refusal.malformed("KIND: '" + word + "' is not fifo, lifo or priority");
    }
}
