package dev.tutti.producer;

import dev.tutti.command.QueueCommand.Create;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the settings of a CREATE with those in force, and lists the settings and counts for STATS. */
final class QueueSettings {

    private QueueSettings() {}

    /**
     * The settings of the queue after this CREATE. Options that were not given keep their value.
     *
     * @throws Refusal ERR if the queue exists or is configured, and an option given here differs, or if DETACHED has no
     *     LEASE
     */
    static QueueConfig resolve(Create command, Queues queues) {
        QueueConfig inForce = queues.settings(command.queue());
        QueueConfig wanted = new QueueConfig(
                orElse(command.kind(), inForce.kind()),
                orElse(command.maxSize(), inForce.maxSize()),
                orElse(command.lease(), inForce.leaseMillis()),
                orElse(command.attempts(), inForce.attempts()),
                orElse(command.detached(), inForce.detached()));
        if (wanted.detached() && wanted.leaseMillis() == 0) {
            throw Refusal.malformed("DETACHED yes needs a LEASE above 0");
        }
        if (queues.isSettled(command.queue()) && !wanted.equals(inForce)) {
            throw Refusal.malformed(
                    "queue " + command.queue() + " exists with " + describe(inForce) + ", not " + describe(wanted));
        }
        return wanted;
    }

    private static <T> T orElse(T named, T inForce) {
        return named != null ? named : inForce;
    }

    private static String describe(QueueConfig settings) {
        return "KIND " + kind(settings) + " MAXSIZE " + settings.maxSize() + " LEASE " + settings.leaseMillis()
                + " ATTEMPTS " + settings.attempts() + (settings.detached() ? " DETACHED yes" : "");
    }

    private static String kind(QueueConfig settings) {
        return settings.kind().name().toLowerCase(Locale.ROOT);
    }

    static Reply stats(QueueStats stats) {
        List<Reply> pairs = new ArrayList<>();
        pairs.add(Reply.text("kind"));
        pairs.add(Reply.text(kind(stats.config())));
        add(pairs, "maxsize", stats.config().maxSize());
        add(pairs, "size", stats.size());
        add(pairs, "delayed", stats.delayed());
        add(pairs, "inflight", stats.inFlight());
        add(pairs, "unfinished", stats.unfinished());
        add(pairs, "getters", stats.getters());
        add(pairs, "putters", stats.putters());
        add(pairs, "put", stats.put());
        add(pairs, "done", stats.done());
        add(pairs, "failed", stats.failed());
        add(pairs, "retried", stats.retried());
        add(pairs, "dead", stats.dead());
        return new Reply.Pairs(pairs);
    }

    private static void add(List<Reply> pairs, String key, long value) {
        pairs.add(Reply.text(key));
        pairs.add(Reply.integer(value));
    }
}
