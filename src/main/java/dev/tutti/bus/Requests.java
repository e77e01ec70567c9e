package dev.tutti.bus;

import dev.tutti.command.Command;
import java.util.Arrays;

/**
 * One message to an owner: the commands that many coroutines of one sender gave during one turn of its event loop, in
 * order. Filled by its sender, and never changed once it has been sent.
 */
public final class Requests {

    private final String replyTo;
    private long[] coroutines = new long[16];
    private Command[] commands = new Command[16];
    private int size;

    /** @param replyTo the address of the {@link Replies} */
    public Requests(String replyTo) {
        this.replyTo = replyTo;
    }

    void add(long coroutine, Command command) {
        if (size == commands.length) {
            coroutines = Arrays.copyOf(coroutines, size * 2);
            commands = Arrays.copyOf(commands, size * 2);
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

    /** Whose command it is: a connection or consumer if positive, a task of one command if negative. */
    public long coroutine(int index) {
        return coroutines[index];
    }

    public Command command(int index) {
        return commands[index];
    }
}
