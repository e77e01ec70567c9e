package dev.tutti.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The locks and items that a client has, as it tells a {@link TransactionHistory}, and the commands that end that. */
final class ClientHoldings {

    private final long client;
    private final TransactionHistory history;
    /** Item to queue and id. */
    private final Map<String, String> items = new HashMap<>();
    /** Lock to token. */
    private final Map<String, Long> locks = new HashMap<>();

    ClientHoldings(long client, TransactionHistory history) {
        this.client = client;
        this.history = history;
    }

    void acquired(String lock, long token) {
        history.acquired(lock, client);
        locks.put(lock, token);
    }

    boolean hasLock(String lock) {
        return locks.containsKey(lock);
    }

    /** The command that releases one of the locks, if there is any, which is to be sent. */
    Optional<String> release() {
        Optional<String> lock = locks.keySet().stream().findFirst();
        lock.ifPresent(one -> history.releasing(one, client));
        return lock.map(one -> "LOCK RELEASE " + one + " " + locks.remove(one));
    }

    void got(String item, String queue, long id) {
        history.got(item, client);
        items.put(item, queue + " " + id);
    }

    int items() {
        return items.size();
    }

    /**
     * The command that ends one of the items or gives it back, if there is any, which is to be sent.
     *
     * @param verb DONE or RELEASE
     */
    Optional<String> settle(String verb) {
        return items.keySet().stream().findFirst().map(item -> settle(item, verb));
    }

    private String settle(String item, String verb) {
        if (verb.equals("DONE")) {
            history.ending(item);
        } else {
            history.losing(item);
        }
        return "QUEUE " + verb + " " + items.remove(item);
    }

    /** The commands that could end the items of this queue. If they are sent, tell {@link #ending}. */
    List<String> doneLines(String queue) {
        return items.values().stream()
                .filter(place -> place.startsWith(queue + " "))
                .map(place -> "QUEUE DONE " + place)
                .toList();
    }

    /** These commands, among others, are to be sent. */
    void ending(List<String> commands) {
        for (String item : List.copyOf(items.keySet())) {
            if (commands.contains("QUEUE DONE " + items.get(item))) {
                settle(item, "DONE");
            }
        }
    }

    /** The connection closes or is reset. */
    void loseAll() {
        items.keySet().forEach(history::losing);
        items.clear();
        locks.keySet().forEach(lock -> history.releasing(lock, client));
        locks.clear();
    }
}
