package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.journal.MapJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Items that are put, moved from owner to owner, got and finished at random, while the journal takes its time, until all
 * owners are killed: what was accepted is there once, and what was finished is not.
 */
class MoveRecoveryRandomTest {

    private static final int SERVERS = 40;
    private static final int STEPS = 400;
    private static final int OWNERS = 3;
    private static final int QUEUES = 7;
    /** Of each owner, so that most bodies are on the disk alone. */
    private static final long LITTLE_MEMORY = 50_000;

    private static final long AMPLE_MEMORY = 1 << 30;
    private static final String LONG = "-".repeat(80);
    private static final int LONGEST_DELAY = 5;
    private static final Pattern DELIVERY = Pattern.compile("\\[(\\d+), ([a-z]+-\\d+)-*, \\d+]");

    /** What may be found of an item, by what is in it. */
    private enum Fate {
        /** Its PUT is not answered. */
        MAY_BE,
        IS,
        IS_NOT
    }

    private final Map<String, Fate> fates = new TreeMap<>();
    private final Map<Long, String> asked = new HashMap<>();
    /** The items that somebody has got, by what is in them: queue and id. */
    private final Map<String, String> got = new HashMap<>();

    private Random random;
    private SeveralOwners owners;
    /** How often the journal writes, of a hundred steps. */
    private int writes;

    private long connections;
    private int made;
    private int reads;
    /** The largest id that was told. */
    private int ids = 1;

    /** Behind each item. */
    private String padding = "";

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void whatWasAcceptedIsThereOnceAndWhatWasFinishedIsNot(long seed) {
        run(seed, AMPLE_MEMORY);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void theSameWithBodiesThatAreOnTheDiskAlone(long seed) {
        padding = LONG;
        run(seed, LITTLE_MEMORY);
        assertThat(reads).isPositive();
    }

    private void run(long seed, long memory) {
        random = Seeds.random(seed);
        owners = new SeveralOwners(OWNERS, new MapJournal(), memory);
        for (int queue = 0; queue < QUEUES; queue += 2) {
            owners.say(1, "QUEUE CREATE q" + queue + " KIND priority");
        }
        owners.settle();
        owners.told();
        for (int server = 0; server < SERVERS; server++) {
            owners.journal.holdBack();
            writes = 1 + random.nextInt(30);
            for (int step = 0; step < STEPS; step++) {
                act();
                owners.told().forEach(this::hear);
            }
            reads += owners.journal.reads();
            MapJournal journal = owners.journal.afterKill();
            owners = new SeveralOwners(OWNERS, journal.afterKill(), AMPLE_MEMORY);
            compare("seed " + seed + ", server " + server);
            owners = new SeveralOwners(OWNERS, journal, memory);
        }
    }

    // ---- what is asked

    private void act() {
        int dice = random.nextInt(100);
        if (dice < writes) {
            owners.write();
        } else if (dice < 70) {
            owners.deliver();
        } else if (dice < 72) {
            owners.pass();
        } else {
            say();
        }
    }

    private void say() {
        int dice = random.nextInt(10);
        if (dice < 3) {
            String item = "item-" + made++;
            fates.put(item, Fate.MAY_BE);
            say("QUEUE PUT " + queue() + " " + item + padding + delay(3), item);
        } else if (dice == 3) {
            String item = "task-" + made++;
            fates.put(item, Fate.MAY_BE);
            say("SUBMIT " + queue() + " " + item + padding, item);
        } else if (dice < 6) {
            move();
        } else if (dice < 8) {
            String queue = queue();
            say("QUEUE GET " + queue + " TIMEOUT 0", queue);
        } else if (!got.isEmpty()) {
            String item = List.copyOf(got.keySet()).get(random.nextInt(got.size()));
            finish(item, got.remove(item));
        }
    }

    private void move() {
        int id = 1 + random.nextInt(ids);
        int dice = random.nextInt(6);
        if (dice < 2) {
            String count = dice == 0 ? "" : " COUNT " + (1 + random.nextInt(3));
            say("QUEUE MOVE " + queue() + " " + queue() + count, "");
        } else if (dice < 5) {
            say("QUEUE MOVE " + queue() + (random.nextInt(4) == 0 ? ".dead " : " ") + queue() + " ID " + id, "");
        } else {
            say("QUEUE RESCHEDULE " + queue() + " " + id + " DELAY " + random.nextInt(LONGEST_DELAY), "");
        }
    }

    /** A delay for one item out of so many. */
    private String delay(int one) {
        return random.nextInt(one) == 0 ? " DELAY " + random.nextInt(LONGEST_DELAY) : "";
    }

    private String queue() {
        return "q" + random.nextInt(QUEUES);
    }

    private void finish(String item, String where) {
        int dice = random.nextInt(4);
        if (dice == 0) {
            say("QUEUE RELEASE " + where + delay(2), "");
        } else if (dice == 1 && item.startsWith("item")) {
            say("QUEUE FAIL " + where + " oops", ""); // and it is a dead letter
        } else {
            fates.put(item, Fate.MAY_BE);
            say((dice == 1 ? "QUEUE FAIL " : "QUEUE DONE ") + where, item);
        }
    }

    private void say(String line, String about) {
        asked.put(++connections, line.split(" ")[line.startsWith("SUBMIT") ? 0 : 1] + " " + about);
        owners.say(connections, line);
    }

    // ---- what is heard

    private void hear(String told) {
        String[] words = told.split(": ", 2);
        String[] question = asked.remove(Long.parseLong(words[0])).split(" ", 2);
        Matcher delivery = DELIVERY.matcher(words[1]);
        if (question[0].equals("GET") && delivery.matches()) {
            assertThat(fates.get(delivery.group(2))).as(told).isNotEqualTo(Fate.IS_NOT);
            got.put(delivery.group(2), question[1] + " " + delivery.group(1));
        } else if (question[0].equals("PUT") || question[0].equals("SUBMIT")) {
            if (words[1].startsWith("FULL")) {
                fates.put(question[1], Fate.IS_NOT);
                return;
            }
            assertThat(words[1]).matches("\\d+");
            ids = Math.max(ids, Integer.parseInt(words[1]));
            // It may have been got, and be about to be finished, by somebody who heard of it first.
            fates.replace(question[1], Fate.MAY_BE, Fate.IS);
        } else if (!question[1].isEmpty() && question[0].matches("DONE|FAIL")) {
            assertThat(words[1]).matches("OK|FULL .*");
            fates.put(question[1], words[1].equals("OK") ? Fate.IS_NOT : Fate.IS);
        }
    }

    // ---- what is left

    private void compare(String what) {
        for (int i = 0; i < LONGEST_DELAY; i++) {
            owners.pass();
        }
        List<String> ready = owners.ready();
        Set<String> found = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (String place : ready) {
            String item = place.split(" ")[1].replace(padding, "");
            if (!found.add(item)) {
                wrong.add(item + " is there twice");
            }
        }
        fates.forEach((item, fate) -> {
            if (fate == Fate.IS && !found.contains(item)) {
                wrong.add(item + " is lost");
            } else if (fate == Fate.IS_NOT && found.contains(item)) {
                wrong.add(item + " is back");
            }
        });
        assertThat(wrong).as(what + ": " + ready).isEmpty();
        fates.keySet().retainAll(found);
        fates.replaceAll((item, fate) -> Fate.IS);
        asked.clear();
        got.clear();
    }
}
