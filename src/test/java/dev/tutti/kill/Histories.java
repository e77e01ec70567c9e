package dev.tutti.kill;

import dev.tutti.kill.FifoOrder.Numbered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The histories that all clients of a test write together, and that are checked at each start and at the end. The one
 * of the queues collects the violations of all of them. Safe to use from any thread.
 */
final class Histories {

    private static final int LONGEST_BODY = 1500;
    private static final int GROUPS = 3;
    /** The number of items of a queue that clients cancel, move and so on. */
    private static final int LAST = 30;

    private final QueueHistory history = new QueueHistory(System::nanoTime);
    private final FifoOrder order = new FifoOrder();
    private TaskHistory tasks = new TaskHistory();
    private KeyHistory keys = new KeyHistory();
    private final FlightHistory flights = new FlightHistory();
    private final Map<Register, Possible<String>> registers = new LinkedHashMap<>();
    private final List<InHand> detached = new ArrayList<>();
    private final List<Tokens> tokens = new ArrayList<>();
    /** The number of items that each producer has put. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final Map<KillQueue, List<Long>> put = new HashMap<>();
    private final boolean memoryIsShort;

    /** @param memoryIsShort whether the server refuses some requests for that reason, also within a transaction */
    Histories(boolean memoryIsShort) {
        this.memoryIsShort = memoryIsShort;
    }

    boolean memoryIsShort() {
        return memoryIsShort;
    }

    QueueHistory history() {
        return history;
    }

    FifoOrder order() {
        return order;
    }

    TaskHistory tasks() {
        return tasks;
    }

    KeyHistory keys() {
        return keys;
    }

    /**
     * A server starts.
     *
     * @param kills whether the one before was killed
     */
    void begin(boolean kills) {
        history.begin(kills);
        order.begin();
        flights.begin();
    }

    // ---- items

    /** Makes a body of random length, which begins with its producer and its number among that producer's items. */
    synchronized String newBody(String producer, Random random) {
        return producer + "." + numbers.merge(producer, 1, Integer::sum) + "."
                + "x".repeat(random.nextInt(LONGEST_BODY));
    }

    /** The group of an item with this body. */
    static String group(String body) {
        return "group-" + Integer.parseInt(body.split("\\.")[1]) % GROUPS;
    }

    /** A name that no one else uses. */
    synchronized String newName(String client) {
        return client + "-" + numbers.merge(client, 1, Integer::sum);
    }

    synchronized void put(KillQueue queue, long id) {
        List<Long> ids = put.computeIfAbsent(queue, first -> new ArrayList<>());
        ids.add(id);
        if (ids.size() > LAST) {
            ids.remove(0);
        }
    }

    /** The items that were put into this queue last. */
    synchronized List<Long> lastPut(KillQueue queue) {
        return List.copyOf(put.getOrDefault(queue, List.of()));
    }

    /** Records the items of one reply, from a queue in which each producer's items keep their order. */
    void gotInOrder(KillQueue queue, long asked, List<String> bodies) {
        List<Numbered> items =
                bodies.stream().map(body -> numbered(queue, body)).toList();
        order.got(asked, items).forEach(history::violation);
    }

    private static Numbered numbered(KillQueue queue, String body) {
        String[] parts = body.split("\\.");
        String producer = queue == KillQueue.TURNS ? parts[0] + " in " + group(body) : parts[0];
        return new Numbered(producer, Integer.parseInt(parts[1]));
    }

    // ---- items that clients have

    /** Records that a client has got the item, unless the server is being ended, which takes items back. */
    void got(InHand item, boolean isEnding) {
        if (item.isDetached()) {
            history.lent(item.id(), item.attempt());
            addDetached(item);
        }
        String kind = limited(item);
        if (kind != null && !isEnding) {
            flights.got(kind, item.queue().mostInFlight).ifPresent(history::violation);
        }
    }

    /** What the queue limits the number in flight of, or null. */
    private String limited(InHand item) {
        KillQueue queue = item.queue();
        if (queue == KillQueue.TURNS) {
            return history.item(item.id()).group;
        }
        return queue.mostInFlight > 0 ? queue.key : null;
    }

    /** To be called before a request after which the client no longer has the item. */
    void settling(InHand item) {
        history.settling(item.id());
        String kind = limited(item);
        if (kind != null) {
            flights.settling(kind);
        }
    }

    synchronized void addDetached(InHand item) {
        detached.add(item);
    }

    /** Takes one of the items on detached leases for a client, or null if there is none. */
    synchronized InHand takeDetached(Random random) {
        return detached.isEmpty() ? null : detached.remove(random.nextInt(detached.size()));
    }

    /** One client has got them all again. */
    synchronized void forgetDetached() {
        detached.clear();
    }

    /** All tasks and their results are gone, and nobody has a key. No client is at work. */
    void forgetTasks() {
        tasks = new TaskHistory();
        keys = new KeyHistory();
        put.remove(KillQueue.TASKS);
    }

    // ---- the ends of items

    void ending(long id, boolean freesKey) {
        history.ending(id);
        String key = history.item(id).key;
        if (freesKey && key != null) {
            keys.freeing(key, id);
        }
    }

    void notEnded(long id, boolean freesKey) {
        history.notEnded(id);
        if (freesKey) {
            keys.notFreed(id);
        }
    }

    void ended(long id, boolean freesKey) {
        history.ended(id);
        if (freesKey) {
            keys.freed(id);
        }
    }

    // ---- other state

    synchronized Possible<String> register(Register register) {
        return registers.computeIfAbsent(register, first -> new Possible<>(Register.OFF));
    }

    synchronized Map<Register, Possible<String>> registers() {
        return new LinkedHashMap<>(registers);
    }

    /** Forgets a register that belongs to a token, once nothing is held by that. */
    synchronized void forgetIfOver(Register register, String value) {
        if (register.kind().hasToken && value.equals(Register.OFF)) {
            registers.remove(register);
        }
    }

    synchronized void addTokens(Tokens held) {
        tokens.add(held);
    }

    /** Takes the tokens of something that is held, for a client, or null if there are none. */
    synchronized Tokens takeTokens(Random random) {
        return tokens.isEmpty() ? null : tokens.remove(random.nextInt(tokens.size()));
    }
}
