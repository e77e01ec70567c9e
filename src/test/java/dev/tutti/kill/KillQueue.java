package dev.tutti.kill;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The queues of the kill rounds. Their settings differ, and so do the commands that clients send. */
enum KillQueue {
    /** Delivers the items of each producer in order. Clients end them or keep them, and never give them back. */
    LINE("line", "line", ""),
    /** The same for each group of a producer's items. */
    TURNS("turns", "turns", "KIND fair GROUPLIMIT 3", 3),
    RETRIED("retried", "retried", "ATTEMPTS 3 BACKOFF 20"),
    BURIED("retried.dead", "retried", ""),
    RANKED("ranked", "ranked", "KIND priority"),
    STACK("stack", "stack", "KIND lifo CONCURRENCY 8", 8),
    LEASED("leased", "leased", "LEASE 5"),
    EXPIRING("expiring", "expiring", ""),
    UNIQUE("unique", "unique", ""),
    /** Its items are got on detached leases that outlive the test. */
    DETACHED("detached", "detached", "LEASE 36000000 DETACHED yes"),
    /** With two owners, this queue and the next belong to different ones. */
    HERE("a", "moved", ""),
    THERE("b", "moved", ""),
    /** With two owners, this queue and the next belong to the same one. Clients hand items on to the next. */
    RAW("raw", "raw", ""),
    COOKED("cooked", "cooked", ""),
    TASKS("tasks", "tasks", "");

    final String key;
    /** Names the group of queues between which items are moved. */
    final String family;

    final String settings;
    /** The number of items that may be in flight, in all or of one group. 0 for any number. */
    final int mostInFlight;

    KillQueue(String key, String family, String settings) {
        this(key, family, settings, 0);
    }

    KillQueue(String key, String family, String settings, int mostInFlight) {
        this.key = key;
        this.family = family;
        this.settings = settings;
        this.mostInFlight = mostInFlight;
    }

    static KillQueue any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    static KillQueue named(String key) {
        return all(queue -> queue.key.equals(key)).get(0);
    }

    static List<KillQueue> all(Predicate<KillQueue> which) {
        return Stream.of(values()).filter(which).toList();
    }

    /** Whether clients put items here, and do not only let them fail. */
    boolean takesPuts() {
        return this != BURIED;
    }

    /** Whether the items of each producer, or of each of its groups, come out in the order in which they were put. */
    boolean isOrdered() {
        return this == LINE || this == TURNS;
    }

    boolean takesDelays() {
        return !isOrdered() && !takesKeys() && this != EXPIRING;
    }

    boolean takesKeys() {
        return this == UNIQUE || this == TASKS;
    }

    /** Whether clients cancel items. */
    boolean isCancelled() {
        return this == UNIQUE || this == RANKED || this == TASKS;
    }

    /** Whether errors and progress of the items are compared. */
    boolean isTraced() {
        return this == RETRIED || this == BURIED || this == DETACHED || family.equals("moved");
    }

    /** Whether clients get items for their connection alone, and never on detached leases. */
    boolean isGotPlainly() {
        return isOrdered() || isCancelled() || this == BURIED || this == STACK || this == RAW;
    }
}
