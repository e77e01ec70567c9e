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

    private static final int STEPS = 6_000;
    private static final int SEASON = 1_000;
    private static final int CONNECTIONS = 5;
    private static final Pattern DELIVERY = Pattern.compile("\\[(\\d+), (?:item-\\d+|x)[-]*, \\d+]");
    private static final Pattern SINCE = Pattern.compile("since, (\\d+|Null)");
    private static final String LONG = "-".repeat(60);

    private final MapJournal journal = new MapJournal();
    private final OneOwner tight = new OneOwner(750_000, journal);
    private final OneOwner roomy = new OneOwner(1 << 30, new MapJournal());
    /** The commands of each connection to which the owner with little memory has not replied, and the replies to them. */
    private final Map<Long, List<String>> asked = new HashMap<>();

    private final Map<Long, ArrayDeque<String>> expected = new HashMap<>();
    /** The items that a connection has, as the owner with all in memory says. */
    private final Map<Long, List<String>> held = new HashMap<>();

    private Random random;
    private String kind;
    private int put;
    private int reads;

    @ParameterizedTest
    @ValueSource(strings = {"fifo 1", "fifo 2", "lifo 1", "lifo 2", "priority 1", "priority 2", "fair 1", "fair 2"})
    void nobodySeesADifference(String kindAndSeed) {
        kind = kindAndSeed.split(" ")[0];
        random = Seeds.random(Long.parseLong(kindAndSeed.split(" ")[1]));
        ask(1, "QUEUE CREATE q KIND " + kind, "QUEUE CREATE r KIND " + kind);
        journal.holdReads();
        for (int step = 0; step < STEPS; step++) {
            long connection = 1 + random.nextInt(CONNECTIONS);
            while (waits(connection)) { // else a command may run before others that came earlier, by other connections
                endRead();
            }
            act(connection, step / SEASON % 2 == 0);
            if (journal.pendingReads() > 0 && random.nextInt(3) == 0) {
                endRead();
            }
            if (random.nextInt(50) == 0) {
                pass();
            }
        }
        endReads();
        assertThat(reads).isPositive();
        ask(1, "QUEUE PURGE q", "QUEUE PURGE r", "QUEUE STATS q", "QUEUE STATS r");
        assertThat(expected.values()).allMatch(ArrayDeque::isEmpty);
        nothingIsLeft();
    }

    private void act(long connection, boolean grows) {
        int dice = random.nextInt(100);
        if (dice < (grows ? 85 : 30)) {
            ask(connection, put());
        } else if (dice < (grows ? 88 : 44)) {
            transaction(connection, takes(connection), takes(connection), takes(connection));
        } else if (dice < (grows ? 97 : 88)) {
            ask(connection, takes(connection));
        } else {
            endReads(); // another queue may not wait, and a look lets others overtake it
            ask(connection, looksOrMoves());
            endReads();
        }
    }

    private void nothingIsLeft() {
        for (long connection = 1; connection <= CONNECTIONS; connection++) {
            expect(roomy.close(connection));
            compare(tight.close(connection));
        }
        ask(CONNECTIONS + 1, "QUEUE DELETE q", "QUEUE DELETE r", "QUEUE DELETE q.dead", "QUEUE DELETE r.dead");
        assertThat(tight.memory.used()).isZero();
        assertThat(journal.read((key, value) -> {})).isZero();
    }

    private void endReads() {
        while (journal.pendingReads() > 0) {
            endRead();
        }
    }

    /** A few milliseconds later, when nobody waits for a body. */
    private void pass() {
        endReads();
        int millis = 1 + random.nextInt(4);
        expect(roomy.after(millis));
        compare(tight.after(millis));
    }

    private boolean waits(long connection) {
        return expected.containsKey(connection) && !expected.get(connection).isEmpty();
    }

    private String put() {
        put++;
        String place = random.nextBoolean()
                ? ""
                : switch (kind) {
                    case "priority" -> " PRIORITY " + random.nextInt(3);
                    case "fair" -> " GROUP g" + random.nextInt(3);
                    default -> "";
                };
        return "QUEUE PUT q item-" + put + LONG + place;
    }

    private String takes(long connection) {
        List<String> items = held.computeIfAbsent(connection, none -> new ArrayList<>());
        return switch (random.nextInt(items.size() > 50 ? 23 : 13)) {
            case 0 -> "QUEUE GET q COUNT " + (1 + random.nextInt(100 / (1 + items.size() / 10))) + " TIMEOUT 0";
            case 1 -> "QUEUE PEEK q COUNT " + (1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 20));
            case 2 -> "CANCEL q " + any();
            case 3 -> "QUEUE SIZE q";
            case 4 -> "QUEUE MOVE q q COUNT " + (1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 3));
            case 5, 6 -> "QUEUE GET q TIMEOUT 0";
            case 7 -> items.isEmpty() ? "QUEUE SIZE q" : "QUEUE RELEASE q " + take(items);
            case 8 -> "QUEUE MOVE q q ID " + any();
            case 9 -> "QUEUE RESCHEDULE q " + any() + (random.nextInt(3) == 0 ? " DELAY 0" : delayOrPriority());
            case 10 -> items.isEmpty() ? "QUEUE SIZE q" : "QUEUE FAIL q " + take(items) + failure();
            default -> items.isEmpty() ? "QUEUE GET q TIMEOUT 0" : "QUEUE DONE q " + take(items);
        };
    }

    private int any() {
        return 1 + random.nextInt(put + 1);
    }

    private String delayOrPriority() {
        if (!kind.equals("priority")) {
            return " DELAY " + random.nextInt(30);
        }
        String priority = " PRIORITY " + (random.nextInt(4) - 1);
        return random.nextBoolean() ? priority : priority + " DELAY " + random.nextInt(30);
    }

    private String failure() {
        return " oops" + put + (random.nextBoolean() ? " RETRY yes" : " DELAY " + random.nextInt(30));
    }

    /** Not in a transaction, where nothing is shown that is on the disk alone. */
    private String looksOrMoves() {
        String name = random.nextBoolean() ? "q" : "r";
        return switch (random.nextInt(8)) {
            case 0, 1 -> "QUEUE INSPECT " + name + " " + any();
            case 2, 3 -> "QUEUE ITEMS " + name + " COUNT 20 AFTER " + any();
            case 4 -> "QUEUE MOVE q r COUNT " + random.nextInt(1, 300);
            case 5 -> "QUEUE MOVE r q COUNT " + random.nextInt(1, 300);
            case 6 -> "QUEUE MOVE q r ID " + any();
            default -> "QUEUE MOVE r q ID " + any();
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
        reads++;
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
            assertThat(withoutSince(reply))
                    .as(command)
                    .isEqualTo(withoutSince(expected.get(connection(reply)).remove()));
        }
    }

    /** The time at which a rescheduled item became ready is known as long as it is in memory. */
    private static String withoutSince(String reply) {
        return SINCE.matcher(reply).replaceAll("since");
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
