package dev.tutti.bus;

import dev.tutti.command.Command;
import java.util.Arrays;

/**
 * One message to an owner: the commands that many coroutines of one sender gave during one turn of its event loop, in
 * order. Filled by its sender, and never changed once it has been sent.
 */
public final class Requests {

    /** The least room once there are more commands than expected. */
    private static final int MORE = 16;

    private final String replyTo;
    private long[] coroutines;
    private Command[] commands;
    private int size;

    /**
     * @param replyTo the address of the {@link Replies}
     * @param expected the number of commands to make room for at first
     */
    Requests(String replyTo, int expected) {
        this.replyTo = replyTo;
        coroutines = new long[expected];
        commands = new Command[expected];
    }

    void add(long coroutine, Command command) {
        if (size == commands.length) {
            int room = Math.max(MORE, size * 2);
            coroutines = Arrays.copyOf(coroutines, room);
            commands = Arrays.copyOf(commands, room);
        }
        coroutines[size] = coroutine;
        commands[size] = command;
        size++;
    }

    public String replyTo() {
        return replyTo;
    }

    public int size() {
        return size;
    }

    /** The coroutine that gives the command. A connection's or consumer's id is positive, that of a task negative. */
    public long coroutine(int index) {
        return coroutines[index];
    }

    public Command command(int index) {
        return commands[index];
    }
}
