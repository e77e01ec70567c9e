package dev.tutti.ops;

import dev.tutti.log.ShownName;
import java.util.concurrent.TimeUnit;

/** A command that took an event loop long. Safe to read from any thread. */
public final class SlowCommand {

    private final String command;
    private final long nanos;
    private final int commands;
    private final long caller;
    private final String name;
    /** The client's address, as soon as its connection has told it. */
    private volatile String address = "";

    /**
     * @param command its name and the thing that it is about, as a text that may stand in a line
     * @param nanos the time of the event loop
     * @param commands the number of commands that took this time one after another, of which this is the last
     * @param caller the id of the connection or consumer, or that of a task, which is negative
     * @param name of the client, or an empty text
     */
    public SlowCommand(String command, long nanos, int commands, long caller, String name) {
        this.command = command;
        this.nanos = nanos;
        this.commands = commands;
        this.caller = caller;
        this.name = name;
    }

    /** The connection tells where its client is. */
    public void address(String client) {
        address = client;
    }

    long nanos() {
        return nanos;
    }

    /** As in the line of the log. */
    @Override
    public String toString() {
        String all = commands == 1 ? command : commands + " commands, the last of which is " + command;
        String shown = name.isEmpty() ? "" : " (name " + ShownName.of(name) + ")";
        return all + " of " + (caller < 0 ? "task " : "connection ") + caller + shown;
    }

    /** As in INFO. */
    String fields() {
        return "us=" + TimeUnit.NANOSECONDS.toMicros(nanos) + ",commands=" + commands + ",id=" + caller + ",addr="
                + address + ",name=" + ShownName.of(name) + ",command=" + command;
    }

    String command() {
        return command;
    }

    long caller() {
        return caller;
    }
}
