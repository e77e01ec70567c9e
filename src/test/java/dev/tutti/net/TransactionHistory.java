package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients that send transactions know of them, of locks and of items. Each run of commands for one owner puts two
 * marks into a queue from which nobody takes them.
 */
final class TransactionHistory {

    /** The names of queues that have the marks of runs begin like this. */
    static final String MARKS = "marks-";

    private static final int OWNERS = 3;

    /** The transactions whose EXEC was sent, each with the queues of the marks of its runs. */
    private final Map<Integer, List<String>> executed = new HashMap<>();

    private final Set<Integer> answered = new HashSet<>();
    /** Lock to client. */
    private final Map<String, Long> locks = new HashMap<>();
    /** Item to client. */
    private final Map<String, Long> items = new HashMap<>();
    /** Items whose PUT was answered, and not their DONE. */
    private final Set<String> there = new HashSet<>();
    /** Items whose PUT or DONE was sent, and not answered. */
    private final Set<String> unsure = new HashSet<>();
    /** Items that some client has got, perhaps before the client that put them heard of it. */
    private final Set<String> delivered = new HashSet<>();

    private int made;

    int next() {
        return ++made;
    }

    // ---- transactions

    /** @param runs the queues of the marks of its runs, in order */
    void executing(int transaction, List<String> runs) {
        executed.put(transaction, runs);
    }

    void executed(int transaction) {
        answered.add(transaction);
    }

    /** The number of transactions that were answered. */
    int executed() {
        return answered.size();
    }

    /** The queue that has the marks of runs whose commands have this name. It has the same owner. */
    static String marksOf(String name) {
        String marks = MARKS + name;
        while (Names.owner(marks, OWNERS) != Names.owner(name, OWNERS)) {
            marks += "-";
        }
        return marks;
    }

    static String mark(int transaction, int run) {
        return transaction + "." + run;
    }

    // ---- locks and items

    void acquired(String lock, long client) {
        assertThat(locks.putIfAbsent(lock, client)).as(lock + " is free").isNull();
    }

    /** To be called before a RELEASE is sent, or when the client closes. */
    void releasing(String lock, long client) {
        locks.remove(lock, client);
    }

    boolean isHeld(String lock) {
        return locks.containsKey(lock);
    }

    void putting(String item) {
        unsure.add(item);
    }

    void put(String item) {
        if (!delivered.contains(item) && unsure.remove(item)) {
            there.add(item);
        }
    }

    void got(String item, long client) {
        assertThat(items.putIfAbsent(item, client)).as(item + " is free").isNull();
        delivered.add(item);
        if (unsure.remove(item)) {
            there.add(item); // it was put, though its client has not heard so
        }
    }

    /** To be called before a RELEASE is sent, or when the client closes. */
    void losing(String item) {
        items.remove(item);
    }

    /** To be called before a DONE is sent. */
    void ending(String item) {
        losing(item);
        there.remove(item);
        unsure.add(item);
    }

    // ---- the end

    /** @param ready the items in all queues, such as {@code q item} */
    void check(List<String> ready) {
        Map<String, Integer> marks = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (String place : ready) {
            if (place.startsWith(MARKS)) {
                marks.merge(place, 1, Integer::sum);
            } else {
                found.add(place.split(" ")[1]);
            }
        }
        executed.forEach((transaction, runs) -> checkRuns(transaction, runs, marks));
        assertThat(marks).as("marks of transactions that nobody executed").isEmpty();
        assertThat(found).doesNotHaveDuplicates().containsAll(there);
        found.removeAll(there);
        assertThat(unsure).containsAll(found);
    }

    /** The first runs of a transaction were carried out whole, and the others not at all. */
    private void checkRuns(int transaction, List<String> runs, Map<String, Integer> marks) {
        boolean goesOn = true;
        for (int i = 0; i < runs.size(); i++) {
            Integer there = marks.remove(runs.get(i) + " " + mark(transaction, i));
            if (answered.contains(transaction)) {
                assertThat(there).as("marks of run " + i + " of " + transaction).isEqualTo(2);
            } else if (goesOn) {
                assertThat(there).as("marks of run " + i + " of " + transaction).isIn(null, 2);
            } else {
                assertThat(there)
                        .as("marks of run " + i + " of " + transaction + " behind one that was not carried out")
                        .isNull();
            }
            goesOn = there != null;
        }
    }
}
