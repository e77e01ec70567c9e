package dev.tutti.kill;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import java.util.List;
import java.util.Random;

/** One client's connection, and the histories in which it records its requests and their replies. */
final class Caller {

    private static final int LONG_DELAY = 36_000_000;
    private static final int SHORT_DELAY = 100;

    final Histories histories;
    final String name;
    final Random random;
    private final RespClient client;
    private final StopTrigger trigger;

    /** @param trigger counts every reply */
    Caller(Histories histories, String name, Random random, RespClient client, StopTrigger trigger) {
        this.histories = histories;
        this.name = name;
        this.random = random;
        this.client = client;
        this.trigger = trigger;
    }

    QueueHistory history() {
        return histories.history();
    }

    int dice(int sides) {
        return random.nextInt(sides);
    }

    /** A delay in milliseconds that is over soon, or goes on until the end of the test. */
    long delay() {
        return dice(4) == 0 ? LONG_DELAY : 1 + dice(SHORT_DELAY);
    }

    <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    // ---- there and back

    void tell(String command) {
        client.tell(command);
    }

    Object read() {
        Object reply = client.read();
        trigger.replied();
        return reply;
    }

    Object ask(String command) {
        tell(command);
        return read();
    }

    /** Asks, and returns the reply as text. */
    String say(String command) {
        return text(ask(command));
    }

    /** Asks for a transaction of these commands, and returns the replies to them. */
    List<?> transaction(String... commands) {
        tell("MULTI");
        for (String command : commands) {
            tell(command);
        }
        tell("EXEC");
        for (int i = 0; i <= commands.length; i++) {
            String queued = text(read());
            if (!queued.equals(i == 0 ? "OK" : "QUEUED")) {
                unexpected(i == 0 ? "MULTI" : commands[i - 1], queued);
            }
        }
        return (List<?>) read();
    }

    static String text(Object reply) {
        return reply instanceof Failure failure ? failure.text() : reply instanceof Null ? "null" : reply.toString();
    }

    /** Whether the server refused a request because its memory is used up. */
    static boolean isFull(String reply) {
        return reply.startsWith("FULL ");
    }

    void unexpected(String command, String reply) {
        history().violation(command + " was answered with " + reply);
    }

    /** Whether the server is being ended. */
    boolean isEnding() {
        return trigger.hasFired();
    }

    void close() {
        client.close();
    }
}
