package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.SettingsCommand;
import dev.tutti.command.SettingsCommand.Alter;
import dev.tutti.command.SettingsCommand.Create;
import dev.tutti.command.SettingsCommand.Pause;
import dev.tutti.command.SettingsCommand.Resume;
import dev.tutti.command.SettingsCommand.Show;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Creates, alters, pauses and resumes queues, and shows their settings and counts. */
final class SettingsService implements SettingsCommand.Handler<Coroutine<Holder>> {

    /** The milliseconds of a pause that ends by RESUME alone, as SETTINGS shows it. */
    private static final long WITHOUT_END = -1;

    private final Queues queues;
    private final Admission admission;
    private final WriteGuard guard;

    SettingsService(Queues queues, Admission admission, WriteGuard guard) {
        this.queues = queues;
        this.admission = admission;
        this.guard = guard;
    }

    @Override
    public void create(Create command, Coroutine<Holder> caller) {
        QueueConfig settings = resolve(command);
        guard.checkRoom();
        admission.checkRoomFor(command.queue());
        queues.create(command.queue(), settings);
        caller.reply(Reply.OK);
    }

    /**
     * The settings of the queue after this CREATE. Options that were not given keep their value.
     *
     * @throws Refusal ERR if the queue exists or is configured, and an option given here differs, or if the settings do
     *     not fit together
     */
    private QueueConfig resolve(Create command) {
        QueueConfig inForce = queues.settings(command.queue());
        QueueConfig wanted = check(inForce.with(command.settings()));
        if (queues.hasSettings(command.queue()) && !wanted.equals(inForce)) {
            throw Refusal.malformed("queue " + command.queue() + " exists with " + inForce + ", not " + wanted);
        }
        return wanted;
    }

    /** The settings if they fit together. */
    private static QueueConfig check(QueueConfig settings) {
        if (settings.problem() != null) {
            throw Refusal.malformed(settings.problem());
        }
        return settings;
    }

    @Override
    public void alter(Alter command, Coroutine<Holder> caller) {
        String name = command.queue();
        QueueConfig settings = check(queues.settings(name).with(command.settings()));
        guard.checkRoom();
        admission.checkRoomFor(name);
        queues.alter(name, settings);
        caller.reply(Reply.OK);
    }

    @Override
    public void pause(Pause command, Coroutine<Holder> caller) {
        guard.checkWritable();
        admission.checkRoomFor(command.queue());
        queues.named(command.queue()).control().pause(command.millis());
        caller.reply(Reply.OK);
    }

    @Override
    public void resume(Resume command, Coroutine<Holder> caller) {
        guard.checkWritable();
        WorkQueue queue = queues.existing(command.queue());
        if (queue != null && queue.isPaused()) {
            queue.control().resume();
        }
        caller.reply(Reply.OK);
    }

    @Override
    public void show(Show command, Coroutine<Holder> caller) {
        QueueConfig inForce = queues.settings(command.queue());
        List<Reply> pairs = new ArrayList<>();
        for (QueueSetting setting : QueueSetting.values()) {
            pairs.add(Reply.text(setting.name().toLowerCase(Locale.ROOT)));
            pairs.add(value(inForce, setting));
        }
        add(pairs, "paused", pauseLeft(queues.existing(command.queue())));
        caller.reply(new Reply.Pairs(pairs));
    }

    private static Reply value(QueueConfig settings, QueueSetting setting) {
        return switch (setting.unit()) {
            case KIND, FLAG -> Reply.text(settings.word(setting));
            case COUNT, MILLIS, RATE -> Reply.integer(settings.value(setting));
        };
    }

    /** @param queue null if it does not exist */
    private static long pauseLeft(WorkQueue queue) {
        if (queue == null || !queue.isPaused()) {
            return 0;
        }
        return queue.pauseLeft() == 0 ? WITHOUT_END : queue.pauseLeft();
    }

    static Reply stats(QueueStats stats, long oldest) {
        List<Reply> pairs = new ArrayList<>();
        pairs.add(Reply.text("kind"));
        pairs.add(Reply.text(stats.config().kind().word()));
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
        add(pairs, "expired", stats.expired());
        add(pairs, "paused", stats.paused() ? 1 : 0);
        add(pairs, "concurrency", stats.config().concurrency());
        add(pairs, "rate", stats.config().rate());
        add(pairs, "per", stats.config().ratePerMillis());
        add(pairs, "cancelled", stats.cancelled());
        add(pairs, "results", stats.results());
        add(pairs, "bytes", stats.bytes());
        add(pairs, "oldest", oldest);
        add(pairs, "waited", stats.waited());
        return new Reply.Pairs(pairs);
    }

    private static void add(List<Reply> pairs, String key, long value) {
        pairs.add(Reply.text(key));
        pairs.add(Reply.integer(value));
    }
}
