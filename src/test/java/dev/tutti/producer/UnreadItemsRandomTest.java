package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.journal.MapJournal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two owners are asked the same: one has little memory and a journal that reads when it likes, the other has all in memory.
 * Every connection gets the same replies in the same order.
 */
class UnreadItemsRandomTest {

    private static final int STEPS = 8_000;
    private static final int SEASON = 1_000;
    private static final int CONNECTIONS = 5;
    private static final Pattern DELIVERY = Pattern.compile("\\[(\\d+), (?:item-\\d+|x)[-]*, \\d+]");
    private static final String LONG = "-".repeat(60);

    private final MapJournal journal = new MapJournal();
    private final OneOwner tight = new OneOwner(600_000, journal);
    private final OneOwner roomy = new OneOwner(1 << 30, new MapJournal());
    /** The commands of each connection to which the owner with little memory has not replied, and the replies to them. */
    private final Map<Long, List<String>> asked = new HashMap<>();

    private final Map<Long, ArrayDeque<String>> expected = new HashMap<>();
    /** The items that a connection has, as the owner with all in memory says. */
    private final Map<Long, List<String>> held = new HashMap<>();

    private Random random;
    private int put;

    @ParameterizedTest
    @ValueSource(strings = {"fifo 1", "fifo 2", "lifo 1", "lifo 2", "priority 1", "priority 2"})
    void nobodySeesADifference(String kindAndSeed) {
        String kind = kindAndSeed.split(" ")[0];
        random = Seeds.random(Long.parseLong(kindAndSeed.split(" ")[1]));
        ask(1, "QUEUE CREATE q KIND " + kind);
        journal.holdReads();
        int reads = 0;
        for (int step = 0; step < STEPS; step++) {
            long connection = 1 + random.nextInt(CONNECTIONS);
            while (waits(connection)) { // else a command may run before others that came earlier, by other connections
                endRead();
                reads++;
            }
            boolean grows = step / SEASON % 2 == 0;
            if (random.nextInt(100) < (grows ? 85 : 30)) {
                ask(connection, put(kind));
            } else if (random.nextInt(5) == 0) {
                transaction(connection, takes(connection), takes(connection), takes(connection));
            } else {
                ask(connection, takes(connection));
            }
            if (journal.pendingReads() > 0 && random.nextInt(3) == 0) {
                reads++;
                endRead();
            }
        }
        while (journal.pendingReads() > 0) {
            endRead();
        }
        assertThat(reads).isPositive();
        ask(1, "QUEUE PURGE q", "QUEUE STATS q");
        assertThat(expected.values()).allMatch(ArrayDeque::isEmpty);
    }

    private boolean waits(long connection) {
        return expected.containsKey(connection) && !expected.get(connection).isEmpty();
    }

    private String put(String kind) {
        put++;
        String priority = kind.equals("priority") && random.nextBoolean() ? " PRIORITY " + random.nextInt(3) : "";
        return "QUEUE PUT q item-" + put + LONG + priority;
    }

    private String takes(long connection) {
        List<String> items = held.computeIfAbsent(connection, none -> new ArrayList<>());
        return switch (random.nextInt(items.size() > 50 ? 20 : 10)) {
            case 0 -> "QUEUE GET q COUNT " + (1 + random.nextInt(100 / (1 + items.size() / 10))) + " TIMEOUT 0";
            case 1 -> "QUEUE PEEK q COUNT " + (1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 20));
            case 2 -> "CANCEL q " + (1 + random.nextInt(put + 1));
            case 3 -> "QUEUE SIZE q";
            case 4 -> "QUEUE MOVE q q COUNT " + (1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 3));
            case 5, 6 -> "QUEUE GET q TIMEOUT 0";
            case 7 -> items.isEmpty() ? "QUEUE SIZE q" : "QUEUE RELEASE q " + take(items);
            default -> items.isEmpty() ? "QUEUE GET q TIMEOUT 0" : "QUEUE DONE q " + take(items);
        };
    }

    private String take(List<String> items) {
        return items.remove(random.nextInt(items.size()));
    }

    private void ask(long connection, String... lines) {
        asked.computeIfAbsent(connection, none -> new ArrayList<>()).addAll(List.of(lines));
        expect(roomy.ask(connection, lines));
        compare(tight.ask(connection, lines));
    }

    private void transaction(long connection, String... lines) {
        asked.computeIfAbsent(connection, none -> new ArrayList<>()).addAll(List.of(lines));
        expect(roomy.transaction(connection, lines));
        compare(tight.transaction(connection, lines));
    }

    private void endRead() {
        journal.readNext();
        compare(tight.replies());
    }

    private static long connection(String reply) {
        return Long.parseLong(reply.substring(0, reply.indexOf(':')));
    }

    private void expect(List<String> replies) {
        replies.forEach(reply -> expected.computeIfAbsent(connection(reply), none -> new ArrayDeque<>())
                .add(reply));
        remember(replies);
    }

    private void compare(List<String> replies) {
        for (String reply : replies) {
            String command = asked.get(connection(reply)).remove(0);
            assertThat(reply)
                    .as(command)
                    .isEqualTo(expected.get(connection(reply)).remove());
        }
    }

    private void remember(List<String> replies) {
        for (String reply : replies) {
            Matcher delivery = DELIVERY.matcher(reply);
            long connection = Long.parseLong(reply.substring(0, reply.indexOf(':')));
            while (delivery.find()) {
                held.computeIfAbsent(connection, none -> new ArrayList<>()).add(delivery.group(1));
            }
        }
    }
}
