package dev.tutti.ops;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The counters of one server that only its metrics show. There are none unless metrics are configured. Each belongs to
 * one thread, which counts without waiting for others. Any thread may read.
 */
public final class Meters {

    private final List<CommandMeter> commands = new CopyOnWriteArrayList<>();
    private final ConsumerMeters consumers = new ConsumerMeters();
    private final CommitMeter commits = new CommitMeter();

    /** A meter for the commands of one net server, which come under these names. */
    public CommandMeter ofCommands(List<String> names) {
        CommandMeter meter = new CommandMeter(names);
        commands.add(meter);
        return meter;
    }

    /** The meters of all net servers, which have the same names. */
    public List<CommandMeter> commands() {
        return commands;
    }

    /**
     * A meter for one instance of a consumer.
     *
     * @param task in one word
     * @param slots the most items that it works on at a time
     */
    public ConsumerMeter ofConsumer(String queue, String task, int slots) {
        return consumers.add(new ConsumerMeter(queue, task, slots));
    }

    public ConsumerMeters consumers() {
        return consumers;
    }

    public CommitMeter commits() {
        return commits;
    }
}
