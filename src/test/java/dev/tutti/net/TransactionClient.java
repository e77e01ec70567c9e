package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.platform.RecordedSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A client that sends transactions and other commands at random, and tells a {@link TransactionHistory} what it hears. */
final class TransactionClient {

    /** Each is the name of an event, a queue and a lock of one of three owners. */
    static final List<String> NAMES = List.of("kept", "a", "b");

    private static final int MOST_ASKED = 3;
    private static final int MOST_RUNS = 5;

    /** A command whose reply is to come, or an EXEC with its commands. */
    private record Asked(String line, boolean isQueued, int transaction, List<String> commands) {}

    private final TransactionHistory history;
    private final Random random;
    private final RecordedSocket socket = new RecordedSocket();
    private final Connection connection;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final ClientHoldings holdings;
    /** The commands since MULTI, or null. */
    private List<String> queued;

    private List<String> runs;
    private int transaction;
    private String heard = "";
    private boolean isEnding;

    TransactionClient(NetScene net, long id, TransactionHistory history, Random random) {
        this.holdings = new ClientHoldings(id, history);
        this.history = history;
        this.random = random;
        this.connection = net.open(id, socket, () -> {});
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    // ---- what it says

    void say() {
        if (isEnding || asked.size() >= MOST_ASKED && queued == null) {
            return;
        } else if (queued != null) {
            endTransaction();
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 45) {
            beginTransaction();
        } else if (dice < 55) {
            put();
        } else if (dice < 65) {
            ask("QUEUE GET " + name() + (random.nextBoolean() ? "" : " TIMEOUT 0"));
        } else if (dice < 72) {
            acquire();
        } else if (dice < 82) {
            holdings.release().ifPresent(this::ask);
        } else if (dice < 92) {
            holdings.settle(random.nextInt(3) == 0 ? "RELEASE" : "DONE").ifPresent(this::ask);
        } else if (asked.isEmpty()) {
            reset();
        }
    }

    private void ask(String line) {
        asked.add(new Asked(line, queued != null && !line.equals("MULTI"), 0, List.of()));
        socket.sends(line + "\r\n");
    }

    private void put() {
        ask(putLine(name()));
    }

    private String putLine(String queue) {
        String item = "item-" + history.next();
        history.putting(item);
        return "QUEUE PUT " + queue + " " + item + " TIMEOUT 0";
    }

    /** One who waits for a lock that it has would wait for ever. */
    private void acquire() {
        String lock = name();
        if (asked.isEmpty() && !holdings.hasLock(lock)) {
            ask("LOCK ACQUIRE " + lock);
        }
    }

    private void reset() {
        holdings.loseAll();
        ask("RESET");
    }

    // ---- transactions

    /** Sends MULTI and the commands. What follows comes later, if at all. */
    private void beginTransaction() {
        transaction = history.next();
        queued = new ArrayList<>();
        runs = new ArrayList<>();
        String last = null;
        for (int i = 1 + random.nextInt(MOST_RUNS); i > 0; i--) {
            String name = name();
            if (!name.equals(last)) {
                addRun(name);
            }
            last = name;
        }
        ask("MULTI");
        queued.forEach(this::ask);
    }

    /** The commands of one owner, whose first and last ones put a mark. */
    private void addRun(String name) {
        String queue = TransactionHistory.marksOf(name);
        String mark = "QUEUE PUT " + queue + " " + TransactionHistory.mark(transaction, runs.size());
        runs.add(queue);
        queued.add(mark);
        for (int i = random.nextInt(4); i > 0; i--) {
            queued.add(anyCommand(name));
        }
        queued.add(mark);
    }

    private String anyCommand(String name) {
        return switch (random.nextInt(9)) {
            case 0 -> "EVENT SET " + name;
            case 1 -> "EVENT CLEAR " + name;
            case 2, 3 -> "EVENT IS_SET " + name;
            case 4, 5 -> "QUEUE GET " + name;
            case 6 -> doneOf(name);
            case 7 -> putLine(name);
            default -> "LOCK ACQUIRE " + name;
        };
    }

    /** The DONE of an item of this queue, if the client has one that is not among the commands already. */
    private String doneOf(String queue) {
        return holdings.doneLines(queue).stream()
                .filter(line -> !queued.contains(line))
                .findFirst()
                .orElse("EVENT IS_SET " + queue);
    }

    private void endTransaction() {
        List<String> commands = queued;
        queued = null;
        if (random.nextInt(8) == 0) {
            ask("DISCARD");
            return;
        }
        holdings.ending(commands);
        history.executing(transaction, runs);
        asked.add(new Asked("EXEC", false, transaction, commands));
        socket.sends("EXEC\r\n");
    }

    // ---- what it hears

    void hear() {
        heard += socket.written();
        RespText text = new RespText(heard);
        Optional<Object> reply = text.nextIfWhole();
        while (reply.isPresent()) {
            hear(asked.remove(), reply.get());
            reply = text.nextIfWhole();
        }
        heard = text.rest();
    }

    private void hear(Asked command, Object reply) {
        if (command.line.equals("EXEC")) {
            history.executed(command.transaction);
            List<?> replies = (List<?>) reply;
            assertThat(replies).hasSameSizeAs(command.commands);
            checkEvents(command.commands, replies);
            for (int i = 0; i < replies.size(); i++) {
                hear(command.commands.get(i), replies.get(i));
            }
        } else if (command.isQueued) {
            assertThat(reply).as(command.line).isEqualTo("QUEUED");
        } else {
            hear(command.line, reply);
        }
    }

    private void hear(String line, Object reply) {
        String[] words = line.split(" ");
        if (line.startsWith("QUEUE PUT ")) {
            assertThat(reply).as(line).isInstanceOf(Long.class);
            history.put(words[3]);
        } else if (line.startsWith("QUEUE GET ")) {
            got(words[2], reply);
        } else if (line.startsWith("LOCK ACQUIRE ")) {
            acquired(words[2], reply);
        } else if (line.startsWith("EVENT IS_SET ")) {
            assertThat(reply).as(line).isIn(0L, 1L);
        } else {
            assertThat(reply).as(line).isEqualTo(line.equals("RESET") ? line : "OK");
        }
    }

    private void got(String queue, Object reply) {
        if (reply instanceof List<?> item) {
            holdings.got((String) item.get(1), queue, (Long) item.get(0));
        } else {
            assertThat(isNull(reply)).isTrue();
        }
    }

    private void acquired(String lock, Object reply) {
        if (reply instanceof Long token) {
            holdings.acquired(lock, token);
        } else if (!isNull(reply)) {
            assertThat((String) reply).startsWith("DEADLOCK ");
        }
    }

    private static boolean isNull(Object reply) {
        return reply == null || reply == RespText.NULL;
    }

    /** Nobody else's command comes between those of one run, so an event stays as it is. */
    private static void checkEvents(List<String> commands, List<?> replies) {
        Object known = null;
        for (int i = 0; i < commands.size(); i++) {
            String line = commands.get(i);
            if (line.contains(TransactionHistory.MARKS)) {
                known = null;
            } else if (line.startsWith("EVENT IS_SET ")) {
                assertThat(known == null || known.equals(replies.get(i)))
                        .as(commands + ": " + replies)
                        .isTrue();
                known = replies.get(i);
            } else if (line.startsWith("EVENT ")) {
                known = line.startsWith("EVENT SET ") ? 1L : 0L;
            }
        }
    }

    // ---- what a test asks

    /** The number of items that it has in the eyes of the owners. */
    int items() {
        int settling = 0;
        for (Asked command : asked) {
            settling += (int) command.commands.stream()
                    .filter(line -> line.startsWith("QUEUE DONE "))
                    .count();
            settling += !command.isQueued && command.line.matches("QUEUE (DONE|RELEASE) .*") ? 1 : 0;
        }
        return holdings.items() + settling;
    }

    /** Whether it has asked to release this lock, behind a command that waits. */
    boolean releases(String lock) {
        return asked.stream().anyMatch(command -> command.line.startsWith("LOCK RELEASE " + lock + " "));
    }

    /** The command that waits, or an empty text. */
    String waitsFor() {
        return asked.isEmpty() ? "" : asked.peek().line;
    }

    void acquireAll() {
        NAMES.forEach(name -> ask("LOCK ACQUIRE " + name));
    }

    void unblock(String replyTo) {
        connection.pipeline().unblock(false, replyTo, 0);
    }

    /** Ends its side of the stream, if it has not yet. Returns whether it has not. */
    boolean endOutput() {
        if (isEnding) {
            return false;
        }
        isEnding = true;
        socket.endsItsOutput();
        return true;
    }

    boolean isEnded() {
        return socket.ends() > 0;
    }

    void close() {
        hear();
        holdings.loseAll();
        socket.closes();
    }
}
